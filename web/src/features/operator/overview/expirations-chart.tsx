import type { Overview } from '@keyturn/contract';
import type { ReactNode } from 'react';
import { BarChart } from '../../../components/ui/bar-chart.tsx';
import { useClock } from '../../../lib/clock.tsx';
import { formatShortDay } from '../../../lib/instants.ts';
import { text } from '../../../lib/messages.ts';

type Props = {
  weeks: Overview['expirations'];
  /** In whose weeks the client secrets are counted. */
  timeZone: string;
};

/** Client secrets that expire, per week; this week on the left. */
export function ExpirationsChart({ weeks, timeZone }: Props): ReactNode {
  const { now } = useClock();
  const dateOf = (date: string): string => formatShortDay(`${date}T12:00:00Z`, 'UTC', now);
  const most = weeks.reduce((found, week) => (week.secrets > found.secrets ? week : found), {
    week: '1970-01-01',
    secrets: 0,
  });
  if (most.secrets === 0) return <p className="kt-muted">{text('web.overview.expirations-none')}</p>;
  const last = weeks.at(-1)?.week ?? '1970-01-01';
  return (
    <BarChart
      title={text('web.overview.expirations')}
      bars={weeks.map(({ week, secrets }) => ({
        key: week,
        value: secrets,
        title: text('web.overview.expirations-week', { week: dateOf(week), count: secrets }),
      }))}
      axis={{ start: text('web.overview.this-week'), end: dateOf(last) }}
      summary={text('web.overview.expirations-summary', {
        total: weeks.reduce((sum, { secrets }) => sum + secrets, 0),
        weeks: weeks.length,
        most: most.secrets,
        mostIn: dateOf(most.week),
      })}
      table={{
        open: text('web.usage.table'),
        note: text('web.overview.expirations-note', { zone: timeZone }),
        columns: [text('web.overview.week'), text('web.overview.secrets')],
        rows: weeks
          .filter(({ secrets }) => secrets > 0)
          .map(({ week, secrets }) => ({ key: week, label: dateOf(week), value: secrets })),
      }}
    />
  );
}
