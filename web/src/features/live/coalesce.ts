export type Coalesced<Item> = { add: (item: Item) => void; stop: () => void };

/** Hands items on, at once and then together: `deliver` is called at most once in `everyMs`, with each item once. */
export function coalesce<Item>(everyMs: number, deliver: (items: Set<Item>) => void): Coalesced<Item> {
  let waiting = new Set<Item>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function flush(): void {
    timer = undefined;
    if (waiting.size === 0) return;
    const items = waiting;
    waiting = new Set();
    timer = setTimeout(flush, everyMs);
    deliver(items);
  }

  return {
    add(item) {
      waiting.add(item);
      if (timer === undefined) flush();
    },
    stop: () => clearTimeout(timer),
  };
}
