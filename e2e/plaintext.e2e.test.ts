import { createSecretKey, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createSealer } from '../server/src/keys/sealer.ts';
import {
  dumpDatabase,
  readSealedSigningKeys,
  serveEnvironment,
  signIn,
  type DatabaseKind,
} from './support/database.ts';
import { apis, applications, federationFile } from './support/federation.ts';
import { accessToken, basic, bearer, requestToken, send, type Credentials } from './support/http.ts';
import { asOperator, createSecret, listAuditEvents, noonIn, secretsUrl } from './support/journey.ts';
import { run, startServer, succeed, type Environment } from './support/keyturn-process.ts';
import { filesIn, find, needle, textPlace, type Needle, type Place } from './support/search.ts';
import { makeTemporaryDirectory } from './support/temporary-directory.ts';

test.each(['embedded', 'PostgreSQL'] as const)(
  'R1.4 no client secret is found anywhere but in the one answer that carried it: %s',
  async (kind) => {
    const world = await useEverySecret(kind);
    const secrets = world.secrets.map(({ name, clientSecret }) => needle(name, clientSecret));
    const others = [
      needle('session cookie', world.sessionToken),
      ...world.accessTokens.map((token, index) => needle(`access token ${index}`, token)),
      needle('master key', world.masterKey),
      ...world.privateKeys.map((d) => needle('private signing key', d)),
    ];
    const written = [...world.logs, ...world.dump, ...world.audit];

    // What is stored and logged is found, so that what is not found is not there.
    const planted = [needle('planted name', world.planted)];
    expect(find(planted, world.dump)).toContain('planted name in dump (as it is)');
    expect(find(planted, world.audit)).toContain('planted name in audit events (as it is)');
    expect(find([needle('planted path', world.plantedPath)], world.logs)).toEqual([
      'planted path in stdout (as it is)',
    ]);
    const inTables = find(planted, world.files).filter((finding) => finding.includes('in pglite/base/'));
    expect(inTables.length > 0).toBe(kind === 'embedded');

    expect({ found: find([...secrets, ...others], written), in: linesWith(secrets, world.logs) }).toEqual({
      found: [],
      in: [],
    });
    expect(find(secrets, world.files)).toEqual([]);
    // The embedded database's master key lies beside it, in a file of its own for its owner only.
    const keyFiles = kind === 'embedded' ? ['master key in master.key'] : [];
    expect(new Set(find(others, world.files).map((finding) => finding.replace(/ \(.*/, '')))).toEqual(
      new Set(keyFiles),
    );
  },
);

/** Log lines in which secrets were found, for whoever has to find out why; the values are left out. */
function linesWith(secrets: Needle[], logs: Place[]): string[] {
  const forms = secrets.flatMap((secret) => secret.forms.map(({ bytes }) => bytes.toString()));
  const lines = logs
    .flatMap(({ content }) => content.toString().split('\n'))
    .map((line) => forms.reduce((masked, form) => masked.replaceAll(form, '<secret>'), line))
    .filter((line) => line.includes('<secret>'))
    .map((line) => line.replace(/"(time|pid|hostname|reqId)":[^,]+,/g, '').slice(0, 400));
  return [...new Set(lines)].slice(0, 20);
}

/** A server that logs all it can, every kind of secret used in every right and many a wrong way; then what remains. */
async function useEverySecret(kind: DatabaseKind) {
  const env: Environment = { ...(await serveEnvironment(kind)), KEYTURN_LOG_LEVEL: 'trace' };
  const publicUrl = `http://localhost:${env['KEYTURN_PORT']}`;
  await succeed(['import', federationFile], { env });
  const { eastManager } = await signIn(env, publicUrl);
  const server = await startServer(['serve'], { env });
  const clientId = applications.eastData;
  const api = apis.data;

  const planted = `Planted ${randomUUID()}`;
  const byManager = await createSecret(server.url, eastManager.headers, clientId, planted);
  const manager = { name: 'a manager’s secret', clientId, clientSecret: byManager.clientSecret };
  const selfManaged = await send('PUT', `${server.url}/api/v1/applications/${clientId}/self-managed`, {
    headers: eastManager.headers,
    json: { selfManaged: true },
  });
  expect(selfManaged.status).toBe(204);
  const itself = await accessToken(server.url, manager, `${server.url}/api`);
  const bySuccession = await createSecret(server.url, bearer(itself), clientId);
  const successor = { name: 'a self-managed secret', clientId, clientSecret: bySuccession.clientSecret };
  const created = await run(['operator-client', 'create', '--name', 'Automation', '--json'], { env });
  const operator = { ...(JSON.parse(created.stdout) as Credentials), name: 'an operator client’s secret' };
  const operatorHeaders = await asOperator(server.url, operator);
  const introspection = {
    ...(
      await send('POST', `${server.url}/api/v1/apis/${api.id}/introspection-credentials`, {
        headers: operatorHeaders,
      })
    ).json<Credentials>(),
    name: 'an introspection credential',
  };

  const accessTokens = [itself, operatorHeaders['authorization']?.slice('Bearer '.length) ?? ''];
  for (const credentials of [manager, successor]) {
    const token = await accessToken(server.url, credentials, api.identifier);
    accessTokens.push(token);
    expect((await send('GET', `${server.url}/connectivity`, { headers: bearer(token) })).status).toBe(200);
    const introspected = await send('POST', `${server.url}/oauth2/introspect`, {
      headers: basic(introspection),
      form: { token },
    });
    expect(introspected.json()).toMatchObject({ active: true });
  }
  const secrets = [manager, successor, operator, introspection];
  for (const credentials of secrets) await misuse(server.url, credentials, eastManager.headers);
  const plantedPath = `/planted/${randomUUID()}`;
  expect((await send('GET', server.url + plantedPath)).status).toBe(404);

  const audit = [
    textPlace('audit events', JSON.stringify(await listAuditEvents(server.url, operatorHeaders))),
  ];
  const { code, stdout, stderr } = await server.stop();
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });

  const directory = env['KEYTURN_DATA_DIR'];
  // With PostgreSQL it holds mails, once one was handed over.
  const files = directory === undefined || !existsSync(directory) ? [] : filesIn(directory);
  const masterKeyText =
    env['KEYTURN_MASTER_KEY'] ?? readFileSync(join(directory ?? '', 'master.key'), 'utf8').trim();
  const masterKey = Buffer.from(masterKeyText, 'base64');
  const sealer = createSealer(createSecretKey(masterKey));
  const privateKeys = (await readSealedSigningKeys(env)).map((sealed) => {
    const { d } = JSON.parse(sealer.open('signing key', sealed).toString()) as { d: string };
    return Buffer.from(d, 'base64url');
  });
  expect(privateKeys.map(({ length }) => length)).toEqual([32]);
  return {
    planted,
    plantedPath,
    secrets,
    accessTokens,
    sessionToken: eastManager.token,
    masterKey,
    privateKeys,
    logs: [textPlace('stdout', stdout), textPlace('stderr', stderr)],
    dump: [textPlace('dump', (await dumpDatabase(env)).join('\n'))],
    audit,
    files,
  };
}

