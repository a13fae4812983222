import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import styles from '../../../components/ui/form.module.css';
import { ReadingStart } from '../../../components/ui/reading-start.tsx';
import { text } from '../../../lib/messages.ts';
import { useSubmit } from '../../../lib/use-submit.ts';
import { isSessionOver } from '../../session/is-session-over.ts';
import { addPasskey } from '../api/second-factors.ts';
import { deviceName } from '../device-name.ts';
import { supportsPasskeys } from '../passkey.ts';
import type { EnrolProps } from './enrol-props.ts';
import { FactorFailure } from './factor-failure.tsx';
import { FactorNameField } from './factor-name-field.tsx';
import { needsFreshFactor, ProveAgain } from './prove-again.tsx';

/** A passkey as the new second factor. */
export function EnrolPasskey({ onDone, onCancel, onSignedOut, focusStart }: EnrolProps): ReactNode {
  const queryClient = useQueryClient();
  const [name, setName] = useState(suggestName);
  const [checked, setChecked] = useState(false);
  const [proved, setProved] = useState(false);
  const { busy, error, submit, clearError } = useSubmit(async () => {
    try {
      onDone(await addPasskey(queryClient, name.trim()));
    } catch (failure) {
      if (!isSessionOver(failure)) throw failure;
      onSignedOut();
    }
  });

  function create(event: FormEvent): void {
    event.preventDefault();
    setChecked(true);
    if (name.trim() !== '') submit();
  }

  function goOn(): void {
    setProved(true);
    clearError();
  }

  if (needsFreshFactor(error))
    return <ProveAgain onProved={goOn} onCancel={onCancel} onSignedOut={onSignedOut} />;
  return (
    <form className={styles.stack} onSubmit={create} noValidate>
      <ReadingStart focus={focusStart || proved} muted>
        {text(supportsPasskeys() ? 'web.factor.passkey-lead' : 'web.passkey.unsupported')}
      </ReadingStart>
      <FactorFailure error={error} />
      <FactorNameField value={name} onChange={setName} missing={checked && name.trim() === ''} />
      <Button
        type="submit"
        variant="filled"
        size="md"
        loading={busy}
        disabled={!supportsPasskeys()}
        fullWidth
      >
        {text('web.factor.create-passkey')}
      </Button>
    </form>
  );
}

function suggestName(): string {
  const device = deviceName(navigator.userAgent);
  return device === null ? text('web.factor.name-passkey-plain') : text('web.factor.name-passkey', device);
}
