import { sql } from 'kysely';
import pg from 'pg';
import type { Tx } from './db.ts';

const channel = 'keyturn_application_changed';
const reconnectMs = 1_000;

/** Tells every server, once the transaction commits, that these applications changed. */
export const notifyChanges = (tx: Tx, applicationIds: string[]): Promise<unknown> =>
  sql`select pg_notify(${channel}, id) from unnest(${applicationIds}::text[]) as id`.execute(tx);

/** The applications that these client secrets belong to. */
export async function applicationsOfSecrets(tx: Tx, secretIds: string[]): Promise<string[]> {
  const rows = await tx
    .selectFrom('client_secret')
    .select('application_id')
    .distinct()
    .where('id', 'in', secretIds)
    .execute();
  return rows.map(({ application_id }) => application_id);
}

/**
 * Hears what other servers on the same PostgreSQL change. A connection that breaks is made anew; what was missed in
 * between is seen at the next refetch of a page.
 * @returns ends it
 */
export function listenForChanges(
  connectionString: string,
  onChange: (applicationId: string) => void,
): () => Promise<void> {
  let stopped = false;
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | null = null;

  async function connect(): Promise<void> {
    const next = new pg.Client({ connectionString, keepAlive: true, application_name: 'keyturn changes' });
    client = next;
    next.on('notification', ({ payload }) => {
      if (payload !== undefined) onChange(payload);
    });
    next.on('error', () => undefined);
    next.on('end', () => {
      if (!stopped) timer = setTimeout(() => void connect(), reconnectMs);
    });
    try {
      await next.connect();
      await next.query(`listen ${channel}`);
    } catch {
      await next.end().catch(() => undefined);
    }
  }

  void connect();
  return async () => {
    stopped = true;
    if (timer !== null) clearTimeout(timer);
    await client?.end().catch(() => undefined);
  };
}
