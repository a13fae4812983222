import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import styles from '../../../components/ui/form.module.css';
import { ReadingStart } from '../../../components/ui/reading-start.tsx';
import { text } from '../../../lib/messages.ts';
import { useOnce } from '../../../lib/use-once.ts';
import { useSubmit } from '../../../lib/use-submit.ts';
import { isSessionOver } from '../../session/is-session-over.ts';
import { confirmTotp, createTotpSeed } from '../api/second-factors.ts';
import { CodeField, isAboutCode } from './code-field.tsx';
import type { EnrolProps } from './enrol-props.ts';
import { FactorFailure } from './factor-failure.tsx';
import { FactorNameField } from './factor-name-field.tsx';
import { needsFreshFactor, ProveAgain } from './prove-again.tsx';
import { TotpSeed } from './totp-seed.tsx';

/** An authenticator app or a hardware token as the new second factor: its first code proves that it works. */
export function EnrolTotp({ onDone, onCancel, onSignedOut, focusStart }: EnrolProps): ReactNode {
  const queryClient = useQueryClient();
  const endIfOver = (error: unknown): never => {
    if (isSessionOver(error)) onSignedOut();
    throw error;
  };
  const seed = useOnce(() => createTotpSeed().catch(endIfOver));
  const [isHardware, setIsHardware] = useState(false);
  // null: nobody has changed what is suggested.
  const [typedName, setTypedName] = useState<string | null>(null);
  const name = typedName ?? text(isHardware ? 'web.factor.name-hardware' : 'web.factor.name-totp');
  const [code, setCode] = useState('');
  const [checked, setChecked] = useState(false);
  const [proved, setProved] = useState(false);
  const { busy, error, submit, clearError } = useSubmit(() =>
    confirmTotp(queryClient, code.trim(), name.trim()).then(onDone, endIfOver),
  );

  function confirm(event: FormEvent): void {
    event.preventDefault();
    setChecked(true);
    if (code.trim() !== '' && name.trim() !== '') submit();
  }

  function goOn(): void {
    setProved(true);
    clearError();
    if (seed.answer === null) seed.again();
  }

  if (needsFreshFactor(seed.error ?? error))
    return <ProveAgain onProved={goOn} onCancel={onCancel} onSignedOut={onSignedOut} />;
  if (seed.error !== null)
    return (
      <FactorFailure
        error={seed.error}
        action={<Button onClick={seed.again}>{text('web.try-again')}</Button>}
      />
    );
  return (
    <form className={styles.stack} onSubmit={confirm} noValidate>
      <ReadingStart focus={focusStart || proved} muted>
        {text('web.factor.totp-lead')}
      </ReadingStart>
      <TotpSeed seed={seed.answer} onHardware={setIsHardware} />
      {isAboutCode(error) ? null : <FactorFailure error={error} />}
      <FactorNameField value={name} onChange={setTypedName} missing={checked && name.trim() === ''} />
      <CodeField
        kind="authenticator"
        value={code}
        onChange={setCode}
        error={error}
        missing={checked && code.trim() === ''}
      />
      <Button
        type="submit"
        variant="filled"
        size="md"
        loading={busy}
        disabled={seed.answer === null}
        fullWidth
      >
        {text('web.factor.verify')}
      </Button>
    </form>
  );
}
