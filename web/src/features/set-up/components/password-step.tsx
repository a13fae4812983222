import { Button, PasswordInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { errorText } from '../../../lib/error-text.ts';
import { text } from '../../../lib/messages.ts';
import styles from '../../session/components/sign-in.module.css';
import { choosePassword } from '../api/set-up.ts';
import { useSubmit } from '../use-submit.ts';

type Props = { email: string; onChosen: () => Promise<unknown> };

/** Choosing the password of a new account. */
export function PasswordStep({ email, onChosen }: Props): ReactNode {
  const [password, setPassword] = useState('');
  const { busy, error, submit } = useSubmit(async () => {
    await choosePassword(password);
    await onChosen();
  });
  return (
    <form className={styles.form} onSubmit={submit}>
      <h2>{text('web.set-up.password-heading')}</h2>
      {/* For password managers, which store the two together. */}
      <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
      <PasswordInput
        label={text('web.set-up.new-password')}
        description={text('web.set-up.password-hint')}
        name="password"
        autoComplete="new-password"
        autoFocus
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={error === null ? null : errorText(error)}
      />
      <Button type="submit" variant="filled" size="md" loading={busy} fullWidth>
        {text('web.set-up.continue')}
      </Button>
    </form>
  );
}
