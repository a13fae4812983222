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

// The default of 4 is that of a disk with moving parts: it has whole tables read for a page of a list.
const usualOptions = '-c random_page_cost=1.1';
const options = {
  usual: usualOptions,
  patient: usualOptions,
  // What a server says about itself has to outlive a crash of the database, as changes do.
  swift: `${usualOptions} -c synchronous_commit=on`,
};

/**
 * A connection on which an answer does not come in time is broken off: whoever is at the other end may be gone without
 * a word, and what is asked next would wait behind what is lost.
 */
class PromptClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    const query = this.query.bind(this) as (...args: unknown[]) => unknown;
    // The overloads of `query` cannot be overridden one by one.
    Object.assign(this, {
      query: (...args: unknown[]) => {
        const answer = query(...args);
        if (answer instanceof Promise)
          answer.catch((error: unknown) => {
            if (error instanceof Error && error.message === 'Query read timeout')
              this.connection.stream.destroy();
          });
        return answer;
      },
    });
  }
}

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
    Client: PromptClient,
    ...patiences[patience],
    keepAlive: true,
    options: options[patience],
    application_name: 'keyturn',
  });
  // A connection that breaks is replaced at the next use. Without these listeners the process would end: the pool
  // hears of idle connections only, and a client of a break between two statements of a transaction.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
