import pg from 'pg';

const patiences = {
  // A server that hangs must not hold requests for ever; the database gives up first.
  usual: {
    max: 10,
    connectionTimeoutMillis: 5_000,
    lock_timeout: 5_000,
    statement_timeout: 10_000,
    query_timeout: 12_000,
    idle_in_transaction_session_timeout: 10_000,
  },
  patient: { max: 10, connectionTimeoutMillis: 5_000, lock_timeout: 5_000 },
  swift: {
    max: 3,
    connectionTimeoutMillis: 2_000,
    lock_timeout: 2_500,
    statement_timeout: 3_000,
    query_timeout: 3_500,
    idle_in_transaction_session_timeout: 1_000,
  },
};

/**
 * A pool on a PostgreSQL server that outlives the server's restarts. One that is patient waits as long as a statement
 * takes: a backup has a table in one. A swift one is for what is of no use when it comes late.
 */
export function createPostgresPool(
  connectionString: string,
  patience: keyof typeof patiences = 'usual',
): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    ...patiences[patience],
    keepAlive: true,
    // The default of 4 is that of a disk with moving parts: it has whole tables read for a page of a list.
    options: '-c random_page_cost=1.1',
    application_name: 'keyturn',
  });
  // A connection that breaks is replaced at the next use. Without these listeners the process would end: the pool
  // hears of idle connections only, and a client of a break between two statements of a transaction.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
