import type { ReactNode } from 'react';
import { Dialog } from '../../../components/ui/dialog.tsx';
import { text } from '../../../lib/messages.ts';
import { ProveAgain } from '../../second-factor/components/prove-again.tsx';

type Props = { onProved: () => void; onCancel: () => void };

/** For a change that needs a fresh second factor and is made outside of any dialog. */
export const ProofDialog = ({ onProved, onCancel }: Props): ReactNode => (
  <Dialog title={text('web.account.prove')} onClose={onCancel} size="26rem">
    <ProveAgain onProved={onProved} onCancel={onCancel} />
  </Dialog>
);
