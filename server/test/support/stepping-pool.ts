import type { Pool, PoolClient } from 'pg';

/** A statement that stands still until it is let go on. */
type Pause = {
  /** Resolves once the statement has come there. */
  reached: Promise<void>;
  goOn: () => void;
};

export type SteppingPool = {
  pool: Pool;
  /** Stops the next statement with this text before it is sent, or before its answer is heard. */
  pause: (where: 'before' | 'after', text: string | RegExp) => Pause;
  /** Sends another text in the place of this one, from now on. */
  rewrite: (from: string | RegExp, to: string) => void;
  /** How many statements were sent. */
  readonly statements: number;
  /** Their texts. */
  readonly sent: readonly string[];
};

type Step = { where: 'before' | 'after'; text: string | RegExp; arrive: () => void; gone: Promise<void> };

/** One server's connections, whose statements a test can hold back. */
export function createSteppingPool(inner: Pool): SteppingPool {
  const steps: Step[] = [];
  const rewritten: [from: string | RegExp, to: string][] = [];
  const sent: string[] = [];

  async function pass(where: Step['where'], sql: string): Promise<void> {
    const found = steps.findIndex((step) => step.where === where && matches(step.text, sql));
    const [step] = found === -1 ? [] : steps.splice(found, 1);
    step?.arrive();
    await step?.gone;
  }

  const wrap = (client: PoolClient): PoolClient => {
    const query = async (sql: string, parameters?: unknown[]) => {
      sent.push(sql);
      await pass('before', sql);
      const text = rewritten.reduce((from, [part, to]) => from.replace(part, to), sql);
      const answer = await client.query(text, parameters);
      await pass('after', sql);
      return answer;
    };
    return new Proxy(client, {
      get: (target, name) => {
        if (name === 'query') return query;
        if (name === 'release') return (error?: Error | boolean) => client.release(error);
        return Reflect.get(target, name, target) as unknown;
      },
    });
  };

  return {
    // Kysely asks a pool for no more than this.
    pool: { connect: async () => wrap(await inner.connect()), end: () => inner.end() } as unknown as Pool,
    pause(where, text) {
      const reached = Promise.withResolvers<void>();
      const gone = Promise.withResolvers<void>();
      steps.push({ where, text, arrive: reached.resolve, gone: gone.promise });
      return { reached: reached.promise, goOn: gone.resolve };
    },
    rewrite: (from, to) => void rewritten.push([from, to]),
    sent,
    get statements() {
      return sent.length;
    },
  };
}

const matches = (text: string | RegExp, sql: string): boolean =>
  typeof text === 'string' ? sql.includes(text) : text.test(sql);
