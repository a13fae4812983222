import type { ClientSecretRow } from '../../store/client-secrets.ts';
import type { Db } from '../../store/db.ts';
import { listRefusals, listUses, type RefusalRow, type UseRow } from '../../store/usage.ts';
import { clientSecretStatus, isUsable } from '../client-secret/client-secret-status.ts';
import { otherCallers, type Use } from '../usage/caller.ts';
import { takeOver, type TakeOver } from './take-over.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** The pauses of 90 days count (R1.8), also for what was due some weeks ago. */
const replacedMs = 125 * dayMs;
const secretsAtOnce = 400;

/** A client secret and those that are to replace it. */
export type Pair = { replaced: ClientSecretRow; replacements: ClientSecretRow[] };

/** What real use shows of replaced secrets and of their replacements. */
export type Evidence = {
  /** Who asked for tokens with a replaced secret, and who was refused. */
  presented: (replaced: ClientSecretRow) => Use[];
  /** Who obtained tokens with a replacement. */
  used: (replacement: ClientSecretRow) => (Use & { resource: string })[];
};

/** Reads what `takeOverOf` decides from: of a replacement, all since it was created. */
export async function readEvidence(db: Db, pairs: Pair[], now: Date): Promise<Evidence> {
  const since = new Date(now.getTime() - replacedMs);
  const replaced = pairs.map(({ replaced: { id } }) => id);
  const replacements = pairs.flatMap((pair) => pair.replacements);
  const created = replacements.reduce((oldest, { created_at: at }) => (at < oldest ? at : oldest), now);
  const [oldUses, oldRefusals, newUses] = [
    await inPortions(replaced, (ids) => listUses(db, ids, since)),
    await inPortions(replaced, (ids) => listRefusals(db, ids, since)),
    await inPortions(
      replacements.map(({ id }) => id),
      (ids) => listUses(db, ids, created),
    ),
  ];
  return {
    presented: (secret) =>
      withFirstUse<Use>([...(oldUses.get(secret.id) ?? []), ...(oldRefusals.get(secret.id) ?? [])], secret),
    used: (secret) => withFirstUse<Use & { resource: string }>(newUses.get(secret.id) ?? [], secret),
  };
}

/** How far `replacement` has taken over at `now`; one that obtains no tokens has taken over nothing (R1.8). */
export function takeOverOf(
  { presented, used }: Evidence,
  replaced: ClientSecretRow,
  replacement: ClientSecretRow,
  now: Date,
): TakeOver {
  const shown = takeOver(presented(replaced), used(replacement), now);
  return isUsable(clientSecretStatus(replacement, now))
    ? shown
    : { ...shown, waitingFor: 'replacement-not-valid' };
}

/** That a secret was used before the rows that were read begin: by whom is not known any more. */
export function withFirstUse<Row extends Use>(
  rows: Row[],
  { first_used_at: at }: Pick<ClientSecretRow, 'first_used_at'>,
): (Row | FirstUse)[] {
  if (at === null || rows.some(({ firstAt }) => firstAt <= at)) return rows;
  const first = { ...otherCallers, requests: 0, firstAt: at, lastAt: at, firstAddress: '', lastAddress: '' };
  return [{ ...first, resource: '' }, ...rows];
}

type FirstUse = Use & { resource: string };

async function inPortions<Row extends UseRow | RefusalRow>(
  secretIds: string[],
  read: (ids: string[]) => Promise<Row[]>,
): Promise<Map<string, Row[]>> {
  const unique = [...new Set(secretIds)];
  const portions: Row[][] = [];
  for (let start = 0; start < unique.length; start += secretsAtOnce)
    portions.push(await read(unique.slice(start, start + secretsAtOnce)));
  return Map.groupBy(portions.flat(), ({ secretId }) => secretId);
}
