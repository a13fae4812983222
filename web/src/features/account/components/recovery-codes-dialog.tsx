import type { Account } from '@keyturn/contract';
import { Button } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { Dialog, DialogActions, DialogStack } from '../../../components/ui/dialog.tsx';
import { Notice } from '../../../components/ui/notice.tsx';
import { text } from '../../../lib/messages.ts';
import { deviceTime } from '../../../lib/server-time.ts';
import { ProveAgain } from '../../second-factor/components/prove-again.tsx';
import { RecoveryCodesPanel } from '../../second-factor/components/recovery-codes-panel.tsx';

type Props = { account: Account; onClose: () => void; onDone: (message: string) => void };

/**
 * New recovery codes: asks first, as the ones before stop working, and for a second factor while it can still be
 * cancelled. Once the codes are made, only having stored them closes the dialog.
 */
export function RecoveryCodesDialog({ account, onClose, onDone }: Props): ReactNode {
  const { recoveryCodesLeft: left, freshUntil } = account;
  const [step, setStep] = useState<'ask' | 'prove' | 'show'>('ask');
  const goOn = (): void => setStep(deviceTime(freshUntil) > Date.now() ? 'show' : 'prove');
  return (
    <Dialog title={text('web.account.new-recovery-codes')} onClose={step === 'show' ? undefined : onClose}>
      {step === 'show' ? (
        <RecoveryCodesPanel onStored={() => onDone(text('web.account.recovery-made'))} />
      ) : step === 'prove' ? (
        <ProveAgain onProved={() => setStep('show')} onCancel={onClose} />
      ) : (
        <DialogStack>
          <p>{text('web.account.recovery-text')}</p>
          {left === 0 ? null : (
            <Notice tone="warning">{text('web.account.recovery-replaces', { left })}</Notice>
          )}
          <DialogActions>
            <Button variant="default" onClick={onClose}>
              {text('web.cancel')}
            </Button>
            <Button variant="filled" onClick={goOn} data-autofocus>
              {text('web.account.recovery-make')}
            </Button>
          </DialogActions>
        </DialogStack>
      )}
    </Dialog>
  );
}
