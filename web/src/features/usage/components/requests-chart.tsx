import type { SecretUsage } from '@keyturn/contract';
import { useId, useState, type ReactNode } from 'react';
import { useClock } from '../../../lib/clock.tsx';
import { formatShortDay } from '../../../lib/instants.ts';
import { text } from '../../../lib/messages.ts';
import { summariseDays, type DaySummary } from '../summarise-days.ts';
import styles from './requests-chart.module.css';

type Props = {
  days: SecretUsage['days'];
  /** In whose days the requests are counted. */
  timeZone: string;
};

const height = 40;
const barWidth = 0.72;

/** Token requests per day, today on the right; said in a sentence, and to be read as a table. */
export function RequestsChart({ days, timeZone }: Props): ReactNode {
  const { now } = useClock();
  const titleId = useId();
  const summaryId = useId();
  const dateOf = (date: string): string => formatShortDay(`${date}T12:00:00Z`, 'UTC', now);
  const summary = summariseDays(days);
  const { most } = summary;
  if (most === null) return null;
  const from = dateOf(days[0]?.date ?? '1970-01-01');
  return (
    <figure className={styles.figure}>
      <figcaption>
        <h3 id={titleId}>{text('web.usage.chart')}</h3>
      </figcaption>
      <div>
        <p className={styles.most} aria-hidden="true">
          {most.requests}
        </p>
        <svg
          className={styles.chart}
          viewBox={`0 0 ${days.length} ${height}`}
          preserveAspectRatio="none"
          role="img"
          aria-labelledby={titleId}
          aria-describedby={summaryId}
        >
          {days.map(({ date, requests }, index) => (
            <rect key={date} {...barOf(index, requests, most.requests)}>
              <title>{text('web.usage.chart-day', { date: dateOf(date), count: requests })}</title>
            </rect>
          ))}
        </svg>
      </div>
      <p className={styles.axis} aria-hidden="true">
        <span>{from}</span>
        <span>{text('web.usage.chart-today')}</span>
      </p>
      <p id={summaryId} className="kt-muted kt-small">
        {text('web.usage.chart-summary', {
          total: summary.total,
          days: summary.used.length,
          from,
          to: dateOf(days.at(-1)?.date ?? '1970-01-01'),
          most: most.requests,
          mostOn: dateOf(most.date),
        })}
      </p>
      <DayTable summary={summary} timeZone={timeZone} labelledBy={titleId} dateOf={dateOf} />
    </figure>
  );
}

/** A day with a single request among thousands is seen too; one without any is a line. */
function barOf(index: number, requests: number, most: number) {
  const barHeight = requests === 0 ? 0.5 : Math.max(2, (requests / most) * height);
  return {
    className: requests === 0 ? (styles.none ?? '') : (styles.bar ?? ''),
    x: index + (1 - barWidth) / 2,
    y: height - barHeight,
    width: barWidth,
    height: barHeight,
  };
}

type TableProps = {
  summary: DaySummary;
  timeZone: string;
  labelledBy: string;
  dateOf: (date: string) => string;
};

function DayTable({ summary, timeZone, labelledBy, dateOf }: TableProps): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details className={styles.details} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{text('web.usage.table')}</summary>
      {isOpen ? (
        <>
          <p className="kt-muted">{text('web.usage.table-note', { zone: timeZone })}</p>
          <div className={styles.scroll} tabIndex={0} role="group" aria-labelledby={labelledBy}>
            <table aria-labelledby={labelledBy}>
              <thead>
                <tr>
                  <th scope="col">{text('web.usage.table-day')}</th>
                  <th scope="col">{text('web.usage.table-requests')}</th>
                </tr>
              </thead>
              <tbody>
                {summary.used.map(({ date, requests }) => (
                  <tr key={date}>
                    <th scope="row">{dateOf(date)}</th>
                    <td>{requests}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      ) : null}
    </details>
  );
}
