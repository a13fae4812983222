import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { FailureNotice } from '../../../components/ui/failure-notice.tsx';
import { text } from '../../../lib/messages.ts';
import { useSessionOver } from '../../session/use-session-over.ts';
import { RequestsChart } from '../../usage/components/requests-chart.tsx';
import { AttentionSection } from './attention-section.tsx';
import { ExpirationsChart } from './expirations-chart.tsx';
import { overviewQuery } from './overview-api.ts';
import styles from './overview-numbers.module.css';

/** What the operator team has to see to, what is to come, and how much the service is used. */
export function OverviewNumbers(): ReactNode {
  const { data, error, isFetching, refetch } = useQuery(overviewQuery);
  const isOver = useSessionOver(error);
  const failure =
    error === null || isOver ? null : (
      <FailureNotice
        error={error}
        message={text('web.overview.load-failed')}
        action={
          <Button variant="default" size="xs" loading={isFetching} onClick={() => void refetch()}>
            {text('web.try-again')}
          </Button>
        }
      />
    );
  if (data === undefined) return failure ?? <p role="status">{text('web.overview.loading')}</p>;
  const isUsed = data.tokenRequests.some(({ requests }) => requests > 0);
  return (
    <>
      {failure}
      <AttentionSection overview={data} />
      <div className={styles.charts}>
        <section className={styles.chart} aria-label={text('web.overview.expirations')}>
          <ExpirationsChart weeks={data.expirations} timeZone={data.timeZone} />
        </section>
        <section className={styles.chart} aria-label={text('web.usage.chart')}>
          {isUsed ? (
            <RequestsChart days={data.tokenRequests} timeZone={data.timeZone} />
          ) : (
            <p className="kt-muted">{text('web.usage.none')}</p>
          )}
        </section>
      </div>
    </>
  );
}
