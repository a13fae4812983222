import type { CredentialMistake, RefusalReason } from '@keyturn/contract';
import { sql, type ExpressionBuilder, type RawBuilder } from 'kysely';
import type { Db, Tx } from './db.ts';
import type { Schema } from './schema.ts';
import { addTokenRequests } from './token-request-counts.ts';

/** Token requests of one caller with one client secret for one resource within an hour (UTC). */
export type UseRow = CallerRow & {
  /** The audience of the tokens. */
  resource: string;
};

/** Requests of one caller within an hour that proved a client secret and got no token. */
export type RefusalRow = CallerRow & { reason: RefusalReason };

type CallerRow = {
  secretId: string;
  hour: Date;
  network: string;
  userAgent: string;
  requests: number;
  firstAt: Date;
  lastAt: Date;
  firstAddress: string;
  lastAddress: string;
};

/** Requests with an application's client ID within an hour that proved nothing: anybody can make them. */
export type UnprovenRow = { applicationId: string; hour: Date; requests: number };

/** The last mistake with an application's credentials from one place, told from what was sent. */
export type MistakeRow = { applicationId: string; place: string; kind: CredentialMistake; at: Date };

export type UsageRows = {
  uses: UseRow[];
  refusals: RefusalRow[];
  unproven: UnprovenRow[];
  mistakes: MistakeRow[];
};

/** Notes that a batch is written by this transaction; false: it was written already. Batches of a writer go up. */
export async function beginBatch(
  tx: Tx,
  { writerId, number, at }: { writerId: string; number: number; at: Date },
): Promise<boolean> {
  const { rows } = await sql`
    insert into usage_writer as known (id, last_batch, at) values (${writerId}, ${number}, ${at})
    on conflict (id) do update set last_batch = excluded.last_batch, at = excluded.at
      where known.last_batch < excluded.last_batch
    returning id`.execute(tx);
  return rows.length > 0;
}

const rowsAtOnce = 2_000;

/**
 * Adds rows, in a transaction that the caller opens; of each kind none twice. Answers those applications with unproven
 * requests and with mistakes that exist.
 */
export async function addUsage(
  tx: Db,
  { uses, refusals, unproven, mistakes }: UsageRows,
): Promise<{ unproven: string[]; mistaken: string[] }> {
  await inPortions(tx, uses, addUses);
  await inPortions(tx, refusals, addRefusals);
  const [known, mistaken] = [
    await inPortions(tx, unproven, addUnproven),
    await inPortions(tx, mistakes, putMistakes),
  ];
  await addTokenRequests(tx, uses);
  return { unproven: known.map(idOf), mistaken: mistaken.map(idOf) };
}

async function inPortions<Answered>(
  db: Db,
  rows: object[],
  statement: (json: RawBuilder<unknown>) => RawBuilder<Answered>,
): Promise<Answered[]> {
  const answered: Answered[] = [];
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    // As one parameter, however many there are.
    const json = sql`${JSON.stringify(rows.slice(from, from + rowsAtOnce))}::json`;
    answered.push(...(await statement(json).execute(db)).rows);
  }
  return answered;
}

type OfApplication = { application_id: string };
const idOf = ({ application_id }: OfApplication): string => application_id;

/** What one server saw of a caller, added to what others did: earliest first, latest last. */
const addToKnown = sql`
  requests = known.requests + excluded.requests,
  first_at = least(known.first_at, excluded.first_at),
  first_address = case when excluded.first_at < known.first_at then excluded.first_address else known.first_address end,
  last_at = greatest(known.last_at, excluded.last_at),
  last_address = case when excluded.last_at < known.last_at then known.last_address else excluded.last_address end`;

