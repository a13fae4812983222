import { refusalReason, type Application, type ClientSecret, type SecretUsage } from '@keyturn/contract';
import type { ReactNode } from 'react';
import { useClock } from '../../../lib/clock.tsx';
import { formatPast } from '../../../lib/instants.ts';
import { text } from '../../../lib/messages.ts';
import { describeDuration } from '../describe-callers.ts';
import { CallerList } from './caller-list.tsx';
import { RequestsChart } from './requests-chart.tsx';
import styles from './usage-evidence.module.css';

type Props = { application: Application; secret: ClientSecret; usage: SecretUsage };

const reasons = refusalReason.options;

/** All that is known of a client secret's use, of the last 90 days. */
export function UsageEvidence({ application, secret, usage }: Props): ReactNode {
  const { apis, organisation } = application;
  return (
    <div className={styles.evidence}>
      <Facts secret={secret} usage={usage} />
      <RequestsChart days={usage.days} timeZone={organisation.timeZone} />
      <section className={styles.part}>
        <h3>{text('web.usage.callers')}</h3>
        {usage.callers.length === 0 ? (
          <p className="kt-muted">{text('web.usage.none')}</p>
        ) : (
          <CallerList callers={usage.callers} apis={apis} label={text('web.usage.callers')} />
        )}
        <More count={usage.moreCallers} />
      </section>
      {usage.refused.length === 0 ? null : (
        <section className={styles.part}>
          <h3>{text('web.usage.refused')}</h3>
          <p className="kt-muted kt-small">{text('web.usage.refused-lead')}</p>
          {reasons.map((reason) => {
            const callers = usage.refused.filter((caller) => caller.reason === reason);
            if (callers.length === 0) return null;
            return (
              <div key={reason} className={styles.part}>
                <h4>{text(`web.usage.refused-${reason}`)}</h4>
                <CallerList callers={callers} apis={apis} label={text(`web.usage.refused-${reason}`)} />
              </div>
            );
          })}
          <More count={usage.moreRefused} />
        </section>
      )}
      <div className={styles.notes}>
        {usage.unprovenThisWeek === 0 ? null : (
          <p>{text('web.usage.unproven', { count: usage.unprovenThisWeek })}</p>
        )}
        <p>{text('web.usage.counted')}</p>
      </div>
    </div>
  );
}

const More = ({ count }: { count: number }): ReactNode =>
  count === 0 ? null : <p className="kt-muted">{text('web.usage.more', { count })}</p>;

function Facts({ secret, usage }: Omit<Props, 'application'>): ReactNode {
  const { now, timeZone } = useClock();
  const at = (instant: string | null): string =>
    instant === null ? text('web.secret.never') : formatPast(instant, timeZone, now);
  const created = { at: at(secret.createdAt), name: secret.createdBy.name };
  return (
    <dl className={styles.facts}>
      <Fact label={text('web.usage.created')}>{text('web.usage.created-value', created)}</Fact>
      <Fact label={text('web.usage.first')}>{at(usage.firstUsedAt)}</Fact>
      <Fact label={text('web.usage.last')}>{at(usage.lastUsedAt)}</Fact>
      <Fact label={text('web.usage.week')}>
        {text('web.usage.requests', { count: usage.requestsThisWeek })}
      </Fact>
      {usage.longestPauseSeconds === null ? null : (
        <Fact label={text('web.usage.pause')}>{describeDuration(usage.longestPauseSeconds)}</Fact>
      )}
    </dl>
  );
}

const Fact = ({ label, children }: { label: string; children: ReactNode }): ReactNode => (
  <div>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
);
