import type { Application, SecretElsewhere } from '@keyturn/contract';
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Dialog, DialogActions, DialogStack } from '../../../components/ui/dialog.tsx';
import { FailureNotice } from '../../../components/ui/failure-notice.tsx';
import { problemCode } from '../../../lib/api-call.ts';
import { text } from '../../../lib/messages.ts';
import { useSubmit } from '../../../lib/use-submit.ts';
import { markSecretGone } from '../api/secrets-elsewhere.ts';

type Props = {
  application: Pick<Application, 'clientId' | 'name'>;
  secret: SecretElsewhere;
  /** Reads the application anew, for the page. */
  refresh: () => Promise<unknown>;
  onClose: () => void;
  onDone: (message: string) => void;
  onSignedOut: () => void;
};

/** "Is it gone?": before nobody is reminded of a secret of the former system any more. */
export function SecretGoneDialog(props: Props): ReactNode {
  const { application, secret, refresh, onClose, onDone, onSignedOut } = props;
  const { name } = secret;
  const { busy, error, submit } = useSubmit(async () => {
    try {
      await markSecretGone(application.clientId, secret.id);
    } catch (failure) {
      if (problemCode(failure) === 'unauthenticated') return onSignedOut();
      throw failure;
    }
    await refresh().catch(() => null);
    onDone(text('web.elsewhere.done', { name }));
  });
  return (
    <Dialog title={text('web.elsewhere.dialog')} onClose={busy ? undefined : onClose}>
      <form onSubmit={submit} noValidate>
        <DialogStack>
          <p>{text('web.elsewhere.subject', { name, application: application.name })}</p>
          <p>{text('web.elsewhere.consequence')}</p>
          {error === null ? null : <FailureNotice error={error} />}
          <DialogActions>
            <Button variant="default" onClick={onClose} disabled={busy} data-autofocus>
              {text('web.cancel')}
            </Button>
            <Button type="submit" variant="filled" loading={busy}>
              {text('web.elsewhere.gone')}
            </Button>
          </DialogActions>
        </DialogStack>
      </form>
    </Dialog>
  );
}
