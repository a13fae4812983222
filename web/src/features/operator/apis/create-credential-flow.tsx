import type { Api, CreatedIntrospectionCredential } from '@keyturn/contract';
import { useState, type ReactNode } from 'react';
import { CopyValue, CopyValues } from '../../../components/ui/copy-value.tsx';
import { text } from '../../../lib/messages.ts';
import { LeftSecretDialog } from '../../client-secret/components/left-secret-dialog.tsx';
import { LostSecretDialog } from '../../client-secret/components/lost-secret-dialog.tsx';
import { ShownOnceDialog } from '../../client-secret/components/shown-once-dialog.tsx';
import { apiTitle } from './api-title.ts';
import { CreateCredentialDialog } from './create-credential-dialog.tsx';

type Props = {
  api: Api;
  userName: string;
  introspectionUrl: string;
  readExisting: () => Promise<Api['introspectionCredentials']>;
  onClose: () => void;
  onDelete: (id: string) => void;
  /** Without asking: nobody has a copy. */
  onDeleteAtOnce: (created: { id: string; name: string }) => Promise<void>;
};

/**
 * Creating introspection credentials, from the form to "Done". The value is in the state of this component only and goes
 * with it: into no cache, history, storage or log (R1.4).
 */
export function CreateCredentialFlow(props: Props): ReactNode {
  const { api, userName, introspectionUrl, readExisting, onClose, onDelete, onDeleteAtOnce } = props;
  const [created, setCreated] = useState<CreatedIntrospectionCredential | null>(null);
  const [left, setLeft] = useState<{ id: string; name: string } | null>(null);
  const [lostName, setLostName] = useState<string | null>(null);
  if (created !== null) {
    const { id, name, hint, clientId, clientSecret } = created;
    return (
      <ShownOnceDialog
        title={text('web.api-credentials.show-heading')}
        subject={text('web.api-credentials.subject', { name, hint, api: apiTitle(api) })}
        companions={
          <CopyValues>
            <CopyValue label={text('web.application.client-id')} value={clientId} />
            <CopyValue label={text('web.api-credentials.endpoint')} value={introspectionUrl} />
          </CopyValues>
        }
        value={clientSecret}
        advice={text('web.api-credentials.once')}
        onDelete={() => onDeleteAtOnce({ id, name })}
        onDiscard={() => {
          setCreated(null);
          onClose();
        }}
        onLeave={() => {
          setLeft({ id, name });
          setCreated(null);
        }}
      />
    );
  }
  if (left !== null)
    return <LeftSecretDialog name={left.name} onClose={onClose} onDelete={() => onDelete(left.id)} />;
  if (lostName !== null)
    return (
      <LostSecretDialog name={lostName} readExisting={readExisting} onClose={onClose} onDelete={onDelete} />
    );
  return (
    <CreateCredentialDialog
      api={api}
      userName={userName}
      onClose={onClose}
      onCreated={setCreated}
      onLost={setLostName}
    />
  );
}
