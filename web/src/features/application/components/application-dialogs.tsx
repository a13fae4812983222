import type { Application, Portal, Session } from '@keyturn/contract';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { lazyDialog } from '../../../components/ui/lazy-dialog.tsx';
import { CreateSecretFlow } from '../../client-secret/components/create-secret-flow.tsx';
import { DeleteSecretDialog } from '../../client-secret/components/delete-secret-dialog.tsx';
import { DisableSecretDialog } from '../../client-secret/components/disable-secret-dialog.tsx';
import { EnableSecretDialog } from '../../client-secret/components/enable-secret-dialog.tsx';
import type { SecretDialogProps } from '../../client-secret/dialog-props.ts';
import { refreshApplication } from '../api/applications.ts';
import type { OpenDialog } from '../open-dialog.ts';
import { ConnectionDetails } from './connection-details.tsx';
import { ConnectionDialog } from './connection-dialog.tsx';

type Props = {
  dialog: OpenDialog;
  application: Application;
  portal: Portal;
  session: Session;
  onOpen: (dialog: OpenDialog) => void;
  onClose: () => void;
  onDone: (message: string) => void;
  onSignedOut: () => void;
};

const UsageDialog = lazyDialog(
  async () => (await import('../../usage/components/usage-dialog.tsx')).UsageDialog,
);

const SecretGoneDialog = lazyDialog(
  async () => (await import('../../secret-elsewhere/components/secret-gone-dialog.tsx')).SecretGoneDialog,
);

/** The one dialog that is open. */
export function ApplicationDialogs({
  dialog,
  application,
  portal,
  session,
  onOpen,
  ...rest
}: Props): ReactNode {
  const queryClient = useQueryClient();
  const { clientId } = application;
  const shared: SecretDialogProps = {
    ...rest,
    application,
    userId: session.user.id,
    refresh: () => refreshApplication(queryClient, clientId),
  };
  if (dialog.kind === 'connection')
    return <ConnectionDialog application={application} portal={portal} onClose={rest.onClose} />;
  if (dialog.kind === 'create')
    return (
      <CreateSecretFlow
        {...shared}
        userName={session.user.name}
        operatorName={portal.operatorName}
        replacesSecretId={dialog.replacesSecretId}
        connectionDetails={<ConnectionDetails application={application} portal={portal} />}
        onDelete={(secretId) => onOpen({ kind: 'delete', clientId, secretId })}
      />
    );
  if (dialog.kind === 'gone') {
    const elsewhere = application.secretsElsewhere.find(({ id }) => id === dialog.secretId);
    return elsewhere === undefined ? null : <SecretGoneDialog {...shared} secret={elsewhere} />;
  }
  const secret = application.secrets.find(({ id }) => id === dialog.secretId);
  if (secret === undefined) return null;
  switch (dialog.kind) {
    case 'usage':
      return (
        <UsageDialog
          application={application}
          secret={secret}
          onAction={(kind) => onOpen({ kind, clientId, secretId: secret.id })}
          onClose={rest.onClose}
          onSignedOut={rest.onSignedOut}
        />
      );
    case 'delete':
      return (
        <DeleteSecretDialog
          {...shared}
          secret={secret}
          onDisableInstead={() => onOpen({ kind: 'disable', clientId, secretId: secret.id })}
        />
      );
    case 'disable':
      return <DisableSecretDialog {...shared} secret={secret} />;
    case 'enable':
      return <EnableSecretDialog {...shared} secret={secret} supportEmail={portal.supportEmail} />;
  }
}
