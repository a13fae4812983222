import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Dialog, DialogActions, DialogStack } from '../../../components/ui/dialog.tsx';
import { Notice } from '../../../components/ui/notice.tsx';
import { text } from '../../../lib/messages.ts';

type Props = { name: string; help?: ReactNode; onClose: () => void; onDelete: () => void };

/** Somebody came back by the browser's Back or Forward after the value was shown: what to do now (R1.4). */
export const LeftSecretDialog = ({ name, help, onClose, onDelete }: Props): ReactNode => (
  <Dialog title={text('web.show.left-heading')} onClose={onClose} help={help}>
    <DialogStack>
      <Notice tone="warning" role="alert">
        {text('web.show.left', { name })}
      </Notice>
      <DialogActions>
        <Button variant="default" onClick={onClose} data-autofocus>
          {text('web.close')}
        </Button>
        <Button variant="default" color="danger" onClick={onDelete}>
          {text('web.show.delete')}
        </Button>
      </DialogActions>
    </DialogStack>
  </Dialog>
);
