import type { Application, ClientSecret } from '@keyturn/contract';
import { Button, NativeSelect } from '@mantine/core';
import { useState, type FormEvent, type ReactNode } from 'react';
import { FailureNotice } from '../../../components/ui/failure-notice.tsx';
import { Notice } from '../../../components/ui/notice.tsx';
import { problemCode } from '../../../lib/api-call.ts';
import { useClock } from '../../../lib/clock.tsx';
import { text } from '../../../lib/messages.ts';
import { describeChanges } from '../../client-secret/describe-changes.ts';
import { useAction } from '../../client-secret/use-action.ts';
import { useDecision } from '../../client-secret/use-decision.ts';
import { setReplacedSecret } from '../api/rotations.ts';
import { possibleReplacements } from '../rotation-pairs.ts';
import styles from './rotation-stepper.module.css';

type Props = {
  application: Application;
  secret: ClientSecret;
  refresh: () => Promise<Application>;
  onNamed: (replacementId: string) => Promise<void>;
  onSignedOut: () => void;
};

/** "Use an existing secret instead": names one that was created without this in mind. */
export function ExistingSecretForm({ secret, refresh, onNamed, onSignedOut, ...props }: Props): ReactNode {
  const clock = useClock();
  const { application, restart } = useDecision(props.application);
  const { busy, run } = useAction();
  const [chosen, setChosen] = useState('');
  const [isMissing, setIsMissing] = useState(false);
  const [changes, setChanges] = useState<string[] | null>(null);
  const [error, setError] = useState<unknown>(null);
  const possible = possibleReplacements(application, secret);
  if (possible.length === 0) return null;
  const value = possible.some(({ id }) => id === chosen) ? chosen : '';

  async function name(): Promise<void> {
    setIsMissing(value === '');
    if (value === '') return;
    setError(null);
    setChanges(null);
    try {
      await setReplacedSecret(application, value, secret.id);
      await onNamed(value);
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
      setChanges(describeChanges(application, fresh, clock));
      restart(fresh);
    } catch (refreshFailure) {
      setError(refreshFailure);
    }
  }

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void run(name);
  };

  return (
    <form className={styles.existing} onSubmit={submit} noValidate>
      {error === null ? null : <FailureNotice error={error} />}
      {changes === null ? null : (
        <Notice tone="warning" role="alert">
          <p>{text('web.rotation.existing-changed')}</p>
          {changes.map((change) => (
            <p key={change}>{change}</p>
          ))}
        </Notice>
      )}
      <NativeSelect
        label={text('web.rotation.existing')}
        description={text('web.rotation.existing-hint')}
        value={value}
        onChange={(event) => setChosen(event.currentTarget.value)}
        error={isMissing && value === '' ? text('web.rotation.existing-missing') : null}
        data={[
          { value: '', label: text('web.rotation.existing-none') },
          ...possible.map((one) => ({
            value: one.id,
            label: text('web.create.replaces-option', { name: one.name, hint: one.hint }),
          })),
        ]}
      />
      <Button type="submit" variant="default" loading={busy}>
        {text('web.rotation.existing-submit')}
      </Button>
    </form>
  );
}
