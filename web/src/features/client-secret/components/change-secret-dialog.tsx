import type { Application, ClientSecret } from '@keyturn/contract';
import { Button } from '@mantine/core';
import { useState, type FormEvent, type ReactNode } from 'react';
import { Dialog, DialogActions, DialogStack } from '../../../components/ui/dialog.tsx';
import { FailureNotice } from '../../../components/ui/failure-notice.tsx';
import { problemCode } from '../../../lib/api-call.ts';
import { useClock } from '../../../lib/clock.tsx';
import { text } from '../../../lib/messages.ts';
import { GuideButton } from '../../guide/components/guide-button.tsx';
import { describeChanges } from '../describe-changes.ts';
import type { SecretDialogProps } from '../dialog-props.ts';
import { isDeleted } from '../secret-state.ts';
import { useAction } from '../use-action.ts';
import { useDecision } from '../use-decision.ts';
import { ChangesNotice } from './changes-notice.tsx';

type Props = SecretDialogProps & {
  secret: ClientSecret;
  texts: { heading: string; submit: string; changed: string; changedSomehow: string; done: string };
  change: (application: Application) => Promise<void>;
  children: ReactNode;
};

/** A change to a client secret that can be taken back: no hint is asked for. */
export function ChangeSecretDialog(props: Props): ReactNode {
  const { texts, change, children, refresh, onClose, onDone, onSignedOut } = props;
  const clock = useClock();
  const { application, restart } = useDecision(props.application);
  const secret = application.secrets.find(({ id }) => id === props.secret.id) ?? props.secret;
  const { busy, run } = useAction();
  const [changes, setChanges] = useState<string[] | null>(null);
  const [error, setError] = useState<unknown>(null);
  const gone = isDeleted(secret);

  async function apply(): Promise<void> {
    setError(null);
    try {
      await change(application);
      await refresh().catch(() => null);
      onDone(texts.done);
    } catch (failure) {
      await fail(failure);
    }
  }

  async function fail(failure: unknown): Promise<void> {
    const code = problemCode(failure);
    if (code === 'unauthenticated') return onSignedOut();
    if (code !== 'secrets-changed' && code !== 'secret-deleted') return setError(failure);
    try {
      const fresh = await refresh();
      setChanges(describeChanges(application, fresh, clock, { subjectId: secret.id }));
      restart(fresh);
    } catch (refreshFailure) {
      setError(refreshFailure);
    }
  }

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void run(apply);
  };

  return (
    <Dialog title={texts.heading} onClose={busy ? undefined : onClose} help={<GuideButton topic="disable" />}>
      <form onSubmit={submit} noValidate>
        <DialogStack>
          <p>
            {text('web.delete.subject', {
              name: secret.name,
              hint: secret.hint,
              application: application.name,
            })}
          </p>
          {changes === null ? null : (
            <ChangesNotice
              changes={changes}
              lead={texts.changed}
              leadAlone={texts.changedSomehow}
              gone={gone}
            />
          )}
          {error === null ? null : <FailureNotice error={error} />}
          {gone ? null : children}
          <DialogActions>
            {/* Another button once the secret is gone, with the focus: the one that had it is gone too. */}
            <Button key={String(gone)} variant="default" onClick={onClose} disabled={busy} autoFocus={gone}>
              {text(gone ? 'web.close' : 'web.cancel')}
            </Button>
            {gone ? null : (
              <Button type="submit" variant="filled" loading={busy}>
                {texts.submit}
              </Button>
            )}
          </DialogActions>
        </DialogStack>
      </form>
    </Dialog>
  );
}
