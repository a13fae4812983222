import type { Application, Rotation } from '@keyturn/contract';
import type { ReactNode } from 'react';
import { Notice } from '../../../components/ui/notice.tsx';
import { useClock, type Clock } from '../../../lib/clock.tsx';
import { formatPast, formatPastInline } from '../../../lib/instants.ts';
import { text } from '../../../lib/messages.ts';
import { apiLabel } from '../api-label.ts';
import { describeMissing } from '../describe-missing.ts';
import { programName } from '../program-name.ts';
import { CallerList } from './caller-list.tsx';
import styles from './rotation-stepper.module.css';

type Props = { application: Application; rotation: Rotation };

/** Step 3: what real use proves so far, and what is missing. */
export function ConfirmStep({ application, rotation }: Props): ReactNode {
  const { moved, remaining, others, more, takenOver, deletable, waitingFor } = rotation;
  const clock = useClock();
  const hasKnownCallers = moved.length + remaining.length > 0;
  return (
    <>
      <Notice tone={takenOver ? 'good' : waitingFor === 'replacement-not-valid' ? 'warning' : 'info'}>
        {deletable ? null : (
          <p>
            <b>{text('web.rotation.missing')}</b>
          </p>
        )}
        <p>{describeMissing(rotation, clock)}</p>
      </Notice>
      <Part heading={text('web.rotation.first-request')}>
        <p>{firstRequest(rotation, application, clock)}</p>
        <LastRefusal application={application} rotation={rotation} />
      </Part>
      <Part heading={text('web.rotation.moved')}>
        {moved.length > 0 ? (
          <CallerList callers={moved} more={more.moved} application={application} />
        ) : (
          <p className="kt-muted">
            {text(hasKnownCallers ? 'web.rotation.moved-none' : 'web.rotation.moved-nobody')}
          </p>
        )}
      </Part>
      {hasKnownCallers ? (
        <Part heading={text('web.rotation.remaining')}>
          {remaining.length > 0 ? (
            <CallerList callers={remaining} more={more.remaining} application={application} />
          ) : (
            <p className="kt-muted">{text('web.rotation.remaining-none')}</p>
          )}
        </Part>
      ) : null}
      {others.length === 0 ? null : (
        <Part heading={text('web.rotation.tests')}>
          <p className="kt-muted kt-small">{text('web.rotation.tests-hint')}</p>
          <CallerList callers={others} more={more.others} application={application} />
        </Part>
      )}
    </>
  );
}

/** The new secret was proved and got no token, and has got none since: what is wrong is not the secret. */
function LastRefusal({ application, rotation: { replacement } }: Props): ReactNode {
  const { now, timeZone } = useClock();
  const refused = application.secrets.find(({ id }) => id === replacement.id)?.lastRefused ?? null;
  if (refused === null || (replacement.lastUsedAt !== null && replacement.lastUsedAt > refused.at))
    return null;
  const { address, userAgent, at, reason } = refused;
  return (
    <Notice tone="warning">
      {text('web.rotation.refused', {
        caller: text('web.rotation.caller', { address, userAgent: programName(userAgent) }),
        at: formatPastInline(at, timeZone, now),
        reason: text(`web.usage.refused-${reason}`),
      })}
    </Notice>
  );
}

const Part = ({ heading, children }: { heading: string; children: ReactNode }): ReactNode => (
  <div className={styles.part}>
    <h4>{heading}</h4>
    {children}
  </div>
);

function firstRequest({ firstUse }: Rotation, application: Application, { timeZone, now }: Clock): string {
  if (firstUse === null) return text('web.rotation.first-request-none');
  return text('web.rotation.first-request-text', {
    at: formatPast(firstUse.at, timeZone, now),
    address: firstUse.address,
    userAgent: programName(firstUse.userAgent),
    api: apiLabel(firstUse.resource, application),
  });
}
