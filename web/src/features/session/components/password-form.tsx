import type { SignInProgress } from '@keyturn/contract';
import { Button, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState, type FormEvent, type ReactNode } from 'react';
import styles from '../../../components/ui/form.module.css';
import { Notice } from '../../../components/ui/notice.tsx';
import { errorText } from '../../../lib/error-text.ts';
import { text } from '../../../lib/messages.ts';
import { useSubmit } from '../../../lib/use-submit.ts';
import { signIn } from '../api/session.ts';

export type Credentials = { email: string; password: string };
type Props = {
  credentials: Credentials;
  onChange: (credentials: Credentials) => void;
  onAccepted: (progress: SignInProgress) => void;
  /** Why the person is at this step. */
  notice?: ReactNode;
};

/** First step of signing in: e-mail address and password. */
export function PasswordForm({ credentials, onChange, onAccepted, notice }: Props): ReactNode {
  const [checked, setChecked] = useState(false);
  const { email, password } = credentials;
  const { busy, error, submit } = useSubmit(async () => onAccepted(await signIn(email.trim(), password)));

  function enter(event: FormEvent): void {
    event.preventDefault();
    setChecked(true);
    if (email.trim() !== '' && password !== '') submit();
  }

  return (
    <form className={styles.stack} onSubmit={enter} noValidate>
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
      <p>
        <Link to="/forgot-password" state={{ email }}>
          {text('web.sign-in.forgot')}
        </Link>
      </p>
    </form>
  );
}
