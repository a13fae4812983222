import type { Pool, PoolClient } from 'pg';

/** What every statement of a crashed server ends with. */
class CrashedError extends Error {
  override readonly name = 'CrashedError';
}

/** Decides at which statement boundary a server crashes. */
export type CrashPlan = {
  /** Asked before each statement, and before a mail is handed over. */
  crashesBefore(statement: string): boolean;
};

/** One incarnation of a server's connections to the database. */
export type CrashingPool = {
  pool: Pool;
  /** From now on `plan` is asked; null: nothing crashes. */
  arm: (plan: CrashPlan | null) => void;
  /** A boundary that is not a statement; throws where the server crashes. */
  pass: (boundary: string) => void;
  isCrashed: () => boolean;
};

/**
 * A pool whose connections a crash destroys between two statements: what was sent is in the database, what was not
 * never comes, an open transaction is gone. It is dead afterwards, as a process is.
 * @param cut what a crash does to a connection
 * @param onBoundary hears of every boundary that it reaches, and whether it crashed there
 */
export function createCrashingPool(
  inner: Pool,
  cut: (client: PoolClient) => void,
  onBoundary: (crashed: boolean) => void,
): CrashingPool {
  const held = new Set<PoolClient>();
  let plan: CrashPlan | null = null;
  let crashed = false;

  const pass = (boundary: string): void => {
    if (!crashed && plan?.crashesBefore(boundary) === true) {
      crashed = true;
      for (const client of held) cut(client);
    }
    onBoundary(crashed);
    if (crashed) throw new CrashedError(`crashed before ${boundary}`);
  };

  const wrap = (client: PoolClient): PoolClient => {
    held.add(client);
    const query = (sql: string, parameters?: unknown[]) => {
      pass(shapeOf(sql));
      return client.query(sql, parameters);
    };
    const release = (error?: Error | boolean): void => {
      held.delete(client);
      client.release(crashed || error);
    };
    return new Proxy(client, {
      get: (target, name) => {
        if (name === 'query') return query;
        if (name === 'release') return release;
        return Reflect.get(target, name, target) as unknown;
      },
    });
  };

  const connect = async (): Promise<PoolClient> => {
    if (crashed) throw new CrashedError('crashed');
    const client = await inner.connect();
    const wrapped = wrap(client);
    if (!crashed) return wrapped;
    wrapped.release();
    throw new CrashedError('crashed');
  };

  return {
    // Kysely asks a pool for no more than this.
    pool: { connect, end: () => inner.end() } as unknown as Pool,
    arm: (next) => void (plan = next),
    pass,
    isCrashed: () => crashed,
  };
}

/** A statement whatever its parameters, and however many of them there are. */
const shapeOf = (sql: string): string =>
  sql
    .replaceAll(/\$\d+/g, '?')
    .replaceAll(/\((\?|default)(, (\?|default))*\)/g, '(…)')
    .replaceAll(/\(…\)(, \(…\))+/g, '(…)');