const addUses = (json: RawBuilder<unknown>) =>
  sql`
    with batch as (
      select * from json_to_recordset(${json}) as row(
        "secretId" uuid, hour timestamptz, network text, "userAgent" text, resource text, requests bigint,
        "firstAt" timestamptz, "lastAt" timestamptz, "firstAddress" text, "lastAddress" text)
    ), hours as (
      insert into client_secret_usage as known (secret_id, hour, network, user_agent, resource, requests,
        first_at, last_at, first_address, last_address)
      select "secretId", hour, network, "userAgent", resource, requests,
        "firstAt", "lastAt", "firstAddress", "lastAddress" from batch
      on conflict (secret_id, hour, network, user_agent, resource) do update set ${addToKnown}
    )
    insert into client_secret_use as known
      (secret_id, first_used_at, last_used_at, last_address, last_user_agent, request_count)
    select "secretId", min("firstAt"), max("lastAt"),
      (array_agg("lastAddress" order by "lastAt" desc))[1], (array_agg("userAgent" order by "lastAt" desc))[1],
      sum(requests)
    from batch group by "secretId" order by "secretId"
    on conflict (secret_id) do update set
      first_used_at = least(known.first_used_at, excluded.first_used_at),
      last_used_at = greatest(known.last_used_at, excluded.last_used_at),
      last_address = case when excluded.last_used_at < known.last_used_at
        then known.last_address else excluded.last_address end,
      last_user_agent = case when excluded.last_used_at < known.last_used_at
        then known.last_user_agent else excluded.last_user_agent end,
      request_count = known.request_count + excluded.request_count`;

const addRefusals = (json: RawBuilder<unknown>) =>
  sql`
    insert into client_secret_refusal as known (secret_id, hour, network, user_agent, reason, requests,
      first_at, last_at, first_address, last_address)
    select "secretId", hour, network, "userAgent", reason, requests,
      "firstAt", "lastAt", "firstAddress", "lastAddress"
    from json_to_recordset(${json}) as row(
      "secretId" uuid, hour timestamptz, network text, "userAgent" text, reason text, requests bigint,
      "firstAt" timestamptz, "lastAt" timestamptz, "firstAddress" text, "lastAddress" text)
    order by "secretId"
    on conflict (secret_id, hour, network, user_agent, reason) do update set ${addToKnown}`;

const addUnproven = (json: RawBuilder<unknown>) =>
  sql<OfApplication>`
    insert into application_unproven as known (application_id, hour, requests)
    select "applicationId", hour, requests
    from json_to_recordset(${json}) as row("applicationId" uuid, hour timestamptz, requests bigint)
    where exists (select from application where application.id = "applicationId")
    on conflict (application_id, hour) do update set requests = known.requests + excluded.requests
    returning application_id`;

const putMistakes = (json: RawBuilder<unknown>) =>
  sql<OfApplication>`
    insert into application_mistake as known (application_id, place, kind, at)
    select "applicationId", place, kind, at
    from json_to_recordset(${json}) as row("applicationId" uuid, place text, kind text, at timestamptz)
    where exists (select from application where application.id = "applicationId")
    on conflict (application_id, place) do update set kind = excluded.kind, at = excluded.at
    returning application_id`;

/** The uses of these client secrets in hours in which one was at `since` or later, oldest first. */
export async function listUses(db: Db, secretIds: string[], since: Date): Promise<UseRow[]> {
  if (secretIds.length === 0) return [];
  const rows = await db
    .selectFrom('client_secret_usage')
    .selectAll()
    .where('secret_id', 'in', secretIds)
    .where(seenSince(since))
    .orderBy('first_at')
    .execute();
  return rows.map((row) => ({ ...caller(row), resource: row.resource }));
}

/** The last refused request of each of these client secrets since `since`. */
export async function lastRefusals(db: Db, secretIds: string[], since: Date) {
  type Row = Pick<StoredCaller, 'secret_id' | 'last_at' | 'last_address' | 'user_agent'> & {
    reason: RefusalReason;
  };
  // One look-up for each, of its last hour: a secret that is presented every minute has hundreds of rows. Of two that
  // were last refused at the same instant, the one that began later.
  const { rows } = await sql<Row>`
    select refused.* from unnest(${secretIds}::uuid[]) as wanted (id)
    cross join lateral (
      select secret_id, reason, last_at, last_address, user_agent from client_secret_refusal
      where secret_id = wanted.id and hour > ${anHourBefore(since)} and last_at >= ${since}
      order by hour desc, last_at desc, first_at desc limit 1
    ) refused`.execute(db);
  return rows;
}
export type LastRefusal = Awaited<ReturnType<typeof lastRefusals>>[number];

