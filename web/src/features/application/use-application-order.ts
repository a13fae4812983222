import type { Application } from '@keyturn/contract';
import { useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import type { ApplicationOrder } from './filter-applications.ts';
import { sortApplications } from './sort-applications.ts';

type Options = {
  order: ApplicationOrder;
  now: Date;
  /** Whether all applications are there. */
  isComplete: boolean;
  list: RefObject<HTMLElement | null>;
};

type Ordered = {
  sorted: Application[];
  /** The place of each in the order, by client ID; those that are gone keep theirs. */
  positions: Map<string, number>;
  unsorted: boolean;
  sortIn: () => void;
};

/**
 * The applications in the order that was asked for, as they were when it was: updates never move what somebody reads,
 * and what is new stands at the end. Once all are there they are sorted in, unless somebody is among them already:
 * then `unsorted` is true until `sortIn` is called.
 */
export function useApplicationOrder(
  applications: Application[],
  { order, now, isComplete, list }: Options,
): Ordered {
  const [epoch, setEpoch] = useState(0);
  const known = useRef<{ key: string; ids: string[] }>({ key: '', ids: [] });
  const wanted = useMemo(() => sortApplications(applications, order, now), [applications, order, now]);
  const key = `${order} ${epoch}`;
  known.current = { key, ids: idsInOrder(known.current.key === key ? known.current.ids : [], wanted) };
  const [appended, setAppended] = useState(false);
  const wasIncomplete = useRef(false);

  function sortIn(): void {
    setAppended(false);
    setEpoch((count) => count + 1);
  }
  useEffect(() => {
    if (isComplete && wasIncomplete.current) {
      if (isReading(list.current)) setAppended(true);
      else sortIn();
    }
    wasIncomplete.current = !isComplete;
  }, [isComplete, list]);

  const { ids } = known.current;
  const sorted = useMemo(() => {
    const byId = new Map(applications.map((application) => [application.clientId, application]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }, [ids, applications]);
  const unsorted = appended && sorted.some(({ clientId }, index) => clientId !== wanted[index]?.clientId);
  const positions = useMemo(() => new Map(ids.map((id, index) => [id, index])), [ids]);
  return { sorted, positions, unsorted, sortIn };
}

function idsInOrder(ids: string[], wanted: Application[]): string[] {
  const there = new Set(ids);
  const added = wanted.map(({ clientId }) => clientId).filter((id) => !there.has(id));
  return added.length === 0 ? ids : [...ids, ...added];
}

/** Whether somebody has scrolled into the list, or has the focus in it. */
const isReading = (list: HTMLElement | null): boolean =>
  list !== null && (list.getBoundingClientRect().top < 0 || list.contains(document.activeElement));
