import type { Api } from '@keyturn/contract';
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Notice } from '../../../components/ui/notice.tsx';
import { text } from '../../../lib/messages.ts';
import { RecordSection } from '../record/record-form.tsx';
import { deleteIntrospectionCredential, refreshApi } from './api-calls.ts';
import { CreateCredentialFlow } from './create-credential-flow.tsx';
import styles from './credentials-section.module.css';
import { CredentialTable } from './credential-table.tsx';
import { DeleteCredentialDialog } from './delete-credential-dialog.tsx';

type Props = {
  api: Api;
  userName: string;
  introspectionUrl: string;
  /** Whether something is being created: the page must not ask the server anything meanwhile. */
  onCreating: (isCreating: boolean) => void;
};

type Open = { kind: 'create' } | { kind: 'delete'; id: string } | null;

/** What the API asks about tokens with: created, watched, and deleted once nothing uses it (RFC 7662). */
export function CredentialsSection({ api, userName, introspectionUrl, onCreating }: Props): ReactNode {
  const queryClient = useQueryClient();
  const [open, setOpen] = useState<Open>(null);
  const [done, setDone] = useState<string | null>(null);
  const create = useRef<HTMLButtonElement>(null);
  const isCreating = open?.kind === 'create';
  useEffect(() => {
    onCreating(isCreating);
    return () => onCreating(false);
  }, [isCreating, onCreating]);

  const show = (next: Open): void => {
    setDone(null);
    setOpen(next);
    // Decided upon as it is now, and with what was created just before.
    if (next?.kind === 'delete') void refreshApi(queryClient, api.id).catch(() => null);
  };
  const close = (message: string | null = null): void => {
    setOpen(null);
    setDone(message);
    // What a dialog was opened from may be gone: reading goes on here.
    setTimeout(() => create.current?.focus(), 0);
    void refreshApi(queryClient, api.id).catch(() => null);
  };
  async function remove({ id, name }: { id: string; name: string }): Promise<void> {
    await deleteIntrospectionCredential(api.id, id);
    close(text('web.api-credentials.deleted', { name }));
  }

  const { introspectionCredentials: credentials } = api;
  const deleting = open?.kind === 'delete' ? credentials.find(({ id }) => id === open.id) : undefined;
  return (
    <RecordSection title={text('web.api-credentials.heading')}>
      <p className="kt-muted">{text('web.api-credentials.text')}</p>
      {credentials.length > 0 ? (
        <>
          <CredentialTable api={api} onDelete={(id) => show({ kind: 'delete', id })} />
          <p className="kt-muted kt-small">{text('web.api-credentials.minute')}</p>
        </>
      ) : api.statusCheck === 'introspection' ? (
        <Notice tone="warning">{text('web.api-credentials.none-needed')}</Notice>
      ) : (
        <p>{text('web.api-credentials.none')}</p>
      )}
      <div role="status" className={styles.done}>
        {done === null ? null : <Notice tone="good">{done}</Notice>}
      </div>
      <div>
        <Button ref={create} variant="default" onClick={() => show({ kind: 'create' })}>
          {text('web.api-credentials.create')}
        </Button>
      </div>
      {isCreating ? (
        <CreateCredentialFlow
          api={api}
          userName={userName}
          introspectionUrl={introspectionUrl}
          readExisting={async () => (await refreshApi(queryClient, api.id)).value.introspectionCredentials}
          onClose={() => close()}
          onDelete={(id) => show({ kind: 'delete', id })}
          onDeleteAtOnce={remove}
        />
      ) : null}
      {deleting === undefined ? null : (
        <DeleteCredentialDialog
          api={api}
          credential={deleting}
          onDelete={() => remove(deleting)}
          onClose={() => close()}
        />
      )}
    </RecordSection>
  );
}