/** Everywhere that careless clients put a secret. The answers do not repeat it either. */
async function misuse(
  server: string,
  { clientId, clientSecret }: Credentials,
  manager: Record<string, string>,
): Promise<void> {
  const secret = clientSecret;
  const grant = { grant_type: 'client_credentials', client_id: clientId };
  const token = `${server}/oauth2/token`;
  const form = 'application/x-www-form-urlencoded';
  const answers = await Promise.all([
    requestToken(server, { clientId, clientSecret }),
    send('POST', token, {
      headers: basic({ clientId, clientSecret }),
      form: { grant_type: 'client_credentials' },
    }),
    // Cut, with something added, as an ID, twice, in both ways at once, for a client that does not exist.
    requestToken(server, { clientId, clientSecret: secret.slice(0, -1) }).then((answer) => ({
      ...answer,
      text: '',
    })),
    requestToken(server, { clientId, clientSecret: `${secret} ` }),
    requestToken(server, { clientId: secret, clientSecret: clientId }),
    requestToken(server, { clientId: randomUUID(), clientSecret }),
    send('POST', token, {
      headers: basic({ clientId, clientSecret }),
      form: { ...grant, client_secret: secret },
    }),
    send('POST', token, {
      headers: { 'content-type': form },
      body: `grant_type=client_credentials&client_secret=${secret}&client_secret=${secret}`,
    }),
    // In the URL.
    send('POST', `${token}?client_secret=${secret}`, { form: grant }),
    send('POST', `${token}?client_id=${clientId}&secret=${secret}`, { form: grant }),
    send('GET', `${token}?client_secret=${secret}`),
    send('GET', `${server}/oauth2/token/${secret}`),
    send('POST', `${server}/${secret}/oauth2/token`, { form: grant }),
    send('GET', `${server}/demo-api/${secret}/ping`),
    send('DELETE', `${secretsUrl(server, clientId)}/${secret}`, { headers: manager }),
    send('GET', `${server}/api/v1/applications?search=${secret}`, { headers: manager }),
    send('GET', `${server}/api/v1/applications?cursor=${secret}`, { headers: manager }),
    send('GET', `${server}/api/v1/audit-events?application=${secret}`, { headers: manager }),
    // In other fields, and in bodies of another kind.
    send('POST', token, { form: { ...grant, resource: secret, client_secret: secret } }),
    send('POST', token, { form: { ...grant, scope: `${secret}/.default` } }),
    send('POST', token, { form: { grant_type: secret } }),
    send('POST', token, { form: { [secret]: 'x', ...grant } }),
    send('POST', token, { json: { ...grant, client_secret: secret } }),
    send('POST', token, { headers: { 'content-type': 'text/plain' }, body: `client_secret=${secret}` }),
    send('POST', token, { headers: { 'content-type': `application/${secret}` }, body: secret }),
    send('POST', token, { headers: { 'content-type': form }, body: `client_secret=${secret}&x=%ZZ` }),
    send('POST', token, { headers: { 'content-type': form }, body: secret.repeat(400) }),
    send('POST', `${server}/oauth2/introspect`, {
      headers: basic({ clientId, clientSecret }),
      form: { token: secret },
    }),
    send('POST', secretsUrl(server, clientId), {
      headers: { ...manager, 'content-type': 'application/json' },
      body: `{"name": ${secret}`,
    }),
    send('POST', secretsUrl(server, clientId), {
      headers: manager,
      json: { name: 'Wrong', expiresAt: secret, replacesSecretId: secret },
    }),
    send('POST', secretsUrl(server, clientId), {
      headers: manager,
      json: { name: 'Later', expiresAt: noonIn(4000), secret },
    }),
    // As a bearer token, by another scheme, as a cookie, as an entity tag.
    send('GET', `${server}/connectivity`, { headers: bearer(secret) }),
    send('GET', `${server}/api/v1/applications`, { headers: bearer(secret) }),
    send('GET', `${server}/connectivity`, { headers: { authorization: secret } }),
    send('POST', token, { headers: { authorization: `Secret ${secret}` }, form: grant }),
    send('POST', token, { headers: { authorization: `Basic ${secret}` }, form: grant }),
    send('GET', `${server}/api/v1/applications`, { headers: { cookie: `keyturn_session=${secret}` } }),
    send('DELETE', `${secretsUrl(server, clientId)}/${randomUUID()}`, {
      headers: { ...manager, 'if-match': secret },
    }),
  ]);
  expect(answers.filter(({ text }) => text.includes(secret)).map(({ text }) => text)).toEqual([]);
  for (const garbage of [
    `POST /oauth2/token HTTP/1.1\r\nHost: localhost\r\nclient secret: ${secret}\r\n\r\n`,
    `${secret}\r\n\r\n`,
    `POST /oauth2/token HTTP/1.1\r\nHost: localhost\r\nContent-Length: nonsense\r\nX: ${secret}\r\n\r\n`,
    `GET /${secret} HTTP/9.9\r\n\r\n`,
    `GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ${secret.repeat(600)}\r\n\r\n`,
  ])
    await sendGarbage(server, garbage);
}

