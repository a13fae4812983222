import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { usePageState } from '../../lib/page-state.tsx';
import { coalesce } from './coalesce.ts';
import { openEventStream } from './event-stream.ts';
import { refetchApplications, refetchEverything } from './refetch.ts';
import { usePageVisible } from './use-page-visible.ts';

/** With the second until use is written, and the quarter of one until it is told, less than two. */
const refetchEveryMs = 500;
/** Among what changed: anything may have. */
const everything = '*';

/**
 * Keeps the applications of the page, and what is read about each, as the server has them, within two seconds: while
 * the page is seen and not covered. Tells whether it is told, so that asking every now and then can be rarer.
 *
 * @param enabled false: nothing is read anew, as somebody's hands are full
 */
export function useLiveUpdates(enabled: boolean): boolean {
  const queryClient = useQueryClient();
  const isVisible = usePageVisible();
  const isShown = usePageState() === 'shown';
  const [isTold, setIsTold] = useState(false);
  /** Whether there was a time since the page was first read in which nobody told what happened. */
  const wasClosed = useRef(false);

  const onOpen = useEffectEvent((missed: boolean) => {
    setIsTold(true);
    if (missed || wasClosed.current) void refetchEverything(queryClient);
    wasClosed.current = false;
  });

  const isOpen = enabled && isVisible && isShown;
  useEffect(() => {
    if (!isOpen) return;
    const changed = coalesce<string>(
      refetchEveryMs,
      (ids) =>
        void (ids.has(everything) ? refetchEverything(queryClient) : refetchApplications(queryClient, ids)),
    );
    const close = openEventStream({
      onApplication: changed.add,
      onEverything: () => changed.add(everything),
      onOpen,
      onLost: (refused) => {
        setIsTold(false);
        // Signed out, or new terms: reading anew tells which.
        if (refused) void refetchEverything(queryClient);
      },
    });
    // The browser keeps no page for Back and Forward that has a connection open.
    addEventListener('pagehide', close);
    return () => {
      removeEventListener('pagehide', close);
      close();
      changed.stop();
      wasClosed.current = true;
      setIsTold(false);
    };
  }, [isOpen, queryClient]);
  return isTold;
}
