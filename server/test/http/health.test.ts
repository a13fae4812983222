import { sql } from 'kysely';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { inTransaction } from '../../src/store/db.ts';
import { startKeyturn, type TestKeyturn } from '../support/keyturn.ts';

const probe = async ({ app }: TestKeyturn, url = '/readyz') => {
  const begun = performance.now();
  const { statusCode, body, headers } = await app.inject(url);
  return { statusCode, body, headers, tookMs: performance.now() - begun };
};

/** Asks /readyz until it answers so; gives everything that it answered. */
async function probeUntil(keyturn: TestKeyturn, statusCode: number) {
  const deadline = performance.now() + 10_000;
  const answers = [];
  for (;;) {
    const answer = await probe(keyturn);
    answers.push(answer);
    if (answer.statusCode === statusCode) return answers;
    if (performance.now() > deadline) throw new Error(`/readyz never answered ${statusCode}`);
    await setImmediate();
  }
}

/** The database answers nothing that /readyz asks, until `work` is done. */
const whileItHangs = (keyturn: TestKeyturn, work: () => Promise<void>): Promise<void> =>
  inTransaction(keyturn.deps.db, async (tx) => {
    // The embedded one has a single connection, which this holds.
    await sql`lock table kysely_migration in access exclusive mode`.execute(tx);
    await work();
  });

/** The last migration is missing until `work` is done; other tests go on with this database. */
async function withoutLastMigration({ deps }: TestKeyturn, work: () => Promise<void>): Promise<void> {
  await sql`update kysely_migration set name = name || '.away'
    where name = (select max(name) from kysely_migration)`.execute(deps.db);
  try {
    await work();
  } finally {
    await sql`update kysely_migration set name = replace(name, '.away', '')`.execute(deps.db);
  }
}

describe('/healthz and /readyz', () => {
  test('answer everybody, uncached, and say nothing more than that', async () => {
    const keyturn = await startKeyturn();
    const [health, ready] = [await probe(keyturn, '/healthz'), await probe(keyturn)];
    expect([health.statusCode, health.body]).toEqual([200, '{"status":"ok"}']);
    expect([ready.statusCode, ready.body]).toEqual([200, '{"status":"ready"}']);
    for (const { headers } of [health, ready]) expect(headers['cache-control']).toBe('no-store');
    expect((await keyturn.app.inject({ method: 'HEAD', url: '/readyz' })).statusCode).toBe(200);
  });

  test('leave no line in the log, whatever they answer; that the server is not ready any more leaves one', async () => {
    const lines: string[] = [];
    const keyturn = await startKeyturn({ logTo: { write: (line) => void lines.push(line) } });
    await probe(keyturn, '/oauth2/jwks');
    expect(lines.join('')).toContain('/oauth2/jwks');
    lines.length = 0;
    for (const url of ['/healthz', '/readyz']) await probe(keyturn, url);
    expect(lines).toEqual([]);
    await withoutLastMigration(keyturn, async () => {
      for (let again = 0; again < 3; again += 1) expect((await probe(keyturn)).statusCode).toBe(503);
    });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('a migration is missing');
  });

  test('a database without our schema is not ready, and the answer does not say why', async () => {
    const keyturn = await startKeyturn();
    await withoutLastMigration(keyturn, async () => {
      const { statusCode, body } = await probe(keyturn);
      expect([statusCode, body]).toEqual([503, '{"status":"not-ready"}']);
      expect((await probe(keyturn, '/healthz')).statusCode).toBe(200);
    });
    expect((await probe(keyturn)).statusCode).toBe(200);
  });

  test('a database that hangs: /healthz answers, /readyz within 100 ms, ready while it may be busy only, then 503, then ready again', async () => {
    const keyturn = await startKeyturn();
    await probeUntil(keyturn, 200);
    await whileItHangs(keyturn, async () => {
      expect((await probe(keyturn, '/healthz')).statusCode).toBe(200);
      const answers = await probeUntil(keyturn, 503);
      expect(answers[0]?.statusCode).toBe(200);
      expect(answers.at(-1)?.body).toBe('{"status":"not-ready"}');
      const took = answers.map(({ tookMs }) => tookMs).toSorted((one, other) => one - other);
      // The middle one: another process may have the processor for a moment.
      expect(took[Math.floor(took.length / 2)]).toBeLessThan(100);
    });
    await probeUntil(keyturn, 200);
  });

  test('a database that hangs from the start is not ready at once', async () => {
    const keyturn = await startKeyturn();
    await whileItHangs(keyturn, async () => {
      expect((await probe(keyturn)).statusCode).toBe(503);
    });
  });

  test('a server that is about to stop is not ready, and goes on answering everything else', async () => {
    const keyturn = await startKeyturn();
    expect(keyturn.deps.readiness.isWatched()).toBe(false);
    await probe(keyturn);
    expect(keyturn.deps.readiness.isWatched()).toBe(true);
    keyturn.deps.readiness.leave();
    expect((await probe(keyturn)).statusCode).toBe(503);
    for (const url of ['/healthz', '/oauth2/jwks']) expect((await probe(keyturn, url)).statusCode).toBe(200);
  });
});
