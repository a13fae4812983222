import type { SecretUsage } from '@keyturn/contract';
import { expect, test } from 'vitest';
import { serveEnvironment, signIn, type DatabaseKind } from './support/database.ts';
import { applications, federationFile } from './support/federation.ts';
import { requestToken, send } from './support/http.ts';
import { createSecret, secretsUrl } from './support/journey.ts';
import { startServer, succeed, type Environment } from './support/keyturn-process.ts';

const clientId = applications.eastData;
const kinds: DatabaseKind[] = ['embedded', 'PostgreSQL'];
const soonMs = 10_000;

/** A server with a client secret, which counts what it was used for. */
async function start(kind: DatabaseKind) {
  const env: Environment = await serveEnvironment(kind);
  await succeed(['import', federationFile], { env });
  const { eastManager } = await signIn(env, `http://localhost:${env['KEYTURN_PORT']}`);
  const server = await startServer(['serve'], { env });
  const { id, clientSecret } = await createSecret(server.url, eastManager.headers, clientId);
  return {
    env,
    server,
    /** So many token requests, each of which obtained a token. */
    use: async (times: number): Promise<void> => {
      for (let time = 0; time < times; time += 1)
        expect((await requestToken(server.url, { clientId, clientSecret })).status).toBe(200);
    },
    counted: async (): Promise<number> => {
      const answer = await send('GET', `${secretsUrl(server.url, clientId)}/${id}/usage`, {
        headers: eastManager.headers,
      });
      return answer.json<SecretUsage>().requestsThisWeek;
    },
  };
}

test.each(kinds)('R1.2 on %s, use is exact after SIGTERM, whatever was not written yet', async (kind) => {
  const { env, server, use, counted } = await start(kind);
  await use(25);
  process.kill(server.pid, 'SIGTERM');
  expect(await server.exited).toMatchObject({ code: 0, stderr: '' });
  const again = await startServer(['serve'], { env });
  expect(await counted()).toBe(25);
  await again.stop();
});

test.each(kinds)(
  'R1.2 on %s, kill -9 loses no use that was written, and counts nothing twice',
  async (kind) => {
    const { env, server, use, counted } = await start(kind);
    await use(20);
    await expect.poll(counted, { timeout: soonMs }).toBe(20);
    await use(10);
    await server.kill();
    const again = await startServer(['serve'], { env });
    const found = await counted();
    expect(found).toBeGreaterThanOrEqual(20);
    expect(found).toBeLessThanOrEqual(30);
    await use(5);
    await expect.poll(counted, { timeout: soonMs }).toBe(found + 5);
    await again.stop();
  },
);
