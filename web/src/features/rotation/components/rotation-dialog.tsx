import type { ReactNode } from 'react';
import { Dialog } from '../../../components/ui/dialog.tsx';
import { text } from '../../../lib/messages.ts';
import { GuideButton } from '../../guide/components/guide-button.tsx';
import type { RotationProps } from '../rotation-props.ts';
import { RotationContent } from './rotation-content.tsx';

/** "Rotate client secret" (R1.8). */
export const RotationDialog = (props: RotationProps): ReactNode => (
  <Dialog
    title={text('web.rotation.heading')}
    onClose={props.onClose}
    size="62rem"
    help={<GuideButton topic="rotation" />}
  >
    <RotationContent {...props} />
  </Dialog>
);
