import { beforeAll, expect, test } from 'vitest';
import { serveEnvironment, signIn } from './support/database.ts';
import { apis, applications, federationFile } from './support/federation.ts';
import { findTestPort } from './support/free-port.ts';
import { accessToken, bearer, requestToken, send, type Credentials } from './support/http.ts';
import {
  asOperator,
  createSecret,
  deleteSecret,
  expectDeleted,
  expectInactive,
  expectLifeOfSecret,
  listApplications,
  listAuditEvents,
  noonIn,
} from './support/journey.ts';
import {
  databaseNotice,
  run,
  startServer,
  waitForOutput,
  type Environment,
  type KeyturnServer,
} from './support/keyturn-process.ts';
import { startSampleApi } from './support/sample-api.ts';

type Summary = Record<'organisations' | 'apis' | 'applications' | 'users' | 'managers', Counts>;
type Counts = { created: number; updated: number; unchanged: number };
type Imported = { summary: Summary; problems: unknown[] };

let env: Environment;
let server: KeyturnServer;
let operatorClient: Credentials;

beforeAll(async () => {
  env = await serveEnvironment('PostgreSQL');
  server = await startServer(['serve'], { env });
  const created = await run(['operator-client', 'create', '--name', 'Automation', '--json'], { env });
  operatorClient = JSON.parse(created.stdout) as Credentials;
});

const counts = (created: number, unchanged: number): Counts => ({ created, updated: 0, unchanged });

test('a fresh server says what to do next, and an import does it: checked first, then for real, then again', async () => {
  await waitForOutput(server, /No operator account yet\./);
  const operator = await asOperator(server.url, operatorClient);

  const dry = await run(['import', federationFile, '--dry-run'], { env, by: 'script' });
  expect(dry).toMatchObject({ code: 0, stderr: databaseNotice(env) });
  expect(dry.stdout).toContain('Nothing was written.');
  expect(dry.stdout).toContain('applications: 3 new, 0 changed, 0 unchanged');
  expect(await listApplications(server.url, operator)).toEqual([]);

  const dryJson = await run(['import', federationFile, '--dry-run', '--json'], { env });
  const planned = JSON.parse(dryJson.stdout) as Imported;
  expect(planned.problems).toEqual([]);
  expect(planned.summary).toEqual({
    organisations: counts(2, 0),
    apis: counts(2, 0),
    applications: counts(3, 0),
    users: counts(3, 0),
    managers: counts(3, 0),
  });

  const imported = await run(['import', federationFile], { env });
  expect(imported).toMatchObject({ code: 0, stderr: databaseNotice(env) });
  expect(imported.stdout).toContain('Imported:');
  const listed = await listApplications(server.url, operator);
  expect(listed.map(({ clientId }) => clientId).toSorted()).toEqual(Object.values(applications));
  expect(listed.map(({ name }) => name).toSorted()).toEqual([
    'Partner-BR-WestBank-DM',
    'Partner-DE-EastRegistry-DM',
    'Partner-DE-EastRegistry-SMC',
  ]);

  const again = await run(['import', federationFile, '--json'], { env });
  expect((JSON.parse(again.stdout) as Imported).summary).toEqual({
    organisations: counts(0, 2),
    apis: counts(0, 2),
    applications: counts(0, 3),
    users: counts(0, 3),
    managers: counts(0, 3),
  });
});

