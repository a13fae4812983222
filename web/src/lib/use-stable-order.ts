import { useRef } from 'react';

/** Items in the order in which they were first seen, new ones last: live updates never move what somebody reads. */
export function useStableOrder<Item>(sorted: Item[], idOf: (item: Item) => string): Item[] {
  const order = useRef<string[]>([]);
  const known = new Set(order.current);
  const added = sorted.map(idOf).filter((id) => !known.has(id));
  if (added.length > 0) order.current = [...order.current, ...added];
  const byId = new Map(sorted.map((item) => [idOf(item), item]));
  return order.current.flatMap((id) => byId.get(id) ?? []);
}
