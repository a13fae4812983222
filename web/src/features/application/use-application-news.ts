import type { Application } from '@keyturn/contract';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { announce } from '../../components/ui/live-region.tsx';
import type { Clock } from '../../lib/clock.tsx';
import { describeChanges } from '../client-secret/describe-changes.ts';
import { coalesce, type Coalesced } from '../live/coalesce.ts';
import { describeNews } from './describe-news.ts';

type Applications = Application[] | undefined;

const announceEveryMs = 10_000;

/**
 * What others did to the applications' client secrets since the page was opened, by client ID; all news is announced
 * politely as well, every ten seconds at most.
 */
export function useApplicationNews(
  applications: Applications,
  userId: string,
  clock: Clock,
): Map<string, string[]> {
  const [news, setNews] = useState(new Map<string, string[]>());
  const previous = useRef(applications);
  const announced = useRef(applications);
  const announcements = useRef<Coalesced<'news'>>(undefined);

  const unannounced = (): string[] =>
    changesBetween(announced.current, applications).flatMap(([before, after]) =>
      describeNews(before, after, clock, userId),
    );
  const announceNews = useEffectEvent(() => {
    const sentences = unannounced();
    announced.current = applications;
    if (sentences.length > 0) announce(sentences.join(' '));
  });
  useEffect(() => {
    announcements.current = coalesce(announceEveryMs, () => announceNews());
    return () => announcements.current?.stop();
  }, []);

  useEffect(() => {
    const changed = changesBetween(previous.current, applications).map(
      ([before, after]) =>
        [after.clientId, describeChanges(before, after, clock, { exceptUserId: userId })] as const,
    );
    previous.current = applications;
    const told = changed.filter(([, changes]) => changes.length > 0);
    if (told.length > 0) setNews((all) => new Map([...all, ...told]));
    if (unannounced().length > 0) announcements.current?.add('news');
    // The clock only words the news; its ticks bring none.
  }, [applications]);
  return news;
}

/** Each application that is another than before, with what it was. */
function changesBetween(before: Applications, after: Applications): [Application, Application][] {
  const earlier = new Map(before?.map((application) => [application.clientId, application]));
  return (after ?? []).flatMap((application) => {
    const was = earlier.get(application.clientId);
    return was === undefined || was === application ? [] : [[was, application]];
  });
}
