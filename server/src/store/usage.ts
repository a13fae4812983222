import type { CredentialMistake } from '@keyturn/contract';
import { sql } from 'kysely';
import type { Db } from './db.ts';

/** Token requests of one caller with one client secret for one resource within an hour (UTC). */
export type UseRow = {
  secretId: string;
  hour: Date;
  network: string;
  userAgent: string;
  /** The audience of the tokens. */
  resource: string;
  requests: number;
  firstAt: Date;
  lastAt: Date;
  lastAddress: string;
};

/** Requests of one caller within an hour that proved a client secret which works no longer. */
export type RefusalRow = Omit<UseRow, 'resource'> & { reason: 'expired' | 'disabled' | 'deleted' };

/** Requests with an application's client ID within an hour that proved nothing: anybody can make them. */
export type UnprovenRow = { applicationId: string; hour: Date; requests: number };

/** The last mistake with an application's credentials from one address, told from what was sent. */
export type MistakeRow = { applicationId: string; address: string; kind: CredentialMistake; at: Date };

export type UsageBatch = {
  uses: UseRow[];
  refusals: RefusalRow[];
  unproven: UnprovenRow[];
  mistakes: MistakeRow[];
};

/** Adds a batch: one statement for each kind, in one transaction that the caller opens. */
export async function addUsage(tx: Db, batch: UsageBatch): Promise<void> {
  if (batch.uses.length > 0) await addUses(tx, batch.uses);
  if (batch.refusals.length > 0) await addRefusals(tx, batch.refusals);
  if (batch.unproven.length > 0) await addUnproven(tx, batch.unproven);
  if (batch.mistakes.length > 0) await putMistakes(tx, batch.mistakes);
}

/** The rows as one parameter, however many there are. */
const asJson = (rows: object[]) => sql`${JSON.stringify(rows)}::json`;

const addUses = (db: Db, rows: UseRow[]) =>
  sql`
    with batch as (
      select * from json_to_recordset(${asJson(rows)}) as row(
        "secretId" uuid, hour timestamptz, network text, "userAgent" text, resource text, requests bigint,
        "firstAt" timestamptz, "lastAt" timestamptz, "lastAddress" text)
    ), hours as (
      insert into client_secret_usage as known
        (secret_id, hour, network, user_agent, resource, requests, first_at, last_at, last_address)
      select "secretId", hour, network, "userAgent", resource, requests, "firstAt", "lastAt", "lastAddress" from batch
      on conflict (secret_id, hour, network, user_agent, resource) do update set
        requests = known.requests + excluded.requests,
        first_at = least(known.first_at, excluded.first_at),
        last_at = greatest(known.last_at, excluded.last_at),
        last_address = excluded.last_address
    )
    insert into client_secret_use as known
      (secret_id, first_used_at, last_used_at, last_address, last_user_agent, request_count)
    select "secretId", min("firstAt"), max("lastAt"),
      (array_agg("lastAddress" order by "lastAt" desc))[1], (array_agg("userAgent" order by "lastAt" desc))[1],
      sum(requests)
    from batch group by "secretId"
    on conflict (secret_id) do update set
      first_used_at = least(known.first_used_at, excluded.first_used_at),
      last_used_at = greatest(known.last_used_at, excluded.last_used_at),
      last_address = case when excluded.last_used_at >= known.last_used_at
        then excluded.last_address else known.last_address end,
      last_user_agent = case when excluded.last_used_at >= known.last_used_at
        then excluded.last_user_agent else known.last_user_agent end,
      request_count = known.request_count + excluded.request_count`.execute(db);

const addRefusals = (db: Db, rows: RefusalRow[]) =>
  sql`
    insert into client_secret_refusal as known
      (secret_id, hour, network, user_agent, reason, requests, first_at, last_at, last_address)
    select "secretId", hour, network, "userAgent", reason, requests, "firstAt", "lastAt", "lastAddress"
    from json_to_recordset(${asJson(rows)}) as row(
      "secretId" uuid, hour timestamptz, network text, "userAgent" text, reason text, requests bigint,
      "firstAt" timestamptz, "lastAt" timestamptz, "lastAddress" text)
    on conflict (secret_id, hour, network, user_agent, reason) do update set
      requests = known.requests + excluded.requests,
      first_at = least(known.first_at, excluded.first_at),
      last_at = greatest(known.last_at, excluded.last_at),
      last_address = excluded.last_address`.execute(db);

