import { createHash } from 'node:crypto';
import { SignJWT } from 'jose';
import { countStatusIndexes } from '../../store/status-lists.ts';
import type { Deps } from '../deps.ts';
import { shareRuns } from '../share-runs.ts';
import { packStatuses, statusBits } from './pack-statuses.ts';
import { readStatuses } from './read-statuses.ts';

/** A status list at one moment. */
type StatusList = {
  /** Names what the list says: the same from every server, until that changes or the hour does. */
  etag: string;
  /** The Status List Token: a JWT, signed when it is first asked for. */
  token(): Promise<string>;
};

export type StatusLists = {
  /** The `status_list` of an access token: where the status of its client secret stands. */
  reference(statusIndex: number): { idx: number; uri: string };
  /** A list as it stands at some moment after the call; null: no client secret stands in it. */
  find(number: number): Promise<StatusList | null>;
  /** Where each list is. */
  uris(): Promise<string[]>;
};

type ListDeps = Pick<Deps, 'db' | 'clock' | 'config' | 'signingKeys' | 'memory'>;

/**
 * Entries of a list, for good: a token of any age finds its own by them. A list is 16 KiB at most, and has room for
 * the client secrets of years.
 */
const defaultEntries = 65_536;
/** How long whoever holds a list may keep it before looking again (`ttl`): R1.5 promises five seconds in all. */
const ttlSeconds = 2;
/** A list that does not change gets a new signature each hour, and none is good for more than two. */
const renewedAfterSeconds = 3600;
const validForSeconds = 2 * renewedAfterSeconds;

/**
 * The status lists of all client secrets (Token Status List), each secret by the index that it was given when it was
 * created. A status is derived from what is, never toggled: deleted is `INVALID`; disabled, by itself or with its
 * application or organisation, is `SUSPENDED`; everything else is `VALID`, an expired one too, because none of its
 * tokens lives.
 */
export function createStatusLists(deps: ListDeps, { entries = defaultEntries } = {}): StatusLists {
  const uriOf = (number: number): string => `${deps.config.publicUrl}/oauth2/status-lists/${number}`;
  const count = shareRuns(async () => Math.ceil((await countStatusIndexes(deps.db)) / entries));
  const lists = new Map<number, () => Promise<StatusList>>();
  let lastIssuedSeconds = 0;

  /** Never goes back, though the clock may: whoever holds a list takes none that is older. */
  function issue(): number {
    lastIssuedSeconds = Math.max(lastIssuedSeconds, Math.floor(deps.clock.now().getTime() / 1000));
    return lastIssuedSeconds;
  }

  function createList(number: number): () => Promise<StatusList> {
    const range = { from: number * entries, to: (number + 1) * entries };
    let held: { period: number; revision: string; packed: Buffer } | null = null;

    return shareRuns(async () => {
      const issuedAtSeconds = issue();
      const period = Math.floor(issuedAtSeconds / renewedAfterSeconds);
      // With the hour all is signed anew anyway: it is read anew, too.
      const known = held?.period === period ? held : null;
      const { revision, stopped } = await readStatuses(deps, range, known?.revision ?? null);
      const packed =
        stopped === null && known !== null ? known.packed : packStatuses(range.from, entries, stopped ?? []);
      held = { period, revision, packed };
      return present({ uri: uriOf(number), issuedAtSeconds, period, packed });
    });
  }

  async function present(list: { uri: string; issuedAtSeconds: number; period: number; packed: Buffer }) {
    // Whatever tokens are signed by: one algorithm is enough for lists.
    const { kid, algorithm, privateKey } = await deps.signingKeys.current('ES256');
    const content = createHash('sha256').update(`${kid} ${list.period} `).update(list.packed);
    let token: Promise<string> | null = null;
    return {
      // Weak: the same list is signed anew by each server.
      etag: `W/"${content.digest('base64url')}"`,
      token: () =>
        (token ??= new SignJWT({
          ttl: ttlSeconds,
          status_list: { bits: statusBits, lst: list.packed.toString('base64url') },
        })
          .setProtectedHeader({ typ: 'statuslist+jwt', alg: algorithm, kid })
          .setIssuer(deps.config.publicUrl)
          .setSubject(list.uri)
          .setIssuedAt(list.issuedAtSeconds)
          .setExpirationTime(list.issuedAtSeconds + validForSeconds)
          .sign(privateKey)),
    };
  }

  return {
    reference: (statusIndex) => ({
      idx: statusIndex % entries,
      uri: uriOf(Math.floor(statusIndex / entries)),
    }),
    async find(number) {
      if (!lists.has(number) && number >= (await count())) return null;
      const list = lists.get(number) ?? createList(number);
      lists.set(number, list);
      return list();
    },
    uris: async () => Array.from({ length: await count() }, (_, number) => uriOf(number)),
  };
}
