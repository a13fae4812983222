import type { Account } from '@keyturn/contract';
import type { ReactNode } from 'react';
import { Dialog } from '../../../components/ui/dialog.tsx';
import { text } from '../../../lib/messages.ts';
import { EnrolFactor } from '../../second-factor/components/enrol-factor.tsx';
import type { OpenDialog } from '../open-dialog.ts';
import { RecoveryCodesDialog } from './recovery-codes-dialog.tsx';
import { RemoveFactorDialog } from './remove-factor-dialog.tsx';
import { RenameFactorDialog } from './rename-factor-dialog.tsx';

type Props = {
  dialog: OpenDialog;
  account: Account;
  isMember: boolean;
  onClose: () => void;
  /** Closes, and says what was done. */
  onDone: (message: string) => void;
};

/** The one dialog about second factors that is open. */
export function FactorDialogs({ dialog, account, isMember, onClose, onDone }: Props): ReactNode {
  switch (dialog.kind) {
    case 'add': {
      const isTotp = dialog.factorKind === 'totp';
      return (
        <Dialog title={text(isTotp ? 'web.account.add-totp' : 'web.account.add-passkey')} onClose={onClose}>
          <EnrolFactor
            kind={dialog.factorKind}
            onDone={() => onDone(text(isTotp ? 'web.account.totp-added' : 'web.account.passkey-added'))}
            onCancel={onClose}
          />
        </Dialog>
      );
    }
    case 'rename':
      return <RenameFactorDialog factor={dialog.factor} onClose={onClose} onDone={onDone} />;
    case 'remove':
      return (
        <RemoveFactorDialog
          factor={dialog.factor}
          isLast={account.factors.length === 1}
          isMember={isMember}
          onClose={onClose}
          onDone={onDone}
        />
      );
    case 'recovery-codes':
      return <RecoveryCodesDialog account={account} onClose={onClose} onDone={onDone} />;
  }
}
