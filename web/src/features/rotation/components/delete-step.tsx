import type { Application, ClientSecret, Rotation } from '@keyturn/contract';
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Notice } from '../../../components/ui/notice.tsx';
import { useClock, type Clock } from '../../../lib/clock.tsx';
import { formatPastInline } from '../../../lib/instants.ts';
import { text } from '../../../lib/messages.ts';
import { isValid } from '../../client-secret/secret-state.ts';
import { describeMissing } from '../describe-missing.ts';
import { formatMoment } from '../../../lib/format-moment.ts';
import { programName } from '../program-name.ts';
import { requestsThisWeek } from '../rotation-progress.ts';
import { CallerList } from './caller-list.tsx';
import styles from './rotation-stepper.module.css';

type Props = {
  application: Application;
  secret: ClientSecret;
  rotation: Rotation;
  onDisable: () => void;
  onDelete: () => void;
};

/** Step 4: the evidence that nothing needs the old secret any more; otherwise who does, and what to do. */
export function DeleteStep(props: Props): ReactNode {
  const { application, secret, rotation, onDisable, onDelete } = props;
  const clock = useClock();
  const { remaining, more, deletable, waitingFor } = rotation;
  if (deletable)
    return (
      <>
        <Notice tone="good">
          <p>
            <b>{text('web.rotation.delete-ready')}</b>
          </p>
          <p>{evidence(rotation, clock)}</p>
        </Notice>
        {secret.lastRefused === null ? null : (
          <Notice tone="warning">{refusal(secret.lastRefused, clock)}</Notice>
        )}
        <Button className={styles.start ?? ''} variant="filled" color="danger" onClick={onDelete}>
          {text('web.rotation.delete', { name: secret.name })}
        </Button>
      </>
    );
  return (
    <>
      <Notice tone="warning">
        <p>
          <b>{text('web.rotation.delete-wait')}</b>
        </p>
        <p>{describeMissing(rotation, clock)}</p>
      </Notice>
      {remaining.length === 0 ? null : (
        <div className={styles.part}>
          <h4>{text('web.rotation.delete-still')}</h4>
          <CallerList callers={remaining} more={more.remaining} application={application} />
          <p>{text('web.rotation.delete-what')}</p>
        </div>
      )}
      {isValid(secret) && waitingFor !== 'replacement-not-valid' && requestsThisWeek(remaining) === 0 ? (
        <div className={styles.part}>
          <p>{text('web.rotation.delete-disable')}</p>
          <Button className={styles.start ?? ''} variant="default" onClick={onDisable}>
            {text('web.rotation.disable', { name: secret.name })}
          </Button>
        </div>
      ) : null}
    </>
  );
}

/** It has expired or is disabled, and somebody has not noticed yet. */
const refusal = (
  { at, address, userAgent }: NonNullable<ClientSecret['lastRefused']>,
  { timeZone, now }: Clock,
): string =>
  text('web.rotation.delete-refused', {
    caller: text('web.rotation.caller', {
      address,
      userAgent: programName(userAgent),
    }),
    at: formatPastInline(at, timeZone, now),
  });

function evidence({ replaced, lastTokenEndsAt }: Rotation, clock: Clock): string {
  const { name, lastUsedAt } = replaced;
  if (lastUsedAt === null || lastTokenEndsAt === null)
    return text('web.rotation.delete-never-used', { name });
  return text('web.rotation.delete-idle', {
    name,
    since: formatPastInline(lastUsedAt, clock.timeZone, clock.now),
    expired: formatMoment(lastTokenEndsAt, clock),
  });
}
