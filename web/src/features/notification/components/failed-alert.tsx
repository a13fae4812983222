import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Notice } from '../../../components/ui/notice.tsx';
import { useClock } from '../../../lib/clock.tsx';
import { text } from '../../../lib/messages.ts';
import { failedAtMost, failedQuery } from '../api/notifications.ts';

/** What is older is history. */
const newsMs = 30 * 86_400_000;

/** For operators: that mails failed for good, above everything else. */
export function FailedAlert({ onShow }: { onShow: () => void }): ReactNode {
  const { now } = useClock();
  // Should it fail, so does the log, which says so.
  const { data } = useQuery(failedQuery);
  const count = data?.items.filter(({ at }) => now.getTime() - Date.parse(at) < newsMs).length ?? 0;
  if (count === 0) return null;
  const isMore = count === failedAtMost && data?.next !== null;
  return (
    <Notice
      tone="danger"
      action={
        <Button variant="default" size="xs" onClick={onShow}>
          {text('web.notifications.failed-show')}
        </Button>
      }
    >
      {text(isMore ? 'web.notifications.failed-many' : 'web.notifications.failed', { count })}
    </Notice>
  );
}
