import type { Application, Portal } from '@keyturn/contract';
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Dialog, DialogActions, DialogStack } from '../../../components/ui/dialog.tsx';
import { text } from '../../../lib/messages.ts';
import { GuideButton } from '../../guide/components/guide-button.tsx';
import { ConnectionDetails } from './connection-details.tsx';

type Props = { application: Application; portal: Portal; onClose: () => void };

/** "Connection details" as a dialog of its own. */
export const ConnectionDialog = ({ application, portal, onClose }: Props): ReactNode => (
  <Dialog
    title={text('web.connection.heading')}
    onClose={onClose}
    size="44rem"
    help={<GuideButton topic="connection" />}
  >
    <DialogStack>
      <ConnectionDetails application={application} portal={portal} />
      <DialogActions>
        <Button variant="default" onClick={onClose} data-autofocus>
          {text('web.close')}
        </Button>
      </DialogActions>
    </DialogStack>
  </Dialog>
);
