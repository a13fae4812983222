import { Button, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { Notice } from '../../../components/ui/notice.tsx';
import { problemCode } from '../../../lib/api-call.ts';
import { errorText } from '../../../lib/error-text.ts';
import { text } from '../../../lib/messages.ts';
import { verifyCode } from '../api/session.ts';
import styles from './sign-in.module.css';

type Props = {
  email: string;
  code: string;
  onChange: (code: string) => void;
  onVerified: () => void;
  /** The first step is over: its time has passed, or too many codes were wrong. */
  onExpired: () => void;
  onBack: () => void;
};

const fieldCodes = new Set(['code-wrong', 'code-used']);

/** Second step of signing in: the authenticator's code. */
export function VerificationForm({ email, code, onChange, onVerified, onExpired, onBack }: Props): ReactNode {
  const queryClient = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [missing, setMissing] = useState(false);
  const [error, setError] = useState<unknown>(null);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    const digits = code.replace(/\s/g, '');
    setMissing(digits === '');
    if (busy || digits === '') return;
    setBusy(true);
    setError(null);
    try {
      await verifyCode(queryClient, digits);
      onVerified();
    } catch (failure) {
      setBusy(false);
      if (problemCode(failure) === 'sign-in-failed') onExpired();
      else setError(failure);
    }
  }

  const besideField = fieldCodes.has(problemCode(error) ?? '');
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
      <p className="kt-muted">{text('web.sign-in.signing-in-as', { email })}</p>
      {error === null || besideField ? null : (
        <Notice tone="danger" role="alert">
          {errorText(error)}
        </Notice>
      )}
      <TextInput
        className={styles.code ?? ''}
        label={text('web.sign-in.code')}
        description={text('web.sign-in.code-hint')}
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        data-autofocus
        autoFocus
        maxLength={20}
        value={code}
        onChange={(event) => onChange(event.currentTarget.value)}
        error={missing ? text('web.sign-in.code-missing') : besideField ? errorText(error) : null}
      />
      <Button type="submit" variant="filled" size="md" loading={busy} fullWidth>
        {text('web.sign-in.verify')}
      </Button>
      <Button variant="subtle" size="compact-sm" className={styles.back ?? ''} onClick={onBack}>
        {text('web.sign-in.back')}
      </Button>
    </form>
  );
}