/** The refused requests of these client secrets in hours in which one was at `since` or later, oldest first. */
export async function listRefusals(db: Db, secretIds: string[], since: Date): Promise<RefusalRow[]> {
  if (secretIds.length === 0) return [];
  const rows = await db
    .selectFrom('client_secret_refusal')
    .selectAll()
    .where('secret_id', 'in', secretIds)
    .where(seenSince(since))
    .orderBy('first_at')
    .execute();
  return rows.map((row) => ({ ...caller(row), reason: row.reason }));
}

/** The client secrets with a refused request since `since`. */
export async function secretsRefusedSince(db: Db, since: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('client_secret_refusal')
    .select('secret_id')
    .distinct()
    .where(seenSince(since))
    .execute();
  return rows.map(({ secret_id }) => secret_id);
}

/** How many requests with this client ID proved nothing since the hour of `since` began. */
export async function countUnproven(db: Db, applicationId: string, since: Date): Promise<number> {
  const { requests } = await db
    .selectFrom('application_unproven')
    .select((select) => select.fn.sum<string | null>('requests').as('requests'))
    .where('application_id', '=', applicationId)
    .where('hour', '>', anHourBefore(since))
    .executeTakeFirstOrThrow();
  return Number(requests ?? 0);
}

/** The last mistake from this place with each of these applications since `since`. */
export const listMistakes = (db: Db, applicationIds: string[], place: string, since: Date) =>
  db
    .selectFrom('application_mistake')
    .select(['application_id', 'kind', 'at'])
    .where('application_id', 'in', applicationIds)
    .where('place', '=', place)
    .where('at', '>', since)
    .execute();

/** Some statements of moderate length rather than one that no time-out lets end. */
const deletedAtOnce = 10_000;

/**
 * Forgets usage of hours before `usageBefore`, mistakes before `mistakesBefore`, and which batch a writer that has
 * written nothing since `writersBefore` wrote last. Answers how many rows of usage.
 */
export async function deleteOldUsage(
  db: Db,
  before: { usageBefore: Date; mistakesBefore: Date; writersBefore: Date },
): Promise<number> {
  const { usageBefore, mistakesBefore, writersBefore } = before;
  let forgotten = 0n;
  for (const [table, column, until] of [
    ['client_secret_usage', 'hour', usageBefore],
    ['client_secret_refusal', 'hour', usageBefore],
    ['application_unproven', 'hour', usageBefore],
    ['token_request_count', 'slot', usageBefore],
    ['application_mistake', 'at', mistakesBefore],
    ['usage_writer', 'at', writersBefore],
  ] as const) {
    const portion = sql`
      delete from ${sql.table(table)} where ctid = any(array(
        select ctid from ${sql.table(table)} where ${sql.ref(column)} < ${until} limit ${deletedAtOnce}))`;
    let deleted: bigint;
    do {
      deleted = (await portion.execute(db)).numAffectedRows ?? 0n;
      if (until === usageBefore) forgotten += deleted;
    } while (deleted >= deletedAtOnce);
  }
  return Number(forgotten);
}

const hourMs = 60 * 60 * 1000;
const anHourBefore = (instant: Date): Date => new Date(instant.getTime() - hourMs);

/** By the hour too, which is indexed. */
const seenSince =
  (since: Date) => (where: ExpressionBuilder<Schema, 'client_secret_usage' | 'client_secret_refusal'>) =>
    where.and([where('hour', '>', anHourBefore(since)), where('last_at', '>=', since)]);

type StoredCaller = {
  secret_id: string;
  hour: Date;
  network: string;
  user_agent: string;
  requests: string;
  first_at: Date;
  last_at: Date;
  first_address: string;
  last_address: string;
};

const caller = (row: StoredCaller) => ({
  secretId: row.secret_id,
  hour: row.hour,
  network: row.network,
  userAgent: row.user_agent,
  requests: Number(row.requests),
  firstAt: row.first_at,
  lastAt: row.last_at,
  firstAddress: row.first_address,
  lastAddress: row.last_address,
});
