import type { Application } from '@keyturn/contract';
import { useEffect, useRef, useState } from 'react';
import { announce } from '../../components/ui/live-region.tsx';
import type { Clock } from '../../lib/clock.tsx';
import { describeChanges } from '../client-secret/describe-changes.ts';
import { describeNews } from './describe-news.ts';

/**
 * What others did to the applications' client secrets since the page was opened, by client ID; all news is announced
 * politely as well. Readings are ten seconds apart, so announcements are too.
 */
export function useApplicationNews(
  applications: Application[] | undefined,
  userId: string,
  clock: Clock,
): Map<string, string[]> {
  const [news, setNews] = useState(new Map<string, string[]>());
  const previous = useRef(applications);
  useEffect(() => {
    const before = new Map(previous.current?.map((application) => [application.clientId, application]));
    previous.current = applications;
    const announced: string[] = [];
    const changed: [string, string[]][] = [];
    for (const application of applications ?? []) {
      const earlier = before.get(application.clientId);
      if (earlier === undefined || earlier === application) continue;
      announced.push(...describeNews(earlier, application, clock, userId));
      const changes = describeChanges(earlier, application, clock, { exceptUserId: userId });
      if (changes.length > 0) changed.push([application.clientId, changes]);
    }
    if (announced.length > 0) announce(announced.join(' '));
    if (changed.length > 0) setNews((all) => new Map([...all, ...changed]));
    // The clock only words the news; its ticks bring none.
  }, [applications]);
  return news;
}
