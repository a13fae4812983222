import type { Pool, PoolClient } from 'pg';

/** A statement as it went to the database. */
export type RecordedQuery = { sql: string; parameters: unknown[] };

export type QueryRecorder = {
  /** What `work` has the database do, each statement once. */
  record: (work: () => Promise<unknown>) => Promise<RecordedQuery[]>;
};

/** Listens to what goes through a pool. */
export function recordQueries(pool: Pool): QueryRecorder {
  let recorded: Map<string, RecordedQuery> | null = null;
  const listened = new WeakSet<PoolClient>();
  const connect = pool.connect.bind(pool) as (...input: unknown[]) => Promise<PoolClient>;
  // The pool's own query() hands in a callback; Kysely waits for a promise.
  const listen = async (...input: unknown[]): Promise<PoolClient> => {
    const client = await connect(...input);
    if (input.length > 0) return client;
    if (listened.has(client)) return client;
    listened.add(client);
    const query = client.query.bind(client) as (...input: unknown[]) => unknown;
    const recording = (...statementInput: unknown[]): unknown => {
      const [statement, parameters] = statementInput;
      if (typeof statement === 'string')
        recorded?.set(statement, { sql: statement, parameters: Array.isArray(parameters) ? parameters : [] });
      return query(...statementInput);
    };
    Object.assign(client, { query: recording });
    return client;
  };
  Object.assign(pool, { connect: listen });
  return {
    async record(work) {
      recorded = new Map();
      try {
        await work();
        return [...recorded.values()];
      } finally {
        recorded = null;
      }
    },
  };
}
