import { request } from 'node:http';
import { beforeAll, expect, test } from 'vitest';
import { serveEnvironment, withDeps } from './support/database.ts';
import type { Credentials } from './support/http.ts';
import {
  run,
  startServer,
  waitForOutput,
  type Environment,
  type KeyturnServer,
} from './support/keyturn-process.ts';

let env: Environment;
let server: KeyturnServer;
let client: Credentials;

beforeAll(async () => {
  env = { ...(await serveEnvironment('PostgreSQL')), KEYTURN_WORKERS: '2', KEYTURN_LOG_LEVEL: 'info' };
  server = await startServer(['serve'], { env });
  await waitForOutput(server, /2 processes answer requests\./);
  const created = await run(['operator-client', 'create', '--name', 'Automation', '--json'], { env });
  client = JSON.parse(created.stdout) as Credentials;
});

/** Asks for a token on a connection of its own, which any of the processes may take. */
const requestToken = ({ clientId, clientSecret }: Credentials): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    request(`${server.url}/oauth2/token`, { method: 'POST', agent: false, headers }, (response) =>
      response.resume().on('end', () => resolve(response.statusCode)),
    )
      .on('error', reject)
      .end(body.toString());
  });

const requestTokens = async (): Promise<(number | undefined)[]> => {
  const statuses = new Set<number | undefined>();
  for (let asked = 0; asked < 8; asked += 1) statuses.add(await requestToken(client));
  return [...statuses];
};

/** The processes that answered requests, by the log. */
const answering = (): number[] => [
  ...new Set(
    [...server.stdout().matchAll(/"pid":(\d+),.*"msg":"request completed"/g)].map(([, pid]) => Number(pid)),
  ),
];

const leases = (): Promise<number> =>
  withDeps(env, async ({ db }) => (await db.selectFrom('server_instance').select('id').execute()).length);

test('KEYTURN_WORKERS=2 runs two processes on one port; each is an instance with its own lease', async () => {
  expect(await requestTokens()).toEqual([200]);
  await expect.poll(answering).toHaveLength(2);
  expect(answering()).not.toContain(server.pid);
  expect(await leases()).toBe(2);
  expect(server.stdout().match(/Keyturn is ready/g)).toHaveLength(1);
});

test('a crashed one is restarted, and the other answers meanwhile', async () => {
  const [killed = 0] = answering();
  process.kill(killed, 'SIGKILL');
  await waitForOutput(server, /a server process ended/);
  expect(await requestTokens()).toEqual([200]);
  await expect.poll(async () => ((await requestTokens()).length, answering())).toHaveLength(3);
});

test('R1.5 what is deleted obtains no token from any of them, and the lease of the killed one is given up', async () => {
  const { code } = await run(['operator-client', 'delete', client.clientId], { env });
  expect(code).toBe(0);
  expect(await requestTokens()).toEqual([401]);
  expect(await leases()).toBe(2);
});

test('SIGTERM stops all of them, and is answered once', async () => {
  process.kill(server.pid, 'SIGTERM');
  const { code, stdout, stderr } = await server.exited;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.match(/Stopping|Stopped/g)).toEqual(['Stopping', 'Stopped']);
  for (const pid of answering()) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  expect(await leases()).toBe(0);
});

test('what keeps the first from starting is said once', async () => {
  const refused = await run(['serve'], { env: { ...env, KEYTURN_TENANT_ID: crypto.randomUUID() } });
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr.match(/KEYTURN_TENANT_ID is/g)).toHaveLength(1);
});
