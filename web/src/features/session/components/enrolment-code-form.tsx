import type { SignInProgress } from '@keyturn/contract';
import { Button } from '@mantine/core';
import { useState, type FormEvent, type ReactNode } from 'react';
import styles from '../../../components/ui/form.module.css';
import { Notice } from '../../../components/ui/notice.tsx';
import { errorText } from '../../../lib/error-text.ts';
import { text } from '../../../lib/messages.ts';
import { useSubmit } from '../../../lib/use-submit.ts';
import { usePortal } from '../../portal/api/portal.ts';
import { CodeField, isAboutCode } from '../../second-factor/components/code-field.tsx';
import { enterEnrolmentCode } from '../api/session.ts';
import { isSessionOver } from '../is-session-over.ts';

type Props = {
  onAccepted: (progress: SignInProgress) => void;
  onExpired: () => void;
  onBack: () => void;
};

/** For an account without a second factor: the digits that were mailed, before one is added. */
export function EnrolmentCodeForm({ onAccepted, onExpired, onBack }: Props): ReactNode {
  const { demo } = usePortal();
  const [code, setCode] = useState('');
  const [missing, setMissing] = useState(false);
  const { busy, error, submit } = useSubmit(async () => {
    try {
      onAccepted(await enterEnrolmentCode(code));
    } catch (failure) {
      if (!isSessionOver(failure)) throw failure;
      onExpired();
    }
  });

  function enter(event: FormEvent): void {
    event.preventDefault();
    setMissing(code.trim() === '');
    if (code.trim() !== '') submit();
  }

  return (
    <form className={styles.stack} onSubmit={enter} noValidate>
      {error === null || isAboutCode(error) ? null : (
        <Notice tone="danger" role="alert">
          {errorText(error)}
        </Notice>
      )}
      <CodeField kind="mailed" value={code} onChange={setCode} error={error} missing={missing} />
      <Button type="submit" variant="filled" size="md" loading={busy} fullWidth>
        {text('web.factor.verify')}
      </Button>
      <div className={styles.ways}>
        <Button variant="subtle" size="compact-sm" onClick={onBack}>
          {text('web.sign-in.start-over')}
        </Button>
        {demo ? <a href="/demo/mail">{text('web.demo.mail')}</a> : null}
      </div>
    </form>
  );
}
