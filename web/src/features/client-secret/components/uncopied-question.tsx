import { Button } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { DialogActions, DialogStack } from '../../../components/ui/dialog.tsx';
import { FailureNotice } from '../../../components/ui/failure-notice.tsx';
import { Notice } from '../../../components/ui/notice.tsx';
import { text } from '../../../lib/messages.ts';
import { useAction } from '../use-action.ts';

type Props = {
  isLeaving: boolean;
  wasCopied: boolean;
  onDelete: () => Promise<void>;
  onBack: () => void;
  onCloseAnyway: () => void;
};

/** Before the value is gone for good: go back, delete the useless secret, or close all the same. */
export function UncopiedQuestion(props: Props): ReactNode {
  const { isLeaving, wasCopied, onDelete, onBack, onCloseAnyway } = props;
  const { busy, run } = useAction();
  const [error, setError] = useState<unknown>(null);

  async function deleteIt(): Promise<void> {
    setError(null);
    try {
      await onDelete();
    } catch (failure) {
      setError(failure);
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