/** Sends what is no HTTP request, and waits until the server hangs up. */
async function sendGarbage(server: string, garbage: string): Promise<void> {
  const socket = connect(Number(new URL(server).port), 'localhost');
  // The server may reset the connection, which `once` would throw; that it does not go on is all that is waited for.
  socket.on('error', () => undefined).resume();
  socket.write(garbage);
  await new Promise((resolve) => socket.on('close', resolve));
}

describe('the search itself', () => {
  test('finds a planted value in every form, in files as in text, and nothing else', () => {
    const value = 'AbC_kt_planted0123456789planted0123456789planted0123456789';
    const directory = makeTemporaryDirectory();
    const forms = {
      plain: Buffer.from(`before ${value} after`),
      utf16: Buffer.from(`before ${value} after`, 'utf16le'),
      hex: Buffer.from(`\\x00${Buffer.from(value).toString('hex')}`),
      inspected: Buffer.from(Buffer.from(value).toString('hex').match(/../g)?.join(' ') ?? ''),
      json: Buffer.from(JSON.stringify(Buffer.from(`x${value}`))),
      basic0: Buffer.from(btoa(`abc${value}`)),
      basic1: Buffer.from(btoa(`abcd${value}z`)),
      basic2: Buffer.from(btoa(`abcde${value}`)),
    };
    for (const [name, content] of Object.entries(forms)) writeFileSync(join(directory, name), content);
    writeFileSync(join(directory, 'other'), `${value.slice(0, -1)}!`);
    const found = find([needle('value', value)], filesIn(directory)).map((line) => line.split(' ')[2]);
    expect(new Set(found)).toEqual(new Set(Object.keys(forms)));
  });
});
