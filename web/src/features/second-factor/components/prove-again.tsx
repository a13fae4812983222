import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import styles from '../../../components/ui/form.module.css';
import { FailureNotice } from '../../../components/ui/failure-notice.tsx';
import { problemCode } from '../../../lib/api-call.ts';
import { text } from '../../../lib/messages.ts';
import { progressQuery } from '../../session/api/session.ts';
import { ProveFactor } from './prove-factor.tsx';

type Props = {
  onProved: () => void;
  onCancel?: (() => void) | undefined;
  onSignedOut?: (() => void) | undefined;
};

/** Whether the server wants a second factor again before it does what was asked. */
export const needsFreshFactor = (error: unknown): boolean => problemCode(error) === 'fresh-factor-required';

/** For a change that needs a fresh factor, made by somebody who is signed in: asks for one. */
export function ProveAgain({ onProved, onCancel, onSignedOut }: Props): ReactNode {
  const { data, error, refetch } = useQuery(progressQuery);
  if (error !== null)
    return (
      <FailureNotice
        error={error}
        action={<Button onClick={() => void refetch()}>{text('web.try-again')}</Button>}
      />
    );
  if (data === undefined) return <p role="status">{text('web.factor.loading')}</p>;
  return (
    <div className={styles.stack}>
      <p>{text('web.factor.prove-lead')}</p>
      <ProveFactor
        factors={data?.factors ?? []}
        onProved={onProved}
        {...(onCancel === undefined ? {} : { onCancel })}
        {...(onSignedOut === undefined ? {} : { onSignedOut })}
      />
    </div>
  );
}
