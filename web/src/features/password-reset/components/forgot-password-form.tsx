import { Button, TextInput } from '@mantine/core';
import { useState, type FormEvent, type ReactNode } from 'react';
import styles from '../../../components/ui/form.module.css';
import { Notice } from '../../../components/ui/notice.tsx';
import { errorText } from '../../../lib/error-text.ts';
import { text } from '../../../lib/messages.ts';
import { useSubmit } from '../../../lib/use-submit.ts';
import { requestPasswordReset } from '../api/password-reset.ts';

type Props = { email: string; onChange: (email: string) => void; onSent: () => void };

/** Asks for a link to choose a new password. */
export function ForgotPasswordForm({ email, onChange, onSent }: Props): ReactNode {
  const [missing, setMissing] = useState(false);
  const { busy, error, submit } = useSubmit(() => requestPasswordReset(email.trim()).then(onSent));

  function send(event: FormEvent): void {
    event.preventDefault();
    setMissing(email.trim() === '');
    if (email.trim() !== '') submit();
  }

  return (
    <form className={styles.stack} onSubmit={send} noValidate>
      {error === null ? null : (
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
        onChange={(event) => onChange(event.currentTarget.value)}
        error={missing ? text('web.sign-in.email-missing') : null}
      />
      <Button type="submit" variant="filled" size="md" loading={busy} fullWidth>
        {text('web.forgot.submit')}
      </Button>
    </form>
  );
}
