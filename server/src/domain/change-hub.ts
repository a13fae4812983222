import type { ReachServers } from './token-memory/reach-servers.ts';

/** The applications that changed, or whose use did; `everything`: it is not known which. */
export type Changed = ReadonlySet<string> | 'everything';

type Listener = (changed: Changed) => void;

/** What follows from changes: open pages in this process hear of them, and every server's memory has them. */
export type ChangeHub = {
  publish(applicationIds: Iterable<string>): void;
  /** What changed was not told for a while. */
  publishEverything(): void;
  /** @returns ends the subscription */
  subscribe(listener: Listener): () => void;
  /** Comes back once no server answers by what was before this revision. Comes without an error, within 3.4 seconds. */
  reach(revision: number): Promise<void>;
};

export function createChangeHub(reach: ReachServers): ChangeHub {
  const listeners = new Set<Listener>();
  const tell = (changed: Changed): void => {
    for (const listener of listeners) listener(changed);
  };
  return {
    publish(applicationIds) {
      const ids = new Set(applicationIds);
      if (ids.size > 0) tell(ids);
    },
    reach,
    publishEverything: () => tell('everything'),
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
