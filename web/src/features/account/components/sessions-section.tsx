import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, type ReactNode } from 'react';
import { FailureNotice } from '../../../components/ui/failure-notice.tsx';
import { announce } from '../../../components/ui/live-region.tsx';
import { problemCode } from '../../../lib/api-call.ts';
import { text } from '../../../lib/messages.ts';
import { useSignedOut } from '../../session/use-signed-out.ts';
import { endAllSessions, sessionsQuery } from '../api/account.ts';
import { useProvenSubmit } from '../use-proven-submit.ts';
import { useSignOut } from '../use-sign-out.ts';
import { AccountSection } from './account-section.tsx';
import styles from './account.module.css';
import { ProofDialog } from './proof-dialog.tsx';
import { SessionLine } from './session-line.tsx';

/** Where one is signed in, and the way out of each place (R6.3). */
export function SessionsSection(): ReactNode {
  const { data, error, refetch, isFetching } = useQuery(sessionsQuery);
  const heading = useRef<HTMLHeadingElement>(null);
  const onSignedOut = useSignedOut();
  const signOut = useSignOut();
  const everywhere = useProvenSubmit(async () => {
    await endAllSessions();
    await signOut();
  });
  const isOver = problemCode(error) === 'unauthenticated';
  useEffect(() => {
    if (isOver) onSignedOut();
  }, [isOver, onSignedOut]);

  async function showEnded(device: string): Promise<void> {
    announce(text('web.account.session-ended', { device }));
    heading.current?.focus();
    await refetch();
  }

  return (
    <AccountSection title={text('web.account.sessions')} headingRef={heading}>
      <p className="kt-muted">{text('web.account.sessions-lead')}</p>
      {error === null || isOver ? null : (
        <FailureNotice
          error={error}
          action={
            <Button variant="default" size="xs" loading={isFetching} onClick={() => void refetch()}>
              {text('web.try-again')}
            </Button>
          }
        />
      )}
      {data === undefined ? (
        error === null && <p role="status">{text('web.account.loading')}</p>
      ) : (
        <ul className={styles.list}>
          {data.map((item) => (
            <SessionLine key={item.id} item={item} onEnded={showEnded} />
          ))}
        </ul>
      )}
      {everywhere.error === null ? null : <FailureNotice error={everywhere.error} />}
      <div className={styles.actions}>
        <Button variant="default" loading={everywhere.busy} onClick={() => everywhere.submit()}>
          {text('web.account.sign-out-everywhere')}
        </Button>
      </div>
      {everywhere.needsProof ? (
        <ProofDialog onProved={() => everywhere.submit()} onCancel={everywhere.clearError} />
      ) : null}
    </AccountSection>
  );
}
