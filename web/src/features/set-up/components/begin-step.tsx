import type { Invitation, SignInProgress } from '@keyturn/contract';
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from '../../../components/ui/form.module.css';
import { ReadingStart } from '../../../components/ui/reading-start.tsx';
import { text } from '../../../lib/messages.ts';
import { useSubmit } from '../../../lib/use-submit.ts';
import { beginSetUp } from '../api/set-up.ts';
import { AccountDetails } from './account-details.tsx';
import { BeginFailure, isDeadLink } from './begin-failure.tsx';

type Props = {
  token: string;
  invitation: Invitation;
  operatorName: string;
  supportEmail: string;
  onBegun: (progress: SignInProgress) => void;
};

/** What a link opens: nothing has happened yet, and nothing does until the button is pressed. */
export function BeginStep({ token, invitation, operatorName, supportEmail, onBegun }: Props): ReactNode {
  const { busy, error, submit } = useSubmit(() => beginSetUp(token).then(onBegun));
  const failure = error === null ? null : <BeginFailure error={error} token={token} onGoOn={onBegun} />;
  if (isDeadLink(error)) return <ReadingStart>{failure}</ReadingStart>;
  return (
    <form className={styles.stack} onSubmit={submit}>
      <p className="kt-muted">{text('web.set-up.begin-lead', { operator: operatorName })}</p>
      <AccountDetails of={invitation} supportEmail={supportEmail} />
      {failure}
      <Button type="submit" variant="filled" size="md" loading={busy} fullWidth>
        {text('web.set-up.begin')}
      </Button>
    </form>
  );
}
