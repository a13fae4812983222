import type { Application, ClientSecret } from '@keyturn/contract';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, type ReactNode } from 'react';
import { Dialog, DialogActions, DialogStack } from '../../../components/ui/dialog.tsx';
import { FailureNotice } from '../../../components/ui/failure-notice.tsx';
import { problemCode } from '../../../lib/api-call.ts';
import { text } from '../../../lib/messages.ts';
import { GuideButton } from '../../guide/components/guide-button.tsx';
import { secretUsageQuery } from '../api/secret-usage.ts';
import { DisabledNotice } from './disabled-notice.tsx';
import { UsageEvidence } from './usage-evidence.tsx';

type Props = {
  application: Application;
  secret: ClientSecret;
  onAction: (action: 'enable' | 'delete') => void;
  onClose: () => void;
  onSignedOut: () => void;
};

/** "Usage of <name>" (R1.2, R1.8): who used a client secret, when and how often, and who was refused. */
export function UsageDialog({ application, secret, onAction, onClose, onSignedOut }: Props): ReactNode {
  const { data, error, isFetching, refetch } = useQuery(secretUsageQuery(application.clientId, secret.id));
  const signedOut = problemCode(error) === 'unauthenticated';
  useEffect(() => {
    if (signedOut) onSignedOut();
  }, [signedOut, onSignedOut]);
  const canChange = secret.disabled !== null && secret.status === 'disabled';
  return (
    <Dialog
      title={text('web.usage.heading', { name: secret.name })}
      onClose={onClose}
      size="44rem"
      help={<GuideButton topic="usage" />}
    >
      <DialogStack>
        <p className="kt-muted">
          {text('web.delete.subject', {
            name: secret.name,
            hint: secret.hint,
            application: application.name,
          })}
        </p>
        {error === null ? null : (
          <FailureNotice
            error={error}
            message={text('web.usage.load-failed')}
            action={
              <Button variant="default" size="xs" loading={isFetching} onClick={() => void refetch()}>
                {text('web.try-again')}
              </Button>
            }
          />
        )}
        {data === undefined ? (
          <p role="status">{error === null ? text('web.usage.loading') : ''}</p>
        ) : (
          <>
            {canChange ? <DisabledNotice secret={secret} usage={data} /> : null}
            <UsageEvidence application={application} secret={secret} usage={data} />
          </>
        )}
        <p>
          <Link to="/notifications" search={{ application: application.clientId, secret: secret.id }}>
            {text('web.notification.of-secret')}
          </Link>
        </p>
        <DialogActions>
          {canChange ? (
            <>
              <Button variant="default" onClick={() => onAction('enable')}>
                {text('web.enable.submit')}
              </Button>
              <Button variant="default" color="danger" onClick={() => onAction('delete')}>
                {text('web.delete.submit')}
              </Button>
            </>
          ) : null}
          <Button variant="default" onClick={onClose} data-autofocus>
            {text('web.close')}
          </Button>
        </DialogActions>
      </DialogStack>
    </Dialog>
  );
}
