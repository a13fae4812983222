/** The applications that changed, or whose use did; `everything`: it is not known which. */
export type Changed = ReadonlySet<string> | 'everything';

type Listener = (changed: Changed) => void;

/** Tells open pages in this process what changed, here or on another server. */
export type ChangeHub = {
  publish(applicationIds: Iterable<string>): void;
  /** What changed was not told for a while. */
  publishEverything(): void;
  /** @returns ends the subscription */
  subscribe(listener: Listener): () => void;
};

export function createChangeHub(): ChangeHub {
  const listeners = new Set<Listener>();
  const tell = (changed: Changed): void => {
    for (const listener of listeners) listener(changed);
  };
  return {
    publish(applicationIds) {
      const ids = new Set(applicationIds);
      if (ids.size > 0) tell(ids);
    },
    publishEverything: () => tell('everything'),
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
