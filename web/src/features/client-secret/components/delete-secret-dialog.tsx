import type { Application, ClientSecret, SecretUsage } from '@keyturn/contract';
import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { Dialog, DialogActions, DialogStack } from '../../../components/ui/dialog.tsx';
import { FailureNotice } from '../../../components/ui/failure-notice.tsx';
import { isOutcomeUnknown, problemCode } from '../../../lib/api-call.ts';
import { useClock } from '../../../lib/clock.tsx';
import { text } from '../../../lib/messages.ts';
import { GuideButton } from '../../guide/components/guide-button.tsx';
import { secretUsageQuery } from '../../usage/api/secret-usage.ts';
import { deleteClientSecret } from '../api/client-secrets.ts';
import { deleteCase } from '../delete-case.ts';
import { describeChanges, describeDeletionByAnother } from '../describe-changes.ts';
import type { SecretDialogProps } from '../dialog-props.ts';
import { isDeleted, isValid } from '../secret-state.ts';
import { useAction } from '../use-action.ts';
import { useDecision } from '../use-decision.ts';
import { ChangesNotice } from './changes-notice.tsx';
import { DeleteConsequences } from './delete-consequences.tsx';

type Props = SecretDialogProps & { secret: ClientSecret; onDisableInstead: () => void };

/** "Delete client secret" (R1.5, R1.9): says what stops, and asks for the hint when something does. */
export function DeleteSecretDialog(props: Props): ReactNode {
  const { userId, refresh, onClose, onDone, onDisableInstead, onSignedOut } = props;
  const clock = useClock();
  const { application, restart } = useDecision(props.application);
  const secret = application.secrets.find(({ id }) => id === props.secret.id) ?? props.secret;
  const { busy, run } = useAction();
  const [hint, setHint] = useState('');
  const [hintWrong, setHintWrong] = useState(false);
  const [changes, setChanges] = useState<string[] | null>(null);
  const [error, setError] = useState<unknown>(null);
  const evidence = useEvidence(application, secret);
  const facts =
    evidence === undefined ? undefined : deleteCase(application, secret, evidence.usage, clock.now);
  const gone = isDeleted(secret);

  async function remove(): Promise<void> {
    if (facts === undefined) return;
    const wrong = facts.needsHint && hint.trim() !== secret.hint;
    setHintWrong(wrong);
    if (wrong) return;
    setError(null);
    try {
      await deleteClientSecret(application, secret.id);
      const fresh = await refresh().catch(() => null);
      if (fresh !== null && describeDeletionByAnother(secret, fresh, clock, userId) !== null)
        startAnew(fresh);
      else onDone(text('web.delete.done'));
    } catch (failure) {
      await fail(failure);
    }
  }

  async function fail(failure: unknown): Promise<void> {
    if (problemCode(failure) === 'unauthenticated') return onSignedOut();
    if (problemCode(failure) !== 'secrets-changed') return setError(failure);
    try {
      startAnew(await refresh());
    } catch (refreshFailure) {
      setError(refreshFailure);
    }
  }

  function startAnew(fresh: Application): void {
    setChanges(describeChanges(application, fresh, clock, { subjectId: secret.id }));
    setHint('');
    restart(fresh);
  }

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void run(remove);
  };

  return (
    <Dialog
      title={text('web.delete.heading')}
      onClose={busy ? undefined : onClose}
      help={<GuideButton topic="delete" />}
    >
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
              lead={text('web.delete.changed')}
              leadAlone={text('web.delete.changed-somehow')}
              gone={gone}
            />
          )}
          {error === null ? null : (
            <FailureNotice
              error={error}
              {...(isOutcomeUnknown(error) ? { message: text('web.delete.outcome-unknown') } : {})}
            />
          )}
          {gone ? null : facts === undefined || evidence === undefined ? (
            <p role="status" className="kt-muted">
              {text('web.delete.evidence-loading')}
            </p>
          ) : (
            <DeleteConsequences
              application={application}
              secret={secret}
              facts={facts}
              usage={evidence.usage}
            />
          )}
          {gone || facts === undefined || !facts.needsHint ? null : (
            <TextInput
              label={text('web.delete.confirm-hint')}
              description={text('web.delete.confirm-help', { hint: secret.hint })}
              value={hint}
              onChange={(event) => setHint(event.currentTarget.value)}
              maxLength={10}
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              error={hintWrong ? text('web.delete.confirm-wrong') : null}
            />
          )}
          {gone ? null : <p>{text('web.delete.final')}</p>}
          <p role="status" className={busy ? 'kt-muted' : 'kt-visually-hidden'}>
            {busy ? text('web.delete.waiting') : ''}
          </p>
          <DialogActions>
            {/* Another button once the secret is gone, with the focus: the one that had it is gone too. */}
            <Button
              key={String(gone)}
              variant="default"
              onClick={onClose}
              disabled={busy}
              data-autofocus
              autoFocus={gone}
            >
              {text(gone ? 'web.close' : 'web.cancel')}
            </Button>
            {gone || !isValid(secret) ? null : (
              <Button variant="default" onClick={onDisableInstead} disabled={busy}>
                {text('web.delete.disable-instead')}
              </Button>
            )}
            {gone ? null : (
              <Button
                type="submit"
                variant="filled"
                color="danger"
                loading={busy}
                disabled={facts === undefined}
              >
                {text('web.delete.submit')}
              </Button>
            )}
          </DialogActions>
        </DialogStack>
      </form>
    </Dialog>
  );
}

/**
 * Who uses the secret, read anew for this decision; `usage` null: it could not be read; undefined: it is being read.
 */
function useEvidence(
  { clientId }: Application,
  { id }: ClientSecret,
): { usage: SecretUsage | null } | undefined {
  const { data, error, isFetchedAfterMount } = useQuery(secretUsageQuery(clientId, id));
  if (!isFetchedAfterMount) return undefined;
  return { usage: error === null ? (data ?? null) : null };
}
