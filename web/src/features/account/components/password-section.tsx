import type { Account, Session } from '@keyturn/contract';
import { Button, PasswordInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { FailureNotice } from '../../../components/ui/failure-notice.tsx';
import { announce } from '../../../components/ui/live-region.tsx';
import { Notice } from '../../../components/ui/notice.tsx';
import { problemCode } from '../../../lib/api-call.ts';
import { useClock } from '../../../lib/clock.tsx';
import { errorText } from '../../../lib/error-text.ts';
import { formatPastInline } from '../../../lib/instants.ts';
import { text } from '../../../lib/messages.ts';
import { changePassword, refreshAccount } from '../api/account.ts';
import { useProvenSubmit } from '../use-proven-submit.ts';
import { AccountSection } from './account-section.tsx';
import styles from './account.module.css';
import { ProofDialog } from './proof-dialog.tsx';

const newPasswordCodes = new Set(['password-too-short', 'password-weak']);

type Props = { session: Session; account: Account | undefined };

/** Changes the password; what was typed stays until it is done. */
export function PasswordSection({ session, account }: Props): ReactNode {
  const queryClient = useQueryClient();
  const { now, timeZone } = useClock();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const [checked, setChecked] = useState(false);
  const [done, setDone] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const currentField = useRef<HTMLInputElement>(null);
  const newField = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const { busy, error, submit, clearError, needsProof } = useProvenSubmit(async () => {
    await changePassword(current, password);
    setCurrent('');
    setPassword('');
    setChecked(false);
    setDone(true);
    announce(text('web.account.password-changed'));
    heading.current?.focus();
    await refreshAccount(queryClient).catch(() => null);
  });
  const code = problemCode(error) ?? '';
  const isAboutCurrent = code === 'password-wrong';
  const isAboutNew = newPasswordCodes.has(code);
  useEffect(() => {
    if (isAboutCurrent) currentField.current?.focus();
    if (isAboutNew) newField.current?.focus();
  }, [error, isAboutCurrent, isAboutNew]);

  function change(event: FormEvent): void {
    event.preventDefault();
    setDone(false);
    setChecked(true);
    if (current !== '' && password !== '') submit();
  }

  function cancelProof(): void {
    clearError();
    setTimeout(() => button.current?.focus(), 0);
  }

  return (
    <AccountSection title={text('web.account.password')} headingRef={heading}>
      {account === undefined ? null : (
        <p className="kt-muted kt-small">
          {text('web.account.password-last', {
            at: formatPastInline(account.passwordChangedAt, timeZone, now),
          })}
        </p>
      )}
      <form className={styles.form} onSubmit={change} noValidate>
        {/* For password managers, which store the two together. */}
        <input type="email" name="email" autoComplete="username" value={session.user.email} readOnly hidden />
        {error === null || isAboutCurrent || isAboutNew ? null : <FailureNotice error={error} />}
        {done ? <Notice tone="good">{text('web.account.password-changed')}</Notice> : null}
        <PasswordInput
          ref={currentField}
          label={text('web.account.password-current')}
          name="current-password"
          autoComplete="current-password"
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
          error={
            checked && current === ''
              ? text('web.account.password-current-missing')
              : isAboutCurrent
                ? errorText(error)
                : null
          }
        />
        <PasswordInput
          ref={newField}
          label={text('web.account.password-new')}
          description={text('web.password.hint')}
          name="new-password"
          autoComplete="new-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={
            checked && password === ''
              ? text('web.account.password-new-missing')
              : isAboutNew
                ? errorText(error)
                : null
          }
        />
        <Button ref={button} type="submit" variant="default" loading={busy}>
          {text('web.account.password-change')}
        </Button>
      </form>
      {needsProof ? <ProofDialog onProved={() => submit()} onCancel={cancelProof} /> : null}
    </AccountSection>
  );
}
