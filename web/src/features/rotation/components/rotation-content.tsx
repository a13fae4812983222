import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { DialogActions, DialogStack } from '../../../components/ui/dialog.tsx';
import { FailureNotice } from '../../../components/ui/failure-notice.tsx';
import { Notice } from '../../../components/ui/notice.tsx';
import { useClock } from '../../../lib/clock.tsx';
import { text } from '../../../lib/messages.ts';
import { formatMoment } from '../../../lib/format-moment.ts';
import { replacementsOf } from '../rotation-pairs.ts';
import type { RotationProps } from '../rotation-props.ts';
import { rotationsQuery } from '../api/rotations.ts';
import { RotationStepper } from './rotation-stepper.tsx';

/** The stepper, once it is known how far the rotation is. */
export function RotationContent(props: RotationProps): ReactNode {
  const { application, secretId, onClose } = props;
  const clock = useClock();
  const { data, error, isFetching, refetch } = useQuery(rotationsQuery(application.clientId));
  const secret = application.secrets.find(({ id }) => id === secretId);
  if (secret === undefined || secret.deleted !== null)
    return (
      <Closable onClose={onClose}>
        <Notice tone="info">
          {secret === undefined || secret.deleted === null
            ? text('web.rotation.no-secret')
            : text('web.changed.deleted-this', {
                by: secret.deleted.by.name,
                at: formatMoment(secret.deleted.at, clock),
              })}
        </Notice>
      </Closable>
    );

  const rotations = data?.filter(({ replaced }) => replaced.id === secretId);
  // A replacement that was created or named just now: how far it is has not been read yet.
  const isBehind =
    rotations === undefined || (isFetching && rotations.length < replacementsOf(application, secret).length);
  if (isBehind && error !== null && !isFetching)
    return (
      <Closable onClose={onClose}>
        <FailureNotice
          error={error}
          message={text('web.rotation.load-failed')}
          action={
            <Button variant="default" size="xs" onClick={() => void refetch()}>
              {text('web.try-again')}
            </Button>
          }
        />
      </Closable>
    );
  if (isBehind)
    return (
      <Closable onClose={onClose}>
        <p role="status">{text('web.rotation.loading')}</p>
      </Closable>
    );
  return <RotationStepper {...props} secret={secret} rotations={rotations} />;
}

const Closable = ({ onClose, children }: { onClose: () => void; children: ReactNode }): ReactNode => (
  <DialogStack>
    {children}
    <DialogActions>
      <Button variant="default" onClick={onClose} data-autofocus>
        {text('web.close')}
      </Button>
    </DialogActions>
  </DialogStack>
);
