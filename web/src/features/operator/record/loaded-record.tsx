import { Button } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { FailureNotice } from '../../../components/ui/failure-notice.tsx';
import { problemCode } from '../../../lib/api-call.ts';
import { text } from '../../../lib/messages.ts';
import { useSessionOver } from '../../session/use-session-over.ts';

type Props<Value> = { query: UseQueryResult<Value>; children: (value: Value) => ReactNode };

/** What is shown of a record while it is read, when it is missing, and when it could not be read. */
export function LoadedRecord<Value>({ query, children }: Props<Value>): ReactNode {
  const { data, error, isFetching, refetch } = query;
  const isOver = useSessionOver(error);
  if (problemCode(error) === 'not-found') return <p role="status">{text('web.record.missing')}</p>;
  if (data !== undefined) return children(data);
  if (error === null || isOver) return <p role="status">{text('web.record.loading')}</p>;
  return (
    <FailureNotice
      error={error}
      message={text('web.record.load-failed')}
      action={
        <Button variant="default" size="xs" loading={isFetching} onClick={() => void refetch()}>
          {text('web.try-again')}
        </Button>
      }
    />
  );
}
