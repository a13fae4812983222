import { sql } from 'kysely';
import { secretHas, type SecretCondition } from './attention.ts';
import type { Db } from './db.ts';

/** Organisations of which nobody has to see to anything: they are stopped. */
const stopped = sql`select id from organisation where status = 'disabled'`;

/** Applications of the same kind, and those that are the operator's own. */
const ignored = sql`
  select id from application where kind = 'operator-client'
  union all
  select id from application where status = 'disabled'
  union all
  select application.id from organisation join application on application.organisation_id = organisation.id
  where organisation.status = 'disabled'`;

const isSeenTo = sql`client_secret.application_id not in (select id from ignored)`;

/** How many applications have a client secret of each of these kinds. */
export async function countBySecrets(db: Db, conditions: SecretCondition[]): Promise<number[]> {
  const counts = conditions.map(
    (condition) => sql`(
      select count(*) from (
        select from client_secret where ${secretHas(condition)} and ${isSeenTo} group by application_id
      ) applications)`,
  );
  const { rows } = await sql<{ counts: string[] }>`
    with ignored as materialized (${ignored}) select array[${sql.join(counts)}]::bigint[] as counts`.execute(
    db,
  );
  return (rows[0]?.counts ?? []).map(Number);
}

/** How many applications have a client secret that works and expires by each of these instants, the last one last. */
export async function countExpiringBy(db: Db, now: Date, instants: Date[]): Promise<number[]> {
  const until = instants.at(-1) ?? now;
  const counts = instants.map((instant) => sql`count(*) filter (where first <= ${instant})`);
  const { rows } = await sql<{ counts: string[] }>`
    with ignored as materialized (${ignored})
    select array[${sql.join(counts)}]::bigint[] as counts from (
      select min(expires_at) as first from client_secret
      where ${secretHas({ of: 'secret', is: 'expiring', now, until })} and ${isSeenTo} group by application_id
    ) applications`.execute(db);
  return (rows[0]?.counts ?? []).map(Number);
}

/** How many applications nobody active manages, how many one person does, and in how many a rotation is under way. */
export async function countByApplication(db: Db): Promise<{ none: number; one: number; rotating: number }> {
  const seenTo = sql`kind <> 'operator-client' and status = 'active' and organisation_id not in (${stopped})`;
  const { rows } = await sql<Record<'none' | 'one' | 'rotating', string>>`
    select (select count(*) from application where active_managers = 0 and active_managers < 2 and ${seenTo}) as none,
      (select count(*) from application where active_managers = 1 and active_managers < 2 and ${seenTo}) as one,
      (select count(*) from application where rotations > 0 and ${seenTo}) as rotating`.execute(db);
  const [{ none, one, rotating } = { none: 0, one: 0, rotating: 0 }] = rows;
  return { none: Number(none), one: Number(one), rotating: Number(rotating) };
}

/** How many client secrets that are in use expire between each of these instants and the next, and until the last. */
export async function countExpirations(db: Db, now: Date, bounds: Date[]): Promise<number[]> {
  const last = bounds.at(-1) ?? now;
  const { rows } = await sql<{ part: number; secrets: string }>`
    with ignored as materialized (${ignored})
    select width_bucket(expires_at, ${bounds}::timestamptz[]) as part, count(*) as secrets from client_secret
    where ${secretHas({ of: 'secret', is: 'expiring', now, until: last })} and ${isSeenTo}
    group by 1`.execute(db);
  const counts = new Map(rows.map(({ part, secrets }) => [part, Number(secrets)]));
  return bounds.slice(1).map((_bound, index) => counts.get(index + 1) ?? 0);
}

/** How many mails failed for good. */
export async function countFailedMails(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('mail')
    .select((select) => select.fn.countAll<string>().as('count'))
    .where('status', '=', 'failed')
    .executeTakeFirstOrThrow();
  return Number(count);
}
