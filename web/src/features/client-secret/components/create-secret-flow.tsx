import type { CreatedClientSecret } from '@keyturn/contract';
import { useState, type ReactNode } from 'react';
import { GuideButton } from '../../guide/components/guide-button.tsx';
import type { SecretDialogProps } from '../dialog-props.ts';
import { isDeleted } from '../secret-state.ts';
import { CopySecretDialog } from './copy-secret-dialog.tsx';
import { CreateSecretDialog } from './create-secret-dialog.tsx';
import { LeftSecretDialog } from './left-secret-dialog.tsx';
import { LostSecretDialog } from './lost-secret-dialog.tsx';

type Props = SecretDialogProps & {
  userName: string;
  operatorName: string;
  replacesSecretId: string | null;
  connectionDetails: ReactNode;
  onDelete: (secretId: string) => void;
};

/**
 * Creating a client secret, from the form to "Done". Its value is in the state of this component only and goes with
 * it: into no cache, history, storage or log (R1.4).
 */
export function CreateSecretFlow({ onDelete, connectionDetails, operatorName, ...props }: Props): ReactNode {
  const [created, setCreated] = useState<CreatedClientSecret | null>(null);
  const [left, setLeft] = useState<Pick<CreatedClientSecret, 'id' | 'name'> | null>(null);
  const [lostName, setLostName] = useState<string | null>(null);
  const onCreated = (answer: CreatedClientSecret): void => {
    setCreated(answer);
    // For the list behind the dialog; polling tries again should this fail.
    props.refresh().catch(() => null);
  };
  const help = <GuideButton topic="copy" />;
  if (created !== null)
    return (
      <CopySecretDialog
        {...props}
        created={created}
        operatorName={operatorName}
        connectionDetails={connectionDetails}
        onDiscard={() => {
          setCreated(null);
          props.onClose();
        }}
        onLeave={() => {
          setLeft({ id: created.id, name: created.name });
          setCreated(null);
        }}
      />
    );
  if (left !== null)
    return (
      <LeftSecretDialog
        name={left.name}
        help={help}
        onClose={props.onClose}
        onDelete={() => onDelete(left.id)}
      />
    );
  if (lostName !== null)
    return (
      <LostSecretDialog
        name={lostName}
        help={help}
        readExisting={async () => (await props.refresh()).secrets.filter((secret) => !isDeleted(secret))}
        onClose={props.onClose}
        onDelete={onDelete}
      />
    );
  return <CreateSecretDialog {...props} onCreated={onCreated} onLost={setLostName} />;
}
