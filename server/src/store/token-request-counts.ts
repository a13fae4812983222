import { sql } from 'kysely';
import type { Db } from './db.ts';

const slotMs = 15 * 60 * 1000;

/**
 * Adds token requests that succeeded to those of each quarter of an hour, of all client secrets together: in every time
 * zone a day begins with one of those. Last in a transaction: every server adds to the same row.
 */
export async function addTokenRequests(tx: Db, uses: { firstAt: Date; requests: number }[]): Promise<void> {
  if (uses.length === 0) return;
  const bySlot = Map.groupBy(uses, ({ firstAt }) => Math.floor(firstAt.getTime() / slotMs));
  const rows = [...bySlot]
    .toSorted(([one], [other]) => one - other)
    .map(([slot, own]) => ({
      slot: new Date(slot * slotMs),
      requests: own.reduce((sum, { requests }) => sum + requests, 0),
    }));
  await sql`
    insert into token_request_count as known (slot, requests)
    select slot, requests from json_to_recordset(${JSON.stringify(rows)}::json) as row(slot timestamptz, requests bigint)
    on conflict (slot) do update set requests = known.requests + excluded.requests`.execute(tx);
}

/** How many token requests succeeded on each date of a time zone since `since`; dates without any are left out. */
export async function countTokenRequests(
  db: Db,
  timeZone: string,
  since: Date,
): Promise<Map<string, number>> {
  const { rows } = await sql<{ date: string; requests: string }>`
    select to_char(slot at time zone ${timeZone}, 'YYYY-MM-DD') as date, sum(requests) as requests
    from token_request_count where slot >= ${since} group by 1`.execute(db);
  return new Map(rows.map(({ date, requests }) => [date, Number(requests)]));
}
