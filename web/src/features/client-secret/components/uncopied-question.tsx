import type { CreatedClientSecret } from '@keyturn/contract';
import { Button } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { DialogActions, DialogStack } from '../../../components/ui/dialog.tsx';
import { FailureNotice } from '../../../components/ui/failure-notice.tsx';
import { Notice } from '../../../components/ui/notice.tsx';
import { problemCode } from '../../../lib/api-call.ts';
import { useClock } from '../../../lib/clock.tsx';
import { text } from '../../../lib/messages.ts';
import { deleteClientSecret } from '../api/client-secrets.ts';
import { describeDeletionByAnother } from '../describe-changes.ts';
import type { SecretDialogProps } from '../dialog-props.ts';
import { useAction } from '../use-action.ts';

type Props = Pick<SecretDialogProps, 'userId' | 'refresh' | 'onDone'> & {
  created: CreatedClientSecret;
  isLeaving: boolean;
  wasCopied: boolean;
  onBack: () => void;
  onCloseAnyway: () => void;
};

/** Before the value is gone for good: go back, delete the useless secret, or close all the same. */
export function UncopiedQuestion(props: Props): ReactNode {
  const { created, isLeaving, wasCopied, userId, refresh, onDone, onBack, onCloseAnyway } = props;
  const clock = useClock();
  const { busy, run } = useAction();
  const [error, setError] = useState<unknown>(null);

  async function deleteIt(): Promise<void> {
    setError(null);
    try {
      await deleteAsItIsNow();
      const fresh = await refresh().catch(() => null);
      const told = fresh === null ? null : describeDeletionByAnother(created, fresh, clock, userId);
      onDone(told ?? text('web.delete.done'));
    } catch (failure) {
      setError(failure);
    }
  }

  // Nobody but this page has the value, so changes to other secrets are no reason to decide anew.
  async function deleteAsItIsNow(retries = 1): Promise<void> {
    try {
      await deleteClientSecret(await refresh(), created.id);
    } catch (failure) {
      if (problemCode(failure) !== 'secrets-changed' || retries === 0) throw failure;
      await deleteAsItIsNow(retries - 1);
    }
  }

  const question = wasCopied ? 'web.show.leave' : 'web.show.not-copied';
  return (
    <DialogStack>
      <Notice tone="warning" role="alert">
        {text(question)}
      </Notice>
      {error === null ? null : <FailureNotice error={error} />}
      {busy ? <p role="status">{text('web.show.deleting')}</p> : null}
      <DialogActions>
        <Button variant="filled" onClick={onBack} disabled={busy} data-autofocus autoFocus>
          {text('web.show.back')}
        </Button>
        {wasCopied ? null : (
          <Button variant="default" color="danger" onClick={() => void run(deleteIt)} loading={busy}>
            {text('web.show.delete')}
          </Button>
        )}
        <Button variant="default" onClick={onCloseAnyway} disabled={busy}>
          {text(isLeaving ? 'web.show.leave-anyway' : 'web.show.close-anyway')}
        </Button>
      </DialogActions>
    </DialogStack>
  );
}
