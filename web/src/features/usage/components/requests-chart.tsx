import type { SecretUsage } from '@keyturn/contract';
import type { ReactNode } from 'react';
import { BarChart } from '../../../components/ui/bar-chart.tsx';
import { useClock } from '../../../lib/clock.tsx';
import { formatShortDay } from '../../../lib/instants.ts';
import { text } from '../../../lib/messages.ts';
import { summariseDays } from '../summarise-days.ts';

type Props = {
  days: SecretUsage['days'];
  /** In whose days the requests are counted. */
  timeZone: string;
};

/** Token requests per day, today on the right. */
export function RequestsChart({ days, timeZone }: Props): ReactNode {
  const { now } = useClock();
  const dateOf = (date: string): string => formatShortDay(`${date}T12:00:00Z`, 'UTC', now);
  const { most, total, used } = summariseDays(days);
  if (most === null) return null;
  const from = dateOf(days[0]?.date ?? '1970-01-01');
  return (
    <BarChart
      title={text('web.usage.chart')}
      bars={days.map(({ date, requests }) => ({
        key: date,
        value: requests,
        title: text('web.usage.chart-day', { date: dateOf(date), count: requests }),
      }))}
      axis={{ start: from, end: text('web.usage.chart-today') }}
      summary={text('web.usage.chart-summary', {
        total,
        days: used.length,
        from,
        to: dateOf(days.at(-1)?.date ?? '1970-01-01'),
        most: most.requests,
        mostOn: dateOf(most.date),
      })}
      table={{
        open: text('web.usage.table'),
        note: text('web.usage.table-note', { zone: timeZone }),
        columns: [text('web.usage.table-day'), text('web.usage.table-requests')],
        rows: used.map(({ date, requests }) => ({ key: date, label: dateOf(date), value: requests })),
      }}
    />
  );
}
