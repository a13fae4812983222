import type { Api, CreatedIntrospectionCredential } from '@keyturn/contract';
import { Button, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { Dialog, DialogActions, DialogStack } from '../../../components/ui/dialog.tsx';
import { FailureNotice } from '../../../components/ui/failure-notice.tsx';
import { isOutcomeUnknown, problemCode } from '../../../lib/api-call.ts';
import { errorText } from '../../../lib/error-text.ts';
import { text } from '../../../lib/messages.ts';
import { useSubmit } from '../../../lib/use-submit.ts';
import { firstFreeName } from '../../client-secret/suggest-name.ts';
import { useSessionOver } from '../../session/use-session-over.ts';
import { createIntrospectionCredential } from './api-calls.ts';
import { apiTitle } from './api-title.ts';

type Props = {
  api: Api;
  userName: string;
  onClose: () => void;
  onCreated: (created: CreatedIntrospectionCredential) => void;
  /** The answer was lost: credentials of this name may exist. */
  onLost: (name: string) => void;
};

/** "Create introspection credentials". */
export function CreateCredentialDialog({ api, userName, onClose, onCreated, onLost }: Props): ReactNode {
  const [name, setName] = useState(() =>
    firstFreeName(text('web.api-credentials.suggestion', { name: userName }), api.introspectionCredentials),
  );
  const { busy, error, submit } = useSubmit(async () => {
    try {
      onCreated(await createIntrospectionCredential(api.id, name));
    } catch (failure) {
      if (!isOutcomeUnknown(failure)) throw failure;
      onLost(name);
    }
  });
  const isOver = useSessionOver(error);
  const nameError = nameErrorOf(error);
  return (
    <Dialog title={text('web.api-credentials.create')} onClose={busy ? undefined : onClose}>
      <form onSubmit={submit} noValidate>
        <DialogStack>
          <p className="kt-muted">{text('web.api-credentials.for', { api: apiTitle(api) })}</p>
          {error === null || isOver || nameError !== null ? null : <FailureNotice error={error} />}
          <TextInput
            label={text('web.api-credentials.name')}
            description={text('web.api-credentials.name-hint')}
            value={name}
            maxLength={100}
            autoComplete="off"
            data-autofocus
            error={nameError}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <p>{text('web.api-credentials.stop-sharing')}</p>
          <DialogActions>
            <Button variant="default" onClick={onClose} disabled={busy}>
              {text('web.cancel')}
            </Button>
            <Button type="submit" variant="filled" loading={busy}>
              {text('web.api-credentials.submit')}
            </Button>
          </DialogActions>
        </DialogStack>
      </form>
    </Dialog>
  );
}

function nameErrorOf(error: unknown): string | null {
  const code = problemCode(error);
  if (code === 'credential-name-taken') return errorText(error);
  return code === 'invalid-request' ? text('web.api-credentials.name-missing') : null;
}
