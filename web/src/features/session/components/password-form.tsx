import { Button, TextInput } from '@mantine/core';
import { useState, type FormEvent, type ReactNode } from 'react';
import { Notice } from '../../../components/ui/notice.tsx';
import { errorText } from '../../../lib/error-text.ts';
import { text } from '../../../lib/messages.ts';
import { signIn } from '../api/session.ts';
import styles from './sign-in.module.css';

export type Credentials = { email: string; password: string };
type Props = {
  credentials: Credentials;
  onChange: (credentials: Credentials) => void;
  onAccepted: () => void;
  /** Why the person is back at this step. */
  notice?: ReactNode;
};

/** First step of signing in: e-mail address and password. */
export function PasswordForm({ credentials, onChange, onAccepted, notice }: Props): ReactNode {
  const [busy, setBusy] = useState(false);
  const [checked, setChecked] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const { email, password } = credentials;

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setChecked(true);
    if (busy || email.trim() === '' || password === '') return;
    setBusy(true);
    setError(null);
    try {
      await signIn(email.trim(), password);
      onAccepted();
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  }

  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
      {error === null ? (
        notice
      ) : (
        <Notice tone="danger" role="alert">
          {errorText(error)}
        </Notice>
      )}
      <TextInput
        label={text('web.sign-in.email')}
        type="email"
        name="email"
        autoComplete="username"
        value={email}
        onChange={(event) => onChange({ ...credentials, email: event.currentTarget.value })}
        error={checked && email.trim() === '' ? text('web.sign-in.email-missing') : null}
      />
      <TextInput
        label={text('web.sign-in.password')}
        type="password"
        name="password"
        autoComplete="current-password"
        value={password}
        onChange={(event) => onChange({ ...credentials, password: event.currentTarget.value })}
        error={checked && password === '' ? text('web.sign-in.password-missing') : null}
      />
      <Button type="submit" variant="filled" size="md" loading={busy} fullWidth>
        {text('web.sign-in.submit')}
      </Button>
    </form>
  );
}