const addUnproven = (db: Db, rows: UnprovenRow[]) =>
  sql`
    insert into application_unproven as known (application_id, hour, requests)
    select "applicationId", hour, requests
    from json_to_recordset(${asJson(rows)}) as row("applicationId" uuid, hour timestamptz, requests bigint)
    where exists (select from application where application.id = "applicationId")
    on conflict (application_id, hour) do update set requests = known.requests + excluded.requests`.execute(
    db,
  );

const putMistakes = (db: Db, rows: MistakeRow[]) =>
  sql`
    insert into application_mistake (application_id, address, kind, at)
    select "applicationId", address, kind, at
    from json_to_recordset(${asJson(rows)}) as row("applicationId" uuid, address text, kind text, at timestamptz)
    where exists (select from application where application.id = "applicationId")
    on conflict (application_id, address) do update set kind = excluded.kind, at = excluded.at`.execute(db);

/** The uses of these client secrets in hours that begin at `since` or later, oldest first. */
export async function listUses(db: Db, secretIds: string[], since: Date): Promise<UseRow[]> {
  if (secretIds.length === 0) return [];
  const rows = await db
    .selectFrom('client_secret_usage')
    .selectAll()
    .where('secret_id', 'in', secretIds)
    .where('hour', '>=', since)
    .orderBy('first_at')
    .execute();
  return rows.map((row) => ({ ...caller(row), resource: row.resource }));
}

/** The last refused request of each of these client secrets since `since`. */
export const lastRefusals = (db: Db, secretIds: string[], since: Date) =>
  db
    .selectFrom('client_secret_refusal')
    .distinctOn('secret_id')
    .select(['secret_id', 'last_at', 'last_address', 'user_agent'])
    .where('secret_id', 'in', secretIds)
    .where('hour', '>=', since)
    .orderBy('secret_id')
    .orderBy('last_at', 'desc')
    .execute();
export type LastRefusal = Awaited<ReturnType<typeof lastRefusals>>[number];

/** The refused requests of these client secrets in hours that begin at `since` or later, oldest first. */
export async function listRefusals(db: Db, secretIds: string[], since: Date): Promise<RefusalRow[]> {
  if (secretIds.length === 0) return [];
  const rows = await db
    .selectFrom('client_secret_refusal')
    .selectAll()
    .where('secret_id', 'in', secretIds)
    .where('hour', '>=', since)
    .orderBy('first_at')
    .execute();
  return rows.map((row) => ({ ...caller(row), reason: row.reason }));
}

/** The client secrets with a refused request in an hour that begins at `since` or later. */
export async function secretsRefusedSince(db: Db, since: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('client_secret_refusal')
    .select('secret_id')
    .distinct()
    .where('hour', '>=', since)
    .execute();
  return rows.map(({ secret_id }) => secret_id);
}

/** How many requests with this client ID proved nothing since `since`. */
export async function countUnproven(db: Db, applicationId: string, since: Date): Promise<number> {
  const { requests } = await db
    .selectFrom('application_unproven')
    .select((select) => select.fn.sum<string | null>('requests').as('requests'))
    .where('application_id', '=', applicationId)
    .where('hour', '>=', since)
    .executeTakeFirstOrThrow();
  return Number(requests ?? 0);
}

/** The last mistake from this address with each of these applications since `since`. */
export const listMistakes = (db: Db, applicationIds: string[], address: string, since: Date) =>
  db
    .selectFrom('application_mistake')
    .select(['application_id', 'kind', 'at'])
    .where('application_id', 'in', applicationIds)
    .where('address', '=', address)
    .where('at', '>', since)
    .execute();

/** Forgets usage of hours before `usageBefore`, and mistakes before `mistakesBefore`. */
export async function deleteOldUsage(
  db: Db,
  { usageBefore, mistakesBefore }: { usageBefore: Date; mistakesBefore: Date },
): Promise<void> {
  await db.deleteFrom('client_secret_usage').where('hour', '<', usageBefore).execute();
  await db.deleteFrom('client_secret_refusal').where('hour', '<', usageBefore).execute();
  await db.deleteFrom('application_unproven').where('hour', '<', usageBefore).execute();
  await db.deleteFrom('application_mistake').where('at', '<', mistakesBefore).execute();
}

type StoredCaller = {
  secret_id: string;
  hour: Date;
  network: string;
  user_agent: string;
  requests: string;
  first_at: Date;
  last_at: Date;
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
  lastAddress: row.last_address,
});
