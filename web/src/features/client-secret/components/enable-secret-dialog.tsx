import type { ClientSecret } from '@keyturn/contract';
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Dialog, DialogActions, DialogStack } from '../../../components/ui/dialog.tsx';
import { text } from '../../../lib/messages.ts';
import { enableClientSecret } from '../api/client-secrets.ts';
import type { SecretDialogProps } from '../dialog-props.ts';
import { ChangeSecretDialog } from './change-secret-dialog.tsx';

type Props = SecretDialogProps & { secret: ClientSecret; supportEmail: string };

/** "Enable client secret"; what the operator disabled only the operator enables. */
export function EnableSecretDialog({ supportEmail, ...props }: Props): ReactNode {
  if (props.secret.disabled?.by.kind === 'operator')
    return (
      <Dialog title={text('web.enable.heading')} onClose={props.onClose}>
        <DialogStack>
          <p>
            {text('web.delete.subject', {
              name: props.secret.name,
              hint: props.secret.hint,
              application: props.application.name,
            })}
          </p>
          <p>{text('web.enable.not-yours', { support: supportEmail })}</p>
          <DialogActions>
            <Button variant="default" onClick={props.onClose} data-autofocus>
              {text('web.close')}
            </Button>
          </DialogActions>
        </DialogStack>
      </Dialog>
    );
  return (
    <ChangeSecretDialog
      {...props}
      texts={{
        heading: text('web.enable.heading'),
        submit: text('web.enable.submit'),
        changed: text('web.enable.changed'),
        changedSomehow: text('web.enable.changed-somehow'),
        done: text('web.enable.done', { name: props.secret.name }),
      }}
      change={async (application) => {
        await enableClientSecret(application, props.secret.id);
      }}
    >
      <p>{text('web.enable.text')}</p>
    </ChangeSecretDialog>
  );
}