test('R1.4 R1.5 R2.2 a secret lives from its creation by a credential manager to its deletion', async () => {
  const { eastManager, westManager } = await signIn(env, server.url);
  const operator = await asOperator(server.url, operatorClient);
  const credentials = await send(
    'POST',
    `${server.url}/api/v1/apis/${apis.data.id}/introspection-credentials`,
    {
      headers: operator,
    },
  );
  expect(credentials.status).toBe(201);
  const ping = await startSampleApi(server.url, credentials.json<Credentials>());

  await expectLifeOfSecret({
    server: server.url,
    clientId: applications.eastData,
    resource: apis.data.identifier,
    headers: eastManager.headers,
    ping,
  });

  // Another organisation's manager finds nothing there (R3.4), and no other page uses the session.
  const foreign = await send('GET', `${server.url}/api/v1/applications/${applications.eastData}`, {
    headers: westManager.headers,
  });
  expect(foreign.status).toBe(404);
  const otherPage = await send('POST', `${server.url}/api/v1/applications/${applications.eastData}/secrets`, {
    headers: { ...eastManager.headers, origin: 'https://elsewhere.example.org' },
    json: { name: 'Foreign', expiresAt: noonIn(3) },
  });
  expect(otherPage.status).toBe(403);

  // A token for another API of the federation does not open this one.
  const search = await createSecret(server.url, eastManager.headers, applications.eastSearch);
  const other = await accessToken(server.url, {
    clientId: applications.eastSearch,
    clientSecret: search.clientSecret,
  });
  expect((await send('GET', ping, { headers: bearer(other) })).status).toBe(401);

  const events = await listAuditEvents(server.url, operator);
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_event, index) => events.length - index));
  expect(events.slice(0, 3).map(({ action }) => action)).toEqual([
    'client-secret.created',
    'client-secret.deleted',
    'client-secret.created',
  ]);
});

test('R1.5 a secret deleted on one server is refused on another that shares the database', async () => {
  const { westManager } = await signIn(env, server.url);
  const otherPort = String(await findTestPort());
  const other = await startServer(['serve'], {
    env: { ...env, KEYTURN_PUBLIC_URL: server.url, KEYTURN_PORT: otherPort },
  });
  const otherAddress = `http://localhost:${otherPort}`;
  const clientId = applications.westData;
  const secret = await createSecret(server.url, westManager.headers, clientId);
  const credentials = { clientId, clientSecret: secret.clientSecret };

  const token = bearer(await accessToken(otherAddress, credentials));
  expect((await send('GET', `${server.url}/connectivity`, { headers: token })).status).toBe(200);
  expect((await send('GET', `${otherAddress}/connectivity`, { headers: token })).status).toBe(200);

  expect((await deleteSecret(server.url, westManager.headers, clientId, secret.id)).status).toBe(204);
  await expectDeleted(otherAddress, credentials, secret);
  await expectInactive(otherAddress, token);

  const back = await createSecret(otherAddress, westManager.headers, clientId);
  expect((await requestToken(server.url, { clientId, clientSecret: back.clientSecret })).status).toBe(200);
  expect((await deleteSecret(otherAddress, westManager.headers, clientId, back.id)).status).toBe(204);
  await expectDeleted(server.url, { clientId, clientSecret: back.clientSecret }, back);
  expect(await other.stop()).toMatchObject({ code: 0, stderr: '' });
});

test('two servers that start at once on an empty database agree on its tenant ID and its signing key', async () => {
  const empty = await serveEnvironment('PostgreSQL');
  const publicUrl = `http://localhost:${empty['KEYTURN_PORT']}`;
  const second = { ...empty, KEYTURN_PUBLIC_URL: publicUrl, KEYTURN_PORT: String(await findTestPort()) };
  const both = await Promise.all([
    startServer(['serve'], { env: empty }),
    startServer(['serve'], { env: second }),
  ]);
  const keys = await Promise.all(
    [empty, second].map(({ KEYTURN_PORT: port }) => send('GET', `http://localhost:${port}/oauth2/jwks`)),
  );
  expect(keys[0]?.json<{ keys: unknown[] }>().keys).toHaveLength(1);
  expect(keys[1]?.text).toBe(keys[0]?.text);
  for (const each of both) expect(await each.stop()).toMatchObject({ code: 0, stderr: '' });
});

test('an operator’s session sees every application and receives no secret (R3.1)', async () => {
  const { operator } = await signIn(env, server.url);
  expect(await listApplications(server.url, operator.headers)).toHaveLength(Object.keys(applications).length);
  const refused = await send('POST', `${server.url}/api/v1/applications/${applications.eastData}/secrets`, {
    headers: operator.headers,
    json: { name: 'By the operator', expiresAt: noonIn(3) },
  });
  expect(refused.status).toBe(403);
});
