import type { CreatedClientSecret } from '@keyturn/contract';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState, type FormEvent, type ReactNode } from 'react';
import { Dialog, DialogActions, DialogStack } from '../../../components/ui/dialog.tsx';
import { FailureNotice } from '../../../components/ui/failure-notice.tsx';
import { Notice } from '../../../components/ui/notice.tsx';
import { isOutcomeUnknown, problemCode } from '../../../lib/api-call.ts';
import { useClock } from '../../../lib/clock.tsx';
import { text } from '../../../lib/messages.ts';
import { GuideButton } from '../../guide/components/guide-button.tsx';
import { createClientSecret } from '../api/client-secrets.ts';
import { createErrors, type CreateErrors } from '../create-errors.ts';
import { describeChanges } from '../describe-changes.ts';
import type { SecretDialogProps } from '../dialog-props.ts';
import { adviseDate, expirationRange } from '../expiration-date.ts';
import { isValid } from '../secret-state.ts';
import { suggestName } from '../suggest-name.ts';
import { useAction } from '../use-action.ts';
import { useDecision } from '../use-decision.ts';
import { ExpirationField } from './expiration-field.tsx';

type Props = Omit<SecretDialogProps, 'onDone'> & {
  userName: string;
  /** For a rotation: the client secret to replace. */
  replacesSecretId: string | null;
  onCreated: (created: CreatedClientSecret) => void;
  /** The answer was lost: a secret of this name may exist. */
  onLost: (name: string) => void;
};

/** "Create client secret" (R1.3). */
export function CreateSecretDialog(props: Props): ReactNode {
  const { userName, replacesSecretId, refresh, onClose, onCreated, onLost, onSignedOut } = props;
  const clock = useClock();
  const { application, restart } = useDecision(props.application);
  const { busy, run } = useAction();
  const [name, setName] = useState(() => suggestName(userName, application.secrets));
  const [date, setDate] = useState(() => expirationRange(application, clock.now).max);
  const [replaces, setReplaces] = useState(replacesSecretId ?? '');
  const [errors, setErrors] = useState<CreateErrors>({});
  const [changes, setChanges] = useState<string[] | null>(null);
  const advice = adviseDate(date, application, clock.now);
  const replaceable = application.secrets.filter(
    (secret) => isValid(secret) || (secret.id === replacesSecretId && secret.status !== 'deleted'),
  );

  async function create(): Promise<void> {
    setErrors({});
    setChanges(null);
    if (advice.expiresAt === null || name.trim() === '')
      return setErrors(name.trim() === '' ? { name: text('web.create.name-missing') } : {});
    try {
      const body = { name, expiresAt: advice.expiresAt.toISOString(), replacesSecretId: replaces || null };
      onCreated(await createClientSecret(application, body));
    } catch (error) {
      await fail(error);
    }
  }

  async function fail(error: unknown): Promise<void> {
    if (isOutcomeUnknown(error)) return onLost(name);
    if (problemCode(error) === 'unauthenticated') return onSignedOut();
    if (problemCode(error) !== 'secrets-changed')
      return setErrors(createErrors(error, application, clock.now));
    try {
      const fresh = await refresh();
      setChanges(describeChanges(application, fresh, clock));
      restart(fresh);
      if (!fresh.secrets.some((secret) => secret.id === replaces && secret.status !== 'deleted'))
        setReplaces('');
    } catch (failure) {
      setErrors({ other: failure });
    }
  }

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void run(create);
  };

  return (
    <Dialog
      title={text('web.create.heading')}
      onClose={busy ? undefined : onClose}
      help={<GuideButton topic="create" />}
    >
      <form onSubmit={submit} noValidate>
        <DialogStack>
          <p className="kt-muted">{text('web.create.for', { application: application.name })}</p>
          {errors.other === undefined ? null : <FailureNotice error={errors.other} />}
          {changes === null ? null : (
            <Notice tone="warning" role="alert">
              <p>{text('web.create.changed')}</p>
              {changes.map((change) => (
                <p key={change}>{change}</p>
              ))}
            </Notice>
          )}
          <TextInput
            label={text('web.create.name')}
            description={text('web.create.name-hint')}
            value={name}
            maxLength={100}
            autoComplete="off"
            data-autofocus
            onChange={(event) => setName(event.currentTarget.value)}
            error={errors.name}
          />
          <ExpirationField
            date={date}
            onChange={setDate}
            application={application}
            advice={advice}
            error={errors.expiresAt}
          />
          {replaceable.length === 0 ? null : (
            <NativeSelect
              label={text('web.create.replaces')}
              value={replaces}
              onChange={(event) => setReplaces(event.currentTarget.value)}
              error={errors.replaces}
              data={[
                { value: '', label: text('web.create.replaces-none') },
                ...replaceable.map((secret) => ({
                  value: secret.id,
                  label: text('web.create.replaces-option', { name: secret.name, hint: secret.hint }),
                })),
              ]}
            />
          )}
          <Notice tone="info">
            <p>{text('web.create.stop-sharing')}</p>
            <p>{text('web.connection.share', { organisation: application.organisation.name })}</p>
          </Notice>
          <DialogActions>
            <Button variant="default" onClick={onClose} disabled={busy}>
              {text('web.cancel')}
            </Button>
            <Button type="submit" variant="filled" loading={busy}>
              {text('web.create.submit')}
            </Button>
          </DialogActions>
        </DialogStack>
      </form>
    </Dialog>
  );
}
