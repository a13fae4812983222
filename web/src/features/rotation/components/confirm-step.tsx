import type { Application, Rotation } from '@keyturn/contract';
import type { ReactNode } from 'react';
import { Notice } from '../../../components/ui/notice.tsx';
import { useClock, type Clock } from '../../../lib/clock.tsx';
import { formatPast } from '../../../lib/instants.ts';
import { text } from '../../../lib/messages.ts';
import { apiLabel } from '../api-label.ts';
import { describeMissing } from '../describe-missing.ts';
import { CallerList } from './caller-list.tsx';
import styles from './rotation-stepper.module.css';

type Props = { application: Application; rotation: Rotation };

/** Step 3: what real use proves so far, and what is missing. */
export function ConfirmStep({ application, rotation }: Props): ReactNode {
  const { moved, remaining, others, takenOver, deletable } = rotation;
  const clock = useClock();
  const hasKnownCallers = moved.length + remaining.length > 0;
  return (
    <>
      <Notice tone={takenOver ? 'good' : 'info'}>
        {deletable ? null : (
          <p>
            <b>{text('web.rotation.missing')}</b>
          </p>
        )}
        <p>{describeMissing(rotation, clock)}</p>
      </Notice>
      <Part heading={text('web.rotation.first-request')}>
        <p>{firstRequest(rotation, application, clock)}</p>
      </Part>
      <Part heading={text('web.rotation.moved')}>
        {moved.length > 0 ? (
          <CallerList callers={moved} application={application} />
        ) : (
          <p className="kt-muted">
            {text(hasKnownCallers ? 'web.rotation.moved-none' : 'web.rotation.moved-nobody')}
          </p>
        )}
      </Part>
      {hasKnownCallers ? (
        <Part heading={text('web.rotation.remaining')}>
          {remaining.length > 0 ? (
            <CallerList callers={remaining} application={application} />
          ) : (
            <p className="kt-muted">{text('web.rotation.remaining-none')}</p>
          )}
        </Part>
      ) : null}
      {others.length === 0 ? null : (
        <Part heading={text('web.rotation.tests')}>
          <p className="kt-muted kt-small">{text('web.rotation.tests-hint')}</p>
          <CallerList callers={others} application={application} />
        </Part>
      )}
    </>
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
    userAgent: firstUse.userAgent || text('web.rotation.no-user-agent'),
    api: apiLabel(firstUse.resource, application),
  });
}
