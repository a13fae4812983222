/** Hears of applications that changed, or whose use did. */
type Listener = (applicationIds: ReadonlySet<string>) => void;

/** Tells open pages in this process what changed, here or on another server. */
export type ChangeHub = {
  publish(applicationIds: Iterable<string>): void;
  /** @returns ends the subscription */
  subscribe(listener: Listener): () => void;
};

export function createChangeHub(): ChangeHub {
  const listeners = new Set<Listener>();
  return {
    publish(applicationIds) {
      const ids = new Set(applicationIds);
      if (ids.size > 0) for (const listener of listeners) listener(ids);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
