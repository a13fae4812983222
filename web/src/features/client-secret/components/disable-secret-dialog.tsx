import type { ClientSecret } from '@keyturn/contract';
import { TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { text } from '../../../lib/messages.ts';
import { disableClientSecret } from '../api/client-secrets.ts';
import type { SecretDialogProps } from '../dialog-props.ts';
import { ChangeSecretDialog } from './change-secret-dialog.tsx';

/** "Disable client secret": a test whether anything still needs it. */
export function DisableSecretDialog(props: SecretDialogProps & { secret: ClientSecret }): ReactNode {
  const [reason, setReason] = useState('');
  return (
    <ChangeSecretDialog
      {...props}
      texts={{
        heading: text('web.disable.heading'),
        submit: text('web.disable.submit'),
        changed: text('web.disable.changed'),
        changedSomehow: text('web.disable.changed-somehow'),
        done: text('web.disable.done', { name: props.secret.name }),
      }}
      change={async (application) => {
        await disableClientSecret(application, props.secret.id, reason.trim() || null);
      }}
    >
      <p>{text('web.disable.text')}</p>
      <p className="kt-muted">{text('web.disable.reminders')}</p>
      <TextInput
        label={text('web.disable.reason')}
        description={text('web.disable.reason-hint')}
        value={reason}
        maxLength={500}
        autoComplete="off"
        data-autofocus
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </ChangeSecretDialog>
  );
}
