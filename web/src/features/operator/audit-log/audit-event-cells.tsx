import type { AuditEvent } from '@keyturn/contract';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useClock } from '../../../lib/clock.tsx';
import { formatInstant } from '../../../lib/instants.ts';
import { text } from '../../../lib/messages.ts';
import { differences } from '../difference/describe-values.ts';
import { DifferenceTable } from '../difference/difference-table.tsx';
import styles from './audit-log.module.css';
import { actionText, actorText, applicationLink, targetLink } from './describe-event.ts';

/** What was done to what, with the values before and after, and the way to everything that concerns the same. */
export function EventWhat({ event }: { event: AuditEvent }): ReactNode {
  const { timeZone } = useClock();
  const { action, target, applicationId, before, after, seq } = event;
  const link = targetLink(target);
  const changed = differences(before, after, timeZone);
  const isChange = before !== null && after !== null;
  return (
    <div className={styles.what}>
      <p>
        <b>{actionText(action)}</b>
        {': '}
        {link === null ? target.name : <Link {...link}>{target.name}</Link>}
      </p>
      <details className={styles.details}>
        <summary>
          {isChange && changed.length > 0
            ? text('web.audit.details', { count: changed.length })
            : text('web.audit.details', { count: 0 })}
        </summary>
        {changed.length === 0 ? null : (
          <DifferenceTable differences={changed} label={`${actionText(action)}: ${target.name}`} />
        )}
        <p className={styles.more}>
          <span className="kt-muted">{text('web.audit.seq', { seq })}</span>
          <Link to="/operator/audit-log" search={{ target: target.id }}>
            {text('web.audit.show-target')}
          </Link>
          {applicationId === null || applicationId === target.id ? null : (
            <Link {...applicationLink(applicationId)}>{text('web.audit.of-application')}</Link>
          )}
        </p>
      </details>
    </div>
  );
}

/** Who it was. People have a page, and everybody a list of what they did. */
export function EventWho({ event: { actor } }: { event: AuditEvent }): ReactNode {
  const words = actorText(actor);
  return (
    <Link to="/operator/audit-log" search={{ actor: actor.id ?? actor.name }} className={styles.actor}>
      {words}
    </Link>
  );
}

export function EventWhen({ event: { at } }: { event: AuditEvent }): ReactNode {
  const { timeZone } = useClock();
  return (
    <time dateTime={at} title={at}>
      {formatInstant(at, timeZone)}
    </time>
  );
}
