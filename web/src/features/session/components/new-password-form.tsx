import { Button, PasswordInput } from '@mantine/core';
import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';
import styles from '../../../components/ui/form.module.css';
import { problemCode } from '../../../lib/api-call.ts';
import { errorText } from '../../../lib/error-text.ts';
import { text } from '../../../lib/messages.ts';
import { useSubmit } from '../../../lib/use-submit.ts';

type Props = {
  /** For password managers, which store the two together. */
  email?: string;
  submitLabel: string;
  choose: (password: string) => Promise<unknown>;
  /** How to show a failure that is not about the password. */
  failure: (error: unknown) => ReactNode;
};

const fieldCodes = new Set(['password-too-short', 'password-weak']);

/** Choosing a password; the server says what is wrong with one, and what to do. */
export function NewPasswordForm({ email, submitLabel, choose, failure }: Props): ReactNode {
  const [password, setPassword] = useState('');
  const [missing, setMissing] = useState(false);
  const { busy, error, submit } = useSubmit(() => choose(password));
  const isAboutPassword = fieldCodes.has(problemCode(error) ?? '');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (isAboutPassword || missing) field.current?.focus();
  }, [error, isAboutPassword, missing]);

  function send(event: FormEvent): void {
    event.preventDefault();
    setMissing(password === '');
    if (password !== '') submit();
  }

  return (
    <form className={styles.stack} onSubmit={send} noValidate>
      {error === null || isAboutPassword ? null : failure(error)}
      {email === undefined ? null : (
        <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
      )}
      <PasswordInput
        ref={field}
        label={text('web.password.new')}
        description={text('web.password.hint')}
        name="password"
        autoComplete="new-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={missing ? text('web.password.missing') : isAboutPassword ? errorText(error) : null}
      />
      <Button type="submit" variant="filled" size="md" loading={busy} fullWidth>
        {submitLabel}
      </Button>
    </form>
  );
}
