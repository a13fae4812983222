import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Dialog, DialogActions, DialogStack } from '../../../components/ui/dialog.tsx';
import { text } from '../../../lib/messages.ts';

type Props = { version: number; activeMembers: number; onClose: () => void; onPublish: () => void };

/** Before a version of the terms interrupts everybody who has to accept it. */
export const PublishDialog = ({ version, activeMembers, onClose, onPublish }: Props): ReactNode => (
  <Dialog title={text('web.terms-editor.confirm-heading', { version })} onClose={onClose}>
    <DialogStack>
      <p>{text('web.terms-editor.confirm-text', { count: activeMembers })}</p>
      <DialogActions>
        <Button variant="default" data-autofocus onClick={onClose}>
          {text('web.cancel')}
        </Button>
        <Button variant="filled" onClick={onPublish}>
          {text('web.terms-editor.publish', { version })}
        </Button>
      </DialogActions>
    </DialogStack>
  </Dialog>
);
