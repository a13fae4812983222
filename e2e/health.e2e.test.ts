import { request } from 'node:http';
import { expect, inject, test } from 'vitest';
import { allowConnections } from '../server/test/support/postgres.ts';
import { serveEnvironment } from './support/database.ts';
import { startServer } from './support/keyturn-process.ts';

/** A request on a connection of its own, as probes and new clients make it; null: nobody takes it. */
const ask = (server: string, path: string): Promise<number | null> =>
  new Promise((resolve) => {
    const outgoing = request(`${server}${path}`, { agent: false }, (incoming) => {
      incoming.resume().on('end', () => resolve(incoming.statusCode ?? 0));
    });
    outgoing.on('error', () => resolve(null)).end();
  });

/** Asks until the answer is that one; gives the others that came before, each once. */
async function askUntil(server: string, path: string, expected: number | null): Promise<(number | null)[]> {
  const deadline = performance.now() + 30_000;
  const others = new Set<number | null>();
  for (;;) {
    const answer = await ask(server, path);
    if (answer === expected) return [...others];
    others.add(answer);
    if (performance.now() > deadline) throw new Error(`${path} never answered ${expected}`);
  }
}

test('SIGTERM: /readyz says so first, while new connections are still answered; only then are they refused', async () => {
  const env = {
    ...(await serveEnvironment('embedded')),
    KEYTURN_STOP_DELAY_SECONDS: '4',
    KEYTURN_LOG_LEVEL: 'info',
  };
  const server = await startServer(['serve'], { env });
  expect(await ask(server.url, '/readyz')).toBe(200);
  const begun = performance.now();
  process.kill(server.pid, 'SIGTERM');
  expect(await askUntil(server.url, '/readyz', 503)).not.toContain(null);
  // A connection of its own each: they are accepted.
  expect(await ask(server.url, '/oauth2/jwks')).toBe(200);
  expect(await ask(server.url, '/healthz')).toBe(200);
  expect(await askUntil(server.url, '/readyz', null)).toEqual([503]);
  expect(performance.now() - begun).toBeGreaterThan(3_500);
  const { code, stdout, stderr } = await server.exited;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('/oauth2/jwks');
  expect(stdout).not.toMatch(/readyz|healthz/);
});

test('a server that nobody probes stops at once', async () => {
  const env = { ...(await serveEnvironment('embedded')), KEYTURN_STOP_DELAY_SECONDS: '60' };
  const server = await startServer(['serve'], { env });
  // Within the 20 seconds that stop() gives it.
  expect(await server.stop()).toMatchObject({ code: 0, stderr: '' });
});

test('the database goes away and comes back: /readyz follows, /healthz answers all the time', async () => {
  const env = await serveEnvironment('PostgreSQL');
  const server = await startServer(['serve'], { env });
  expect(await ask(server.url, '/readyz')).toBe(200);
  const { KEYTURN_DATABASE_URL: url = '' } = env;
  await allowConnections(inject('postgresUrl'), url, false);
  await askUntil(server.url, '/readyz', 503);
  expect(await ask(server.url, '/healthz')).toBe(200);
  await allowConnections(inject('postgresUrl'), url, true);
  await askUntil(server.url, '/readyz', 200);
  expect(await server.stop()).toMatchObject({ code: 0 });
});
