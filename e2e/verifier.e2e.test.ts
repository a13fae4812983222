import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { afterFile } from './support/after-file.ts';
import { serveEnvironment, signIn } from './support/database.ts';
import { federationFile, people } from './support/federation.ts';
import { findTestPort } from './support/free-port.ts';
import { accessToken, bearer, send } from './support/http.ts';
import { createSecret, deleteSecret, expectRefusedBy } from './support/journey.ts';
import { repository, startServer, succeed } from './support/keyturn-process.ts';
import { makeTemporaryDirectory } from './support/temporary-directory.ts';

/** The API that the examples of @keyturn/verifier are, as the demo has it. */
const api = { id: '01ade02a-08ec-465f-80fc-70f1ff80faa7', identifier: 'https://data-manager.example.org' };
const clientId = '1c000000-0000-4000-8000-000000000009';

const examples = join(repository, 'verifier/examples');
let server: string;
let manager: Record<string, string>;

beforeAll(async () => {
  const env = await serveEnvironment('PostgreSQL');
  server = (await startServer(['serve'], { env })).url;
  await succeed(['import', writeFederation()], { env });
  manager = (await signIn(env, server)).eastManager.headers;
});

/** The sample federation, with the examples’ API. */
function writeFederation(): string {
  const file = join(makeTemporaryDirectory(), 'federation.json');
  const federation = JSON.parse(readFileSync(federationFile, 'utf8')) as Record<string, object[]>;
  const more = {
    ...federation,
    apis: [
      ...(federation['apis'] ?? []),
      {
        ...api,
        name: 'Data Manager',
        code: 'DM',
        environment: 'production',
        roles: ['DM.Use'],
        statusCheck: 'status-list',
      },
    ],
    applications: [
      ...(federation['applications'] ?? []),
      { clientId, organisation: '1a000000-0000-4000-8000-000000000001', apis: [api.id] },
    ],
    managers: [
      ...(federation['managers'] ?? []),
      {
        application: clientId,
        user: people.eastManager,
        confirmedBy: 'Head of IT (sample)',
        confirmedAt: '2026-01-04T09:00:00Z',
        reference: 'SAMPLE-9',
      },
    ],
  };
  writeFileSync(file, JSON.stringify(more));
  return file;
}

/** An example as its own process; gives the address of its `/donors` once it answers. */
async function startExample(file: string): Promise<string> {
  const port = await findTestPort();
  const child = spawn(process.execPath, [join(examples, file)], {
    env: { ...process.env, KEYTURN: server, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  const ended = once(child, 'close');
  afterFile(() => {
    child.kill('SIGKILL');
    return ended;
  });
  const url = `http://localhost:${port}/donors`;
  const deadline = performance.now() + 10_000;
  for (;;) {
    const answer = await send('GET', url).catch(() => null);
    if (answer !== null) return url;
    if (child.exitCode !== null || performance.now() > deadline)
      throw new Error(`${file} does not answer: ${stderr}`);
    await new Promise((resolve) => void setTimeout(resolve, 20));
  }
}

describe('the examples of @keyturn/verifier, on a real server', () => {
  test('R1.5 R2.5 accept a token, and refuse it within five seconds of the answer that its secret is deleted', async () => {
    const urls = await Promise.all(['plain.js', 'express.js', 'fastify.js'].map(startExample));
    const secret = await createSecret(server, manager, clientId);
    const token = await accessToken(server, { clientId, clientSecret: secret.clientSecret }, api.identifier);
    const byId = await accessToken(server, { clientId, clientSecret: secret.clientSecret }, api.id);
    const portal = await accessToken(
      server,
      { clientId, clientSecret: secret.clientSecret },
      `${server}/api`,
    );
    for (const url of urls) {
      const anonymous = await send('GET', url);
      expect([url, anonymous.status, anonymous.headers.get('www-authenticate')]).toEqual([
        url,
        401,
        `Bearer realm="${api.identifier}"`,
      ]);
      const foreign = await send('GET', url, { headers: bearer(portal) });
      expect([url, foreign.status, foreign.headers.get('www-authenticate')]).toEqual([
        url,
        401,
        `Bearer realm="${api.identifier}", error="invalid_token", error_description="The access token is for another API. Ask for one for this API."`,
      ]);
      for (const accepted of [token, byId]) {
        const answer = await send('GET', url, { headers: bearer(accepted) });
        expect([url, answer.status, answer.text]).toEqual([url, 200, JSON.stringify({ caller: clientId })]);
      }
    }

    expect((await deleteSecret(server, manager, clientId, secret.id)).status).toBe(204);
    const deadline = performance.now() + 5_000;
    await Promise.all(urls.map((url) => expectRefusedBy(url, bearer(token), deadline)));
  });

  test('Hono’s answers as the others do', async () => {
    vi.stubEnv('KEYTURN', server);
    const { default: app } = (await import(join(examples, 'hono.js'))) as {
      default: { request(path: string, init?: RequestInit): Promise<Response> };
    };
    const secret = await createSecret(server, manager, clientId);
    const token = await accessToken(server, { clientId, clientSecret: secret.clientSecret }, api.identifier);
    expect((await app.request('/donors')).status).toBe(401);
    const answer = await app.request('/donors', { headers: bearer(token) });
    expect([answer.status, await answer.json()]).toEqual([200, { caller: clientId }]);
  });
});
