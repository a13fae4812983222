import type { Environment } from './environment.ts';
import type { KeySet } from './key-set.ts';
import { createPoll, unkept, type Poll } from './poll.ts';
import { readStatusList, statusAt, type StatusList } from './status-list.ts';

/** Where the status of a token's client secret stands: the claim `status.status_list`. */
export type StatusReference = { idx: number; uri: string };

/**
 * `unknown`: a value that means nothing here, or an index beyond the list; `unavailable`: there is no list that is recent
 * enough.
 */
export type Status = 'valid' | 'deleted' | 'disabled' | 'unknown' | { unavailable: unknown };

export type StatusLists = {
  /** The present status; it waits only when no list is at hand that is recent enough, and then a second at most. */
  find(reference: StatusReference): Promise<Status>;
  stop(): void;
};

type Options = {
  issuer: string;
  keys: Pick<KeySet, 'find'>;
  maxAgeMs: number;
  clockToleranceSeconds: number;
};

/** A list, and the monotonic time since when it is known to be the present one. */
type Held = { list: StatusList; etag: string | null; confirmedAtMs: number };
type Entry = { poll: Poll; recent(): StatusList | null; failure(): unknown };

/** Status types of the draft, section 7.1. */
const statuses = ['valid', 'deleted', 'disabled'] as const;

/** The status lists that tokens name, each fetched in the background from its first token on. */
export function createStatusLists(environment: Environment, options: Options): StatusLists {
  const entries = new Map<string, Entry>();
  const now = (): Date => new Date(environment.wallMs());

  function createEntry(uri: string): Entry {
    let held: Held | null = null;
    let failure: unknown = null;

    const poll = createPoll<{ list: StatusList; etag: string | null } | 'unchanged'>(environment, {
      async fetch(signal) {
        const headers = {
          ...unkept,
          accept: 'application/statuslist+jwt',
          ...(typeof held?.etag === 'string' && { 'if-none-match': held.etag }),
        };
        const response = await environment.fetch(uri, { headers, redirect: 'error', signal });
        if (response.status === 304 && held !== null) return 'unchanged';
        if (response.status !== 200) throw new Error(`${uri} answered ${response.status}`);
        const list = await readStatusList(await response.text(), { ...options, uri, now: now() });
        return { list, etag: response.headers.get('etag') };
      },
      apply(fetched, confirmedAtMs) {
        if (fetched === 'unchanged') {
          if (held !== null) held.confirmedAtMs = confirmedAtMs;
        } else {
          // A server or a cache that is behind the others, or somebody who replays what they kept.
          if (held !== null && fetched.list.issuedAtSeconds < held.list.issuedAtSeconds)
            throw new Error(`${uri} answered a list that is older than the one before`);
          held = { ...fetched, confirmedAtMs };
        }
        failure = null;
      },
      fail: (error) => void (failure = error),
      rest: () => void entries.delete(uri),
    });

    return {
      poll,
      failure: () => failure,
      recent() {
        if (held === null || environment.monotonicMs() - held.confirmedAtMs > options.maxAgeMs) return null;
        const { expiresAtSeconds } = held.list;
        return expiresAtSeconds !== null && expiresAtSeconds * 1000 <= environment.wallMs()
          ? null
          : held.list;
      },
    };
  }

  return {
    async find({ uri, idx }) {
      const entry = entries.get(uri) ?? createEntry(uri);
      entries.set(uri, entry);
      entry.poll.need();
      let list = entry.recent();
      if (list === null) {
        await entry.poll.refresh();
        list = entry.recent();
      }
      if (list === null) return { unavailable: entry.failure() };
      return statuses[statusAt(list, idx) ?? statuses.length] ?? 'unknown';
    },
    stop() {
      for (const { poll } of entries.values()) poll.stop();
    },
  };
}
