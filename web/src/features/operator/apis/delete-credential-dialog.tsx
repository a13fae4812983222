import type { Api, IntrospectionCredential } from '@keyturn/contract';
import { Button, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { Dialog, DialogActions, DialogStack } from '../../../components/ui/dialog.tsx';
import { FailureNotice } from '../../../components/ui/failure-notice.tsx';
import { Notice } from '../../../components/ui/notice.tsx';
import { useClock } from '../../../lib/clock.tsx';
import { text } from '../../../lib/messages.ts';
import { useSubmit } from '../../../lib/use-submit.ts';
import { useSessionOver } from '../../session/use-session-over.ts';
import { apiTitle } from './api-title.ts';
import { deleteFacts, describeUse } from './credential-use.ts';

type Props = {
  api: Api;
  credential: IntrospectionCredential;
  onDelete: () => Promise<void>;
  onClose: () => void;
};

/** "Delete introspection credentials": says what stops, and asks for the hint when something may. */
export function DeleteCredentialDialog({ api, credential, onDelete, onClose }: Props): ReactNode {
  const clock = useClock();
  const [hint, setHint] = useState('');
  const [isWrong, setWrong] = useState(false);
  const facts = deleteFacts(credential, api.introspectionCredentials, clock.now);
  const { busy, error, submit } = useSubmit(async () => {
    const wrong = facts.needsHint && hint.trim() !== credential.hint;
    setWrong(wrong);
    if (!wrong) await onDelete();
  });
  const isOver = useSessionOver(error);
  const { name } = credential;
  return (
    <Dialog title={text('web.api-credentials.delete-heading')} onClose={busy ? undefined : onClose}>
      <form onSubmit={submit} noValidate>
        <DialogStack>
          <p>{text('web.api-credentials.subject', { name, hint: credential.hint, api: apiTitle(api) })}</p>
          {error === null || isOver ? null : <FailureNotice error={error} />}
          <Notice
            tone={facts.use === 'in-use' || facts.isLast ? 'danger' : facts.needsHint ? 'warning' : 'info'}
          >
            {/* That they were never used does not make deleting the last ones harmless. */}
            {facts.isLast && facts.use === 'never' ? null : <p>{describeUse(facts, credential, clock)}</p>}
            {facts.isLast ? <p>{text('web.api-credentials.last', { api: apiTitle(api) })}</p> : null}
          </Notice>
          {facts.needsHint ? (
            <TextInput
              label={text('web.delete.confirm-hint')}
              description={text('web.api-credentials.confirm-help', { hint: credential.hint })}
              value={hint}
              onChange={(event) => setHint(event.currentTarget.value)}
              maxLength={10}
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              error={isWrong ? text('web.delete.confirm-wrong') : null}
            />
          ) : null}
          <p>{text('web.delete.final')}</p>
          <DialogActions>
            <Button variant="default" onClick={onClose} disabled={busy} data-autofocus>
              {text('web.cancel')}
            </Button>
            <Button type="submit" variant="filled" color="danger" loading={busy}>
              {text('web.delete.submit')}
            </Button>
          </DialogActions>
        </DialogStack>
      </form>
    </Dialog>
  );
}
