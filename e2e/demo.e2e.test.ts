import { cpSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { join } from 'node:path';
import { decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { freshCode } from './support/browser-authenticator.ts';
import { dumpDatabase, serveEnvironment, withDeps } from './support/database.ts';
import { printedCurl, readDemo, startDemo, type Demo } from './support/demo.ts';
import { findTestPort, isFree } from './support/free-port.ts';
import { accessToken, bearer, requestToken, send } from './support/http.ts';
import { asOperator, expectLifeOfSecret, listApplications } from './support/journey.ts';
import {
  launch,
  run,
  startServer,
  waitForOutput,
  type Environment,
  type KeyturnServer,
} from './support/keyturn-process.ts';
import { runInShell } from './support/shell.ts';
import { makeTemporaryDirectory } from './support/temporary-directory.ts';

const text = expect.any(String) as string;
const uuid = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/) as string;
const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string;
const secretValue = expect.stringMatching(/^[A-Za-z0-9]{3}_kt_[A-Za-z0-9]{49}$/) as string;

const tokenFrom = async (curl: string): Promise<string> => {
  const answer = JSON.parse(await runInShell(curl)) as { access_token?: string };
  expect(answer).toEqual({ access_token: text, token_type: 'Bearer', expires_in: 3599 });
  return answer.access_token ?? '';
};

/** A seeded demo that was stopped cleanly; tests that write work on copies of its directory. */
let seeded: string;

beforeAll(async () => {
  // As people start it: in a fresh directory, with nothing set but the port, which tests cannot share.
  const fresh = makeTemporaryDirectory();
  const env = { KEYTURN_PORT: String(await findTestPort()) };
  const first = await startServer(['demo'], { cwd: fresh, env, by: 'script' });
  seeded = join(fresh, 'data');
  await tokenFrom(printedCurl(first.stdout()));
  await first.stop();
});

async function copyOfSeeded(): Promise<{ directory: string; env: Environment }> {
  const directory = join(makeTemporaryDirectory(), 'data');
  cpSync(seeded, directory, { recursive: true });
  return { directory, env: { KEYTURN_DATA_DIR: directory, KEYTURN_PORT: String(await findTestPort()) } };
}

describe('a running demo', () => {
  let demo: Demo;
  let server: KeyturnServer;
  let directory: string;

  beforeAll(async () => {
    const copy = await copyOfSeeded();
    directory = copy.directory;
    server = await startDemo(copy.env);
    demo = readDemo(directory);
  });
  afterAll(() => server.stop());

  const apiOf = (id: string | undefined) => {
    const api = demo.apis.find((candidate) => candidate.id === id);
    if (api === undefined) throw new Error(`no API ${id}`);
    return api;
  };

  test('demo.json has the shape that the interface fixes, for its owner only', () => {
    expect(statSync(join(directory, 'demo.json')).mode & 0o777).toBe(0o600);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(Object.keys(demo).toSorted()).toEqual(
      ['accounts', 'apis', 'applications', 'operatorClient', 'publicUrl', 'tenantId'].toSorted(),
    );
    expect(demo.publicUrl).toBe(server.url);
    expect(demo.tenantId).toEqual(uuid);
    expect(demo.operatorClient).toEqual({ clientId: uuid, clientSecret: secretValue });
    expect(demo.accounts.length).toBeGreaterThan(2);
    for (const account of demo.accounts)
      expect(account).toEqual({
        email: expect.stringMatching(/@[a-z.]*example\.org$/) as string,
        password: text,
        totpSecret: expect.stringMatching(/^[A-Z2-7]{32}$/) as string,
        role: expect.stringMatching(/^(member|operator)$/) as string,
        organisation: text,
      });
    expect(new Set(demo.apis.map(({ environment }) => environment))).toEqual(
      new Set(['production', 'sandbox']),
    );
    for (const api of demo.apis)
      expect(api).toEqual({
        id: uuid,
        identifier: expect.stringMatching(/^https:\/\/[a-z.-]+example\.org$/) as string,
        name: text,
        code: expect.stringMatching(/^[A-Z]+$/) as string,
        environment: text,
        introspection: { clientId: api.id, clientSecret: secretValue },
      });
    for (const application of demo.applications) {
      expect(application).toEqual({
        clientId: uuid,
        name: expect.stringMatching(/^Partner(Alternative)?-[A-Z]{2}-\w+-[A-Z]+(-\d+)?$/) as string,
        organisation: text,
        selfManaged: expect.any(Boolean) as boolean,
        apis: expect.any(Array) as string[],
        secrets: expect.any(Array) as [],
      });
      for (const id of application.apis) apiOf(id);
      for (const secret of application.secrets)
        expect(secret).toEqual({ id: uuid, name: text, clientSecret: secretValue, expiresAt: instant });
    }
    expect(demo.applications.some(({ selfManaged }) => selfManaged)).toBe(true);
  });

  test('R6.1 has sample terms, which every sample account has accepted: a sign-in stops nowhere', async () => {
    const terms = await send('GET', `${server.url}/api/v1/terms`);
    expect(terms.json()).toMatchObject({ version: 1, text: expect.stringMatching(/^# .*sample/) as string });
    for (const { email, password, totpSecret } of demo.accounts) {
      const post = (path: string, cookie: string, json: object) =>
        send('POST', `${server.url}/api/v1/session${path}`, {
          headers: { origin: server.url, cookie },
          json,
        });
      const { headers } = await post('', '', { email, password });
      const [cookie = ''] = headers.getSetCookie().map((value) => value.split(';', 1)[0] ?? '');
      const signedIn = await post('/verification', cookie, { code: await freshCode(totpSecret) });
      expect([email, signedIn.status, signedIn.json()]).toMatchObject([email, 200, { termsToAccept: null }]);
    }
  });

  test('the printed line needs no quoting in any shell, and gets a token that works', async () => {
    const curl = printedCurl(server.stdout());
    expect(curl).not.toMatch(/["'`\\&|<>$%^!;(){}[\]#~*?]/);
    const token = await tokenFrom(curl);
    expect((await send('GET', `${server.url}/connectivity`, { headers: bearer(token) })).status).toBe(200);
    const ping = /(\S+\/demo-api\/\S+\/ping)/.exec(server.stdout())?.[1] ?? '';
    expect((await send('GET', ping, { headers: bearer(token) })).status).toBe(200);
    expect(server.stdout()).toContain(join(directory, 'demo.json'));
  });

  test('R1.4 R1.5 R2.2 a self-managed application creates a successor, uses it and deletes it', async () => {
    const application = demo.applications.find(({ selfManaged }) => selfManaged);
    const [secret] = application?.secrets ?? [];
    if (application === undefined || secret === undefined) throw new Error('no self-managed application');
    const credentials = { clientId: application.clientId, clientSecret: secret.clientSecret };
    const itself = bearer(await accessToken(server.url, credentials, `${server.url}/api`));
    const api = apiOf(application.apis[0]);
    await expectLifeOfSecret({
      server: server.url,
      clientId: application.clientId,
      resource: api.identifier,
      headers: itself,
      ping: `${server.url}/demo-api/${api.id}/ping`,
      pingLearnsWithinMs: 5_000,
    });
    // The secret that did all this goes on.
    expect((await requestToken(server.url, credentials, api.identifier)).status).toBe(200);
  });

  test('the sample API refuses a token for another API, no token, and what is none', async () => {
    const application = demo.applications.find(({ apis, secrets }) => apis.length > 1 && secrets.length > 0);
    const [secret] = application?.secrets ?? [];
    if (application === undefined || secret === undefined) throw new Error('no application with two APIs');
    const [own, other] = application.apis.map(apiOf);
    const token = bearer(
      await accessToken(server.url, { ...application, clientSecret: secret.clientSecret }, own?.identifier),
    );
    const ping = (id: string | undefined, headers: Record<string, string>) =>
      send('GET', `${server.url}/demo-api/${id}/ping`, { headers });
    const accepted = await ping(own?.id, token);
    expect(accepted.status).toBe(200);
    expect(accepted.json()).toEqual({
      api: own?.name,
      environment: own?.environment,
      clientId: application.clientId,
    });
    expect((await ping(other?.id, token)).status).toBe(401);
    expect((await ping(own?.id, {})).status).toBe(401);
    expect((await ping(own?.id, bearer('no.access.token'))).status).toBe(401);
    expect((await ping(demo.tenantId, token)).status).toBe(404);
  });

  test('R2.5 the sample API of an API that is set up as at Entra takes its tokens: RS256 and the type JWT', async () => {
    const { id, identifier } = apiOf('319a7bc8-1827-45bf-aa21-36294ce15221');
    const refusals: string[] = [];
    // Not every sample secret works: they cover every state.
    for (const { clientId, secrets } of demo.applications.filter(({ apis }) => apis.includes(id)))
      for (const { clientSecret } of secrets) {
        const answer = await requestToken(server.url, { clientId, clientSecret }, identifier);
        if (answer.status !== 200) {
          refusals.push(answer.text);
          continue;
        }
        const { access_token: token } = answer.json<{ access_token: string }>();
        expect(decodeProtectedHeader(token)).toMatchObject({ typ: 'JWT', alg: 'RS256' });
        const ping = await send('GET', `${server.url}/demo-api/${id}/ping`, { headers: bearer(token) });
        expect(ping.status).toBe(200);
        return;
      }
    expect.fail(refusals.join());
  });

  test('sample secrets cover every state', async () => {
    const listed = await listApplications(server.url, await asOperator(server.url, demo.operatorClient));
    const statuses = new Map(listed.flatMap(({ secrets }) => secrets).map(({ id, status }) => [id, status]));
    expect(new Set(statuses.values())).toEqual(
      new Set(['active', 'expiring', 'expired', 'disabled', 'deleted']),
    );
    // Each one of demo.json is listed, and gets a token or a refusal by its state.
    for (const { clientId, apis, secrets } of demo.applications)
      for (const { id, clientSecret } of secrets) {
        const answer = await requestToken(server.url, { clientId, clientSecret }, apiOf(apis[0]).identifier);
        const status = statuses.get(id) ?? 'not listed';
        const usable = status === 'active' || status === 'expiring';
        const reason = /(expired|was \w+) on /.exec(answer.text)?.[1]?.replace('was ', '');
        expect({ status, answered: answer.status, reason }).toEqual(
          usable ? { status, answered: 200 } : { status, answered: 401, reason: status },
        );
      }
  });

  test('it answers to no host name but this machine’s', async () => {
    const statusFor = async (host: string): Promise<number | undefined> => {
      const outgoing = request(`${server.url}/connectivity`, { headers: { host } }).end();
      const [answer] = (await once(outgoing, 'response')) as [{ statusCode?: number; resume(): void }];
      answer.resume();
      return answer.statusCode;
    };
    const { port } = new URL(server.url);
    expect(await statusFor(`localhost:${port}`)).toBe(401);
    expect(await statusFor(`127.0.0.1:${port}`)).toBe(401);
    for (const host of [
      'attacker.example.org',
      `attacker.example.org:${port}`,
      `localhost.example.org:${port}`,
      `127.0.0.1.example.org:${port}`,
      `10.0.0.1:${port}`,
    ])
      expect({ host, status: await statusFor(host) }).toEqual({ host, status: 421 });
  });
});

/** What a demo leaves behind; at some hours of the day it has mails to keep, too. */
const filesOf = (directory: string): string[] =>
  readdirSync(directory)
    .filter((name) => name !== 'mail')
    .toSorted();

describe('starting again', () => {
  test('the second start has the data of the first and prepares nothing; Ctrl+C frees everything', async () => {
    const { directory, env } = await copyOfSeeded();
    const before = readDemo(directory);
    const server = await startServer(['demo'], { env, by: 'script' });
    expect(server.stdout()).not.toContain('Preparing');
    expect(readDemo(directory)).toEqual({ ...before, publicUrl: server.url });
    await tokenFrom(printedCurl(server.stdout()));

    const port = Number(env['KEYTURN_PORT']);
    expect(await isFree(port)).toBe(false);
    expect(await server.stop()).toMatchObject({ code: 0, signal: null, stderr: '' });
    expect(await isFree(port)).toBe(true);
    expect(filesOf(directory)).toEqual(['demo.json', 'keyturn.lock', 'master.key', 'pglite']);
  });

  test('--reset seeds anew: other secrets, and those before are unknown', async () => {
    const { directory, env } = await copyOfSeeded();
    const before = readDemo(directory);
    const server = await startDemo(env, '--reset');
    const after = readDemo(directory);
    expect(after.tenantId).not.toBe(before.tenantId);
    expect(after.apis.map(({ id }) => id)).toEqual(before.apis.map(({ id }) => id));
    const valuesOf = (demo: Demo): string[] => [
      demo.operatorClient.clientSecret,
      ...demo.apis.map(({ introspection }) => introspection.clientSecret),
      ...demo.applications.flatMap(({ secrets }) => secrets.map(({ clientSecret }) => clientSecret)),
      ...demo.accounts.flatMap(({ password, totpSecret }) => [password, totpSecret]),
    ];
    const earlier = new Set(valuesOf(before));
    expect(valuesOf(after).filter((value) => earlier.has(value))).toEqual([]);
    expect(statSync(join(directory, 'demo.json')).mode & 0o777).toBe(0o600);
    await tokenFrom(printedCurl(server.stdout()));
    expect((await requestToken(server.url, before.operatorClient)).status).toBe(401);
    await server.stop();
  });

  test('a busy port, on either loopback address, makes it take the next one and say so', async () => {
    const { env } = await copyOfSeeded();
    const port = await findTestPort();
    for (const host of ['127.0.0.1', '::1']) {
      const occupant = createServer().listen({ host, port });
      await once(occupant, 'listening');
      const server = await startDemo(env, '--port', String(port));
      const taken = Number(new URL(server.url).port);
      expect(taken).toBeGreaterThan(port);
      expect(server.stdout()).toContain(`Port ${port} is in use, so the demo takes ${taken}.`);
      const curl = printedCurl(server.stdout());
      expect(curl).toContain(server.url);
      await tokenFrom(curl);
      await server.stop();
      occupant.close();
      await once(occupant, 'close');
    }
  });

  test('a first start that is killed at any moment is followed by a good one', async () => {
    const directory = join(makeTemporaryDirectory(), 'data');
    const env = { KEYTURN_DATA_DIR: directory, KEYTURN_PORT: String(await findTestPort()) };
    const contents = (): string[] => (existsSync(directory) ? readdirSync(directory) : []);
    const killWhen = async (reached: () => boolean): Promise<void> => {
      const started = launch(['demo'], { env });
      await vi.waitFor(() => expect(reached()).toBe(true), { timeout: 60_000, interval: 2 });
      await started.kill();
    };
    // While the database is made, when it is there, and while it is seeded; each start meets what the one before left.
    await killWhen(() => contents().some((name) => name.startsWith('pglite.new-')));
    expect(contents()).not.toContain('pglite');
    await killWhen(() => contents().includes('pglite'));
    for (const milliseconds of [0, 250]) {
      const started = launch(['demo'], { env });
      await waitForOutput(started, /Preparing the sample federation/);
      await new Promise((resolve) => void setTimeout(resolve, milliseconds));
      expect(contents()).not.toContain('demo.json');
      await started.kill();
    }
    const server = await startDemo(env);
    await tokenFrom(printedCurl(server.stdout()));
    const demo = readDemo(directory);
    const listed = await listApplications(server.url, await asOperator(server.url, demo.operatorClient));
    expect(listed.map(({ clientId }) => clientId).toSorted()).toEqual(
      demo.applications.map(({ clientId }) => clientId).toSorted(),
    );
    expect(listed.flatMap(({ secrets }) => secrets.map(({ id }) => id)).toSorted()).toEqual(
      demo.applications.flatMap(({ secrets }) => secrets.map(({ id }) => id)).toSorted(),
    );
    expect(await server.stop()).toMatchObject({ code: 0, stderr: '' });
    expect(filesOf(directory)).toEqual(['demo.json', 'keyturn.lock', 'master.key', 'pglite']);
  });
});

describe('the demo and real data never share a directory', () => {
  test('the demo refuses a directory with real data, even with --reset, and changes nothing', async () => {
    const env = await serveEnvironment('embedded');
    await withDeps(env, () => Promise.resolve());
    const directory = env['KEYTURN_DATA_DIR'] ?? '';
    const before = await dumpDatabase(env);
    const masterKey = readFileSync(join(directory, 'master.key'));
    for (const args of [['demo'], ['demo', '--reset']]) {
      const refused = await run(args, { env });
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain('holds real data, not the demo’s');
      expect(refused.stderr).toContain(directory);
      expect(refused.stdout).not.toContain('ready at');
    }
    expect(await dumpDatabase(env)).toEqual(before);
    expect(readFileSync(join(directory, 'master.key'))).toEqual(masterKey);
    expect(existsSync(join(directory, 'demo.json'))).toBe(false);
  });

  test('serve refuses the demo’s directory and changes nothing', async () => {
    const { directory, env } = await copyOfSeeded();
    const before = await dumpDatabase(env);
    const demo = readFileSync(join(directory, 'demo.json'));
    const refused = await run(['serve'], { env: { ...env, KEYTURN_MAIL: 'files' } });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('holds the demo’s sample federation');
    expect(await dumpDatabase(env)).toEqual(before);
    expect(readFileSync(join(directory, 'demo.json'))).toEqual(demo);
  });
});
