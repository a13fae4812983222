import type { Application, Caller } from '@keyturn/contract';
import type { ReactNode } from 'react';
import { useClock } from '../../../lib/clock.tsx';
import { formatPastInline } from '../../../lib/instants.ts';
import { text } from '../../../lib/messages.ts';
import { apiLabel } from '../api-label.ts';
import { programName } from '../program-name.ts';
import styles from './rotation-stepper.module.css';

type Props = {
  callers: Caller[];
  /** How many others there are. */
  more: number;
  application: Pick<Application, 'apis'>;
};

/** Systems by their address and user agent, with how often and for which API they asked for tokens. */
export function CallerList({ callers, more, application }: Props): ReactNode {
  const { now, timeZone } = useClock();
  return (
    <ul className={styles.callers} role="list">
      {callers.map((caller) => {
        const values = {
          requests: caller.requestsThisWeek,
          at: formatPastInline(caller.lastAt, timeZone, now),
        };
        const apis = caller.resources.map((resource) => apiLabel(resource, application)).join(', ');
        return (
          <li key={`${caller.network} ${caller.userAgent}`}>
            <b>
              {text('web.rotation.caller', {
                address: caller.address,
                userAgent: programName(caller.userAgent),
              })}
            </b>
            <p>
              {apis === ''
                ? text('web.rotation.caller-use', values)
                : text('web.rotation.caller-use-for', { ...values, apis })}
            </p>
          </li>
        );
      })}
      {more === 0 ? null : <li className="kt-muted">{text('web.usage.more', { count: more })}</li>}
    </ul>
  );
}
