import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useId, useRef, useState, type FormEvent, type ReactNode } from 'react';
import form from '../../../components/ui/form.module.css';
import { Icon } from '../../../components/ui/icon.tsx';
import { announce } from '../../../components/ui/live-region.tsx';
import { Notice } from '../../../components/ui/notice.tsx';
import { ReadingStart } from '../../../components/ui/reading-start.tsx';
import { formatDay } from '../../../lib/instants.ts';
import { text } from '../../../lib/messages.ts';
import { useCopy } from '../../../lib/use-copy.ts';
import { useOnce } from '../../../lib/use-once.ts';
import { usePortal } from '../../portal/api/portal.ts';
import { sessionQuery } from '../../session/api/session.ts';
import { isSessionOver } from '../../session/is-session-over.ts';
import { useSignedOut } from '../../session/use-signed-out.ts';
import { createRecoveryCodes } from '../api/second-factors.ts';
import { downloadText } from '../../../lib/download-text.ts';
import { recoveryCodesFile } from '../recovery-codes-file.ts';
import { FactorFailure } from './factor-failure.tsx';
import { needsFreshFactor, ProveAgain } from './prove-again.tsx';
import styles from './recovery-codes-panel.module.css';

type Props = {
  /** They are stored, says the person. */
  onStored: () => void;
  /** The session is over. Left out: the page asks to sign in and returns. */
  onSignedOut?: () => void;
};

/** Makes new recovery codes as soon as it is shown, and shows them this once. They live in its state alone. */
export function RecoveryCodesPanel({ onStored, onSignedOut }: Props): ReactNode {
  const queryClient = useQueryClient();
  const leave = useSignedOut();
  const [hadOthers, setHadOthers] = useState(false);
  const [proved, setProved] = useState(false);
  const {
    answer: codes,
    error,
    again,
  } = useOnce(async () => {
    setHadOthers((queryClient.getQueryData(sessionQuery.queryKey)?.recoveryCodesLeft ?? 0) > 0);
    try {
      return await createRecoveryCodes(queryClient);
    } catch (failure) {
      if (isSessionOver(failure)) (onSignedOut ?? leave)();
      throw failure;
    }
  });
  function goOn(): void {
    setProved(true);
    again();
  }

  if (needsFreshFactor(error)) return <ProveAgain onProved={goOn} onSignedOut={onSignedOut} />;
  if (error !== null)
    return <FactorFailure error={error} action={<Button onClick={again}>{text('web.try-again')}</Button>} />;
  if (codes === null) return <p role="status">{text('web.factor.loading')}</p>;
  return <RecoveryCodes codes={codes} hadOthers={hadOthers} focus={proved} onStored={onStored} />;
}

type CodesProps = { codes: string[]; hadOthers: boolean; focus: boolean; onStored: () => void };

function RecoveryCodes({ codes, hadOthers, focus, onStored }: CodesProps): ReactNode {
  const list = useRef<HTMLOListElement>(null);
  const checkbox = useRef<HTMLInputElement>(null);
  const errorId = useId();
  const [stored, setStored] = useState(false);
  const [missing, setMissing] = useState(false);
  const { state, copy } = useCopy();
  const file = useFile(codes);

  async function copyCodes(): Promise<void> {
    const copied = await copy(codes.join('\n'));
    announce(text(copied ? 'web.copy.copied' : 'web.copy.failed'));
    if (!copied && list.current !== null) getSelection()?.selectAllChildren(list.current);
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    setMissing(!stored);
    if (stored) onStored();
    else checkbox.current?.focus();
  }

  return (
    <form className={form.stack} onSubmit={submit} noValidate>
      <ReadingStart focus={focus}>{text('web.recovery.lead')}</ReadingStart>
      {hadOthers ? <Notice tone="info">{text('web.recovery.replaced')}</Notice> : null}
      <div className={styles.sheet}>
        <pre className={styles.printed}>{file}</pre>
        <ol ref={list} className={styles.codes} aria-label={text('web.recovery.list')}>
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ol>
      </div>
      <div className={styles.actions}>
        <Button
          variant="default"
          leftSection={<Icon name={state === 'copied' ? 'check' : 'copy'} size={15} />}
          onClick={() => void copyCodes()}
        >
          {text(state === 'copied' ? 'web.copy.copied' : 'web.recovery.copy')}
        </Button>
        <Button variant="default" onClick={() => downloadText(text('web.recovery.file-name'), file)}>
          {text('web.recovery.download')}
        </Button>
        <Button variant="default" onClick={() => print()}>
          {text('web.recovery.print')}
        </Button>
      </div>
      {state === 'failed' ? <p className="kt-small">{text('web.copy.failed')}</p> : null}
      <div>
        <label className={styles.stored}>
          <input
            ref={checkbox}
            type="checkbox"
            checked={stored}
            aria-invalid={missing && !stored}
            aria-describedby={missing && !stored ? errorId : undefined}
            onChange={(event) => setStored(event.currentTarget.checked)}
          />
          {text('web.recovery.stored')}
        </label>
        {missing && !stored ? (
          <p id={errorId} className={styles.error}>
            {text('web.recovery.stored-missing')}
          </p>
        ) : null}
      </div>
      <Button type="submit" variant="filled" size="md" fullWidth>
        {text('web.recovery.continue')}
      </Button>
    </form>
  );
}

/** What is downloaded and printed. */
function useFile(codes: string[]): string {
  const { operatorName } = usePortal();
  const session = useQueryClient().getQueryData(sessionQuery.queryKey);
  const [madeAt] = useState(() => new Date());
  const { email = '', timeZone = 'UTC' } = session?.user ?? {};
  return recoveryCodesFile({
    title: text('web.recovery.file-title', { operator: operatorName, email }),
    made: text('web.recovery.file-made', { date: formatDay(madeAt, timeZone) }),
    note: text('web.recovery.file-note', { address: `${location.origin}/sign-in` }),
    codes,
  });
}
