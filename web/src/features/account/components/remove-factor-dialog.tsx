import type { Factor } from '@keyturn/contract';
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Dialog, DialogActions, DialogStack } from '../../../components/ui/dialog.tsx';
import { FailureNotice } from '../../../components/ui/failure-notice.tsx';
import { Notice } from '../../../components/ui/notice.tsx';
import { text } from '../../../lib/messages.ts';
import { ProveAgain } from '../../second-factor/components/prove-again.tsx';
import { removeFactor } from '../api/account.ts';
import { useProvenSubmit } from '../use-proven-submit.ts';

type Props = {
  factor: Factor;
  isLast: boolean;
  isMember: boolean;
  onClose: () => void;
  onDone: (message: string) => void;
};

export function RemoveFactorDialog({ factor, isLast, isMember, onClose, onDone }: Props): ReactNode {
  const { name } = factor;
  const { busy, error, submit, clearError, needsProof } = useProvenSubmit(async () => {
    await removeFactor(factor.id);
    onDone(text('web.account.removed', { name }));
  });
  return (
    <Dialog title={text('web.account.remove-heading')} onClose={busy ? undefined : onClose}>
      {needsProof ? (
        <ProveAgain onProved={() => submit()} onCancel={clearError} />
      ) : (
        <DialogStack>
          {error === null ? null : <FailureNotice error={error} />}
          <p>{text('web.account.remove-text', { name })}</p>
          {isLast ? (
            <Notice tone="warning">
              <p>{text('web.account.remove-last')}</p>
              {isMember ? <p>{text('web.account.remove-last-told')}</p> : null}
            </Notice>
          ) : null}
          <DialogActions>
            <Button variant="default" onClick={onClose} disabled={busy} data-autofocus>
              {text('web.cancel')}
            </Button>
            <Button variant="filled" color="danger" loading={busy} onClick={() => submit()}>
              {text('web.account.remove')}
            </Button>
          </DialogActions>
        </DialogStack>
      )}
    </Dialog>
  );
}
