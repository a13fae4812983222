import type { Application, Portal, Session } from '@keyturn/contract';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { RotationDialog } from '../../rotation/components/rotation-dialog.tsx';
import { refreshApplication } from '../api/applications.ts';
import type { OpenDialog } from '../open-dialog.ts';

type Props = {
  application: Application;
  secretId: string;
  portal: Portal;
  session: Session;
  onOpen: (dialog: OpenDialog) => void;
  onClose: () => void;
  onSignedOut: () => void;
};

/** The rotation that is open; its steps lead through the page's other dialogs and back. */
export function ApplicationRotation({ session, onOpen, ...props }: Props): ReactNode {
  const queryClient = useQueryClient();
  const { clientId } = props.application;
  const { secretId } = props;
  return (
    <RotationDialog
      {...props}
      userId={session.user.id}
      refresh={() => refreshApplication(queryClient, clientId)}
      onCreate={() => onOpen({ kind: 'create', clientId, replacesSecretId: secretId })}
      onDisable={() => onOpen({ kind: 'disable', clientId, secretId })}
      onDelete={() => onOpen({ kind: 'delete', clientId, secretId })}
    />
  );
}
