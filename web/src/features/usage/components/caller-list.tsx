import type { Application, Caller } from '@keyturn/contract';
import type { ReactNode } from 'react';
import { useClock } from '../../../lib/clock.tsx';
import { formatPastInline } from '../../../lib/instants.ts';
import { text } from '../../../lib/messages.ts';
import { describeResources } from '../describe-callers.ts';
import { describeUserAgent } from '../describe-user-agent.ts';
import styles from './caller-list.module.css';

type Props = { callers: Caller[]; apis: Application['apis']; label: string };

/** Who sent token requests: program and address, how often, for what, and when. */
export const CallerList = ({ callers, apis, label }: Props): ReactNode => (
  <ul className={styles.callers} aria-label={label}>
    {callers.map((caller) => (
      <li key={`${caller.network} ${caller.userAgent}`}>
        <CallerLines caller={caller} apis={apis} />
      </li>
    ))}
  </ul>
);

function CallerLines({ caller, apis }: { caller: Caller; apis: Application['apis'] }): ReactNode {
  const { timeZone, now } = useClock();
  const at = (instant: string): string => formatPastInline(instant, timeZone, now);
  const { address, network, userAgent, requests, requestsThisWeek } = caller;
  return (
    <>
      <p className={styles.who}>
        {text('web.usage.caller', {
          program: describeUserAgent(userAgent),
          address: address || text('web.usage.unknown-address'),
        })}
      </p>
      <p>{text('web.usage.caller-count', { count: requests, week: requestsThisWeek })}</p>
      {caller.resources.length === 0 ? null : (
        <p>{text('web.usage.caller-apis', { apis: describeResources(caller, apis) })}</p>
      )}
      <p>{timesText(caller, at)}</p>
      <p className={styles.raw}>
        {[
          network === '' ? null : text('web.usage.caller-network', { network }),
          userAgent === '' ? null : text('web.usage.caller-agent', { userAgent }),
        ]
          .filter((part) => part !== null)
          .join(' · ')}
      </p>
    </>
  );
}

function timesText({ requests, firstAt, lastAt }: Caller, at: (instant: string) => string): string {
  const [first, last] = [at(firstAt), at(lastAt)];
  if (requests === 1) return text('web.usage.caller-once', { at: last });
  return first === last
    ? text('web.usage.caller-last', { at: last })
    : text('web.usage.caller-times', { first, last });
}
