import type { ClientSecret, Rotation } from '@keyturn/contract';
import { Button } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { announce } from '../../../components/ui/live-region.tsx';
import { FailureNotice } from '../../../components/ui/failure-notice.tsx';
import { problemCode } from '../../../lib/api-call.ts';
import { useClock, type Clock } from '../../../lib/clock.tsx';
import { formatShortDay } from '../../../lib/instants.ts';
import { text } from '../../../lib/messages.ts';
import { isValid } from '../../client-secret/secret-state.ts';
import { useAction } from '../../client-secret/use-action.ts';
import { setReplacedSecret } from '../api/rotations.ts';
import type { RotationProps } from '../rotation-props.ts';
import { ExistingSecretForm } from './existing-secret-form.tsx';
import styles from './rotation-stepper.module.css';

type Props = RotationProps & {
  secret: ClientSecret;
  rotation: Rotation | null;
  /** A client secret was named the replacement; null: it is none any more. */
  onNamed: (named: { replacementId: string } | null) => Promise<void>;
};

/** Step 1: a new client secret, or one that exists already; or which one it is. */
export function CreateStep(props: Props): ReactNode {
  const { secret, rotation, onCreate, onNamed } = props;
  const clock = useClock();
  return (
    <>
      <p>{rotation === null ? describeStart(secret) : describeReplacement(rotation, clock)}</p>
      <div className={styles.buttons}>
        {/* The same button before and after, so that it keeps the focus when somebody else creates one. */}
        <Button variant={rotation === null ? 'filled' : 'default'} onClick={onCreate}>
          {text(rotation === null ? 'web.rotation.create' : 'web.rotation.create-another')}
        </Button>
        {rotation === null ? null : <Unname {...props} rotation={rotation} />}
      </div>
      {rotation === null ? (
        <ExistingSecretForm {...props} onNamed={(replacementId) => onNamed({ replacementId })} />
      ) : null}
    </>
  );
}

const describeStart = (secret: ClientSecret): string =>
  text(isValid(secret) ? 'web.rotation.create-text' : 'web.rotation.create-ended', {
    name: secret.name,
    hint: secret.hint,
  });

const describeReplacement = ({ replacement }: Rotation, { timeZone, now }: Clock): string =>
  text('web.rotation.replacement', {
    name: replacement.name,
    hint: replacement.hint,
    by: replacement.createdBy,
    date: formatShortDay(replacement.createdAt, timeZone, now),
  });

/** Takes back that a client secret is the replacement; both go on working. */
function Unname(props: Props & { rotation: Rotation }): ReactNode {
  const { application, rotation, refresh, onNamed, onSignedOut } = props;
  const { busy, run } = useAction();
  const [error, setError] = useState<unknown>(null);
  const { name, id } = rotation.replacement;

  async function unname(): Promise<void> {
    setError(null);
    try {
      await setReplacedSecret(application, id, null);
      await onNamed(null);
      announce(text('web.rotation.unnamed', { name }));
    } catch (failure) {
      if (problemCode(failure) === 'unauthenticated') return onSignedOut();
      setError(failure);
      // With what changed meanwhile it can be decided anew.
      await refresh().catch(() => null);
    }
  }

  return (
    <>
      <Button variant="default" loading={busy} onClick={() => void run(unname)}>
        {text('web.rotation.unname')}
      </Button>
      {error === null ? null : <FailureNotice error={error} />}
    </>
  );
}
