import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { giveFactors } from '../server/src/domain/account/give-factors.ts';
import {
  dumpDatabase,
  makeMasterKey,
  makePostgresDatabase,
  serveEnvironment,
  signIn,
  withDeps,
} from './support/database.ts';
import { apis, applications, federationFile, people } from './support/federation.ts';
import { findTestPort } from './support/free-port.ts';
import { requestToken, type Credentials } from './support/http.ts';
import {
  asOperator,
  createSecret,
  deleteSecret,
  expectDeleted,
  listApplications,
  listAuditEvents,
} from './support/journey.ts';
import {
  databaseNotice,
  repository,
  run,
  startServer,
  succeed,
  waitForOutput,
  type Environment,
} from './support/keyturn-process.ts';
import { makeTemporaryDirectory } from './support/temporary-directory.ts';

/** An embedded database with the federation, stopped; tests work on copies of its directory. */
let imported: Environment;

beforeAll(async () => {
  imported = await serveEnvironment('embedded');
  await succeed(['import', federationFile], { env: imported });
});

const directoryOf = (env: Environment): string => env['KEYTURN_DATA_DIR'] ?? '';

async function copyOfImported(): Promise<Environment> {
  const env = await serveEnvironment('embedded');
  cpSync(directoryOf(imported), directoryOf(env), { recursive: true });
  return env;
}

describe('usage', () => {
  test('./keyturn is the same command line, and --version says its version', async () => {
    const cwd = makeTemporaryDirectory();
    const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
      version: string;
    };
    expect(await run(['--version'], { by: 'script', cwd })).toMatchObject({
      code: 0,
      stdout: `${version}\n`,
    });
    expect(await run(['nonsense'], { by: 'script', cwd })).toMatchObject({ code: 2, stdout: '' });
    expect(readdirSync(cwd)).toEqual([]);
  });
});

describe('serve refuses to start', () => {
  test('on a broken configuration: it lists every problem, and the data directory is not even made', async () => {
    const directory = join(makeTemporaryDirectory(), 'data');
    const broken: Environment = {
      KEYTURN_PUBLIC_URL: 'http://credentials.example.org',
      KEYTURN_HOST: 'not a host',
      KEYTURN_PORT: '70000',
      KEYTURN_DATABASE_URL: 'mysql://localhost/keyturn',
      KEYTURN_MASTER_KEY: 'c2hvcnQ=',
      KEYTURN_TENANT_ID: 'not-a-uuid',
      KEYTURN_SMTP_URL: 'http://mail.example.org',
      KEYTURN_MAIL: 'pigeon',
      KEYTURN_MAIL_FROM: 'nobody',
      KEYTURN_SUPPORT_EMAIL: 'nobody',
      KEYTURN_TLS_CERT_FILE: join(directory, 'no-such-file.pem'),
      KEYTURN_TRUST_PROXY: '10.0.0.0/64',
      KEYTURN_API_GUIDE_URL: 'ftp://guide.example.org',
      KEYTURN_TIME_ZONE: 'Europe/Atlantis',
      KEYTURN_ACCESS_TOKEN_TTL_SECONDS: '5',
      KEYTURN_SIGNING_KEY_DAYS: '1',
      KEYTURN_STOP_DELAY_SECONDS: '61',
      KEYTURN_MAX_SECRET_LIFETIME: 'P2Y',
      KEYTURN_MAX_VALID_SECRETS: '1',
      KEYTURN_APPLICATION_NAME_PATTERN: 'Partner',
      KEYTURN_LOG_LEVEL: 'loud',
    };
    const { code, stdout, stderr } = await run(['serve'], {
      env: { ...broken, KEYTURN_DATA_DIR: directory },
    });
    expect(code).toBe(1);
    expect(stdout).toBe('');
    const [heading, ...problems] = stderr.trimEnd().split('\n');
    expect(heading).toBe(`Keyturn cannot start: the configuration has ${problems.length} problems.`);
    expect(problems.filter((line) => !line.startsWith('- '))).toEqual([]);
    const isNamed = (name: string): boolean =>
      problems.some((line) => new RegExp(`\\b${name}\\b`).test(line));
    expect(Object.keys(broken).filter((name) => !isNamed(name))).toEqual([]);
    expect(existsSync(directory)).toBe(false);
  });

  test('with no word on where mails go', async () => {
    const directory = join(makeTemporaryDirectory(), 'data');
    const refused = await run(['serve'], { env: { KEYTURN_DATA_DIR: directory } });
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain('KEYTURN_SMTP_URL is not set');
    expect(existsSync(directory)).toBe(false);
  });

  test('with another master key, or another tenant ID, than at the first start; nothing is written', async () => {
    const env = {
      ...(await serveEnvironment('PostgreSQL')),
      KEYTURN_TENANT_ID: '2a000000-0000-4000-8000-000000000001',
    };
    expect(await run(['migrate'], { env })).toMatchObject({ code: 0 });
    const before = await dumpDatabase(env);

    const otherKey = await run(['serve'], { env: { ...env, KEYTURN_MASTER_KEY: makeMasterKey() } });
    expect(otherKey).toMatchObject({ code: 1, stdout: '' });
    expect(otherKey.stderr).toContain(
      'KEYTURN_MASTER_KEY is not the key that this database was written with',
    );

    const otherTenant = '2a000000-0000-4000-8000-000000000002';
    const changed = await run(['serve'], { env: { ...env, KEYTURN_TENANT_ID: otherTenant } });
    expect(changed).toMatchObject({ code: 1, stdout: '' });
    expect(changed.stderr).toContain(`KEYTURN_TENANT_ID is ${otherTenant}`);
    expect(changed.stderr).toContain(env.KEYTURN_TENANT_ID);

    for (const { stderr } of [otherKey, changed]) expect(stderr.split('\n')).toHaveLength(2);
    expect(await dumpDatabase(env)).toEqual(before);
    const server = await startServer(['serve'], { env });
    expect(await server.stop()).toMatchObject({ code: 0 });
  });

  test('on a PostgreSQL that is not there, does not know the password, or has no such database', async () => {
    const port = await findTestPort();
    const url = new URL(inject('postgresUrl'));
    url.password = 'wrong-password-of-this-test';
    const absent = new URL(await makePostgresDatabase());
    absent.pathname += '_missing';
    const env = await serveEnvironment('PostgreSQL');
    const attempts: [string, RegExp][] = [
      [`postgres://keyturn:wrong-password-of-this-test@127.0.0.1:${port}/keyturn`, /ECONNREFUSED/],
      [url.href, /password authentication failed/],
      [absent.href, /does not exist/],
    ];
    for (const [databaseUrl, reason] of attempts) {
      const refused = await run(['serve'], { env: { ...env, KEYTURN_DATABASE_URL: databaseUrl } });
      expect(refused).toMatchObject({ code: 1, stdout: '' });
      expect(refused.stderr).toMatch(/^The database cannot be reached: .*Check KEYTURN_DATABASE_URL/);
      expect(refused.stderr).toMatch(reason);
      expect(refused.stderr.split('\n')).toHaveLength(2);
      expect(refused.stderr).not.toContain(new URL(databaseUrl).password);
    }
  });

  test('on a busy port, on either loopback address, before it makes anything', async () => {
    const env = await serveEnvironment('embedded');
    const port = Number(env['KEYTURN_PORT']);
    for (const host of ['127.0.0.1', '::1']) {
      const occupant = createServer().listen({ host, port });
      await once(occupant, 'listening');
      const refused = await run(['serve'], { env });
      expect(refused).toMatchObject({ code: 1, stdout: '' });
      expect(refused.stderr).toContain(`Port ${port} is in use by another program.`);
      expect(existsSync(directoryOf(env))).toBe(false);
      occupant.close();
      await once(occupant, 'close');
    }
  });

  test('on a directory that another server holds, whose process it names; after kill -9 it starts at once', async () => {
    const env = await copyOfImported();
    const holder = await startServer(['serve'], { env });
    const otherPort = { ...env, KEYTURN_PORT: String(await findTestPort()) };
    const refused = await run(['serve'], { env: otherPort });
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain(directoryOf(env));
    expect(refused.stderr).toContain(`process ${holder.pid} on `);
    expect(refused.stderr).toContain('(keyturn serve, since ');

    await holder.kill();
    const next = await startServer(['serve'], { env });
    expect(next.stderr()).toBe('');
    expect(await next.stop()).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('beside a running server on the embedded database', () => {
  test('commands go through its socket, for its owner only, and take effect at once', async () => {
    const env = await serveEnvironment('embedded');
    // An empty database of its own: what a fresh installation begins with.
    const server = await startServer(['serve'], { env });
    await waitForOutput(server, /No operator account yet\./);
    const socket = statSync(join(directoryOf(env), 'keyturn.sock'));
    expect(socket.isSocket()).toBe(true);
    expect(socket.mode & 0o777).toBe(0o600);
    expect(statSync(directoryOf(env)).mode & 0o777).toBe(0o700);

    const created = await run(['operator-client', 'create', '--name', 'Automation', '--json'], { env });
    expect(created).toMatchObject({ code: 0, stderr: databaseNotice(env) });
    const client = JSON.parse(created.stdout) as Credentials;
    const operator = await asOperator(server.url, client);
    const printed = await run(['operator-client', 'create', '--name', 'Second'], { env });
    expect(printed).toMatchObject({ code: 0, stderr: databaseNotice(env) });
    const [clientSecret = ''] = /[A-Za-z0-9]{3}_kt_[A-Za-z0-9]{49}/.exec(printed.stdout) ?? [];
    const [clientId = ''] = /[0-9a-f-]{36}/.exec(printed.stdout) ?? [];
    expect(printed.stdout).toContain(`${server.url}/oauth2/token`);
    expect((await requestToken(server.url, { clientId, clientSecret })).status).toBe(200);
    const taken = await run(['operator-client', 'create', '--name', 'automation'], { env });
    expect(taken).toMatchObject({ code: 1, stdout: '' });
    expect(taken.stderr).toContain('Choose another name.');

    expect(await listApplications(server.url, operator)).toEqual([]);
    const dry = await run(['import', federationFile, '--dry-run'], { env });
    expect(dry).toMatchObject({ code: 0, stderr: databaseNotice(env) });
    expect(await listApplications(server.url, operator)).toEqual([]);
    await succeed(['import', federationFile], { env });
    expect(await listApplications(server.url, operator)).toHaveLength(3);

    const events = await listAuditEvents(server.url, operator);
    const byCommand = events.filter(({ action }) => action === 'operator-client.created');
    expect(byCommand.map(({ actor }) => actor)).toEqual([
      { kind: 'command-line', id: null, name: userInfo().username },
      { kind: 'command-line', id: null, name: userInfo().username },
    ]);
    expect(await server.stop()).toMatchObject({ code: 0, stderr: '' });
    expect(existsSync(join(directoryOf(env), 'keyturn.sock'))).toBe(false);
  });

  test('a server whose socket is gone is said not to answer', async () => {
    const env = await copyOfImported();
    const server = await startServer(['serve'], { env });
    const socket = join(directoryOf(env), 'keyturn.sock');
    renameSync(socket, `${socket}.gone`);
    const refused = await run(['import', federationFile], { env });
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain(`does not answer on ${socket}`);
    rmSync(`${socket}.gone`);
    expect(await server.stop()).toMatchObject({ code: 0 });
  });

  test('R1.9 jobs run drop-secret-hashes says what it would forget, and forgets nothing as of the future', async () => {
    const env = await copyOfImported();
    const { eastManager } = await signIn(env, `http://localhost:${env['KEYTURN_PORT']}`);
    const server = await startServer(['serve'], { env });
    const clientId = applications.eastData;
    const secret = await createSecret(server.url, eastManager.headers, clientId);
    const kept = await createSecret(server.url, eastManager.headers, clientId);
    await deleteSecret(server.url, eastManager.headers, clientId, secret.id);
    const credentials = { clientId, clientSecret: secret.clientSecret };

    const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
    const nothing = { code: 0, stdout: 'No hash was due.\n', stderr: databaseNotice(env) };
    const job = (...args: string[]) => run(['jobs', 'run', 'drop-secret-hashes', ...args], { env });
    expect(await job()).toMatchObject(nothing);
    expect(await job('--at', inDays(89), '--dry-run')).toMatchObject({
      code: 0,
      stdout: 'No hash is due.\n',
    });
    await expectDeleted(server.url, credentials, secret);

    const due = 'The hash of 1 client secret that ended more than 90 days ago would be dropped.\n';
    expect(await job('--at', inDays(91), '--dry-run')).toMatchObject({ code: 0, stdout: due });
    expect(await job('--at', inDays(91), '--dry-run')).toMatchObject({ code: 0, stdout: due });
    // What it does cannot be undone: a mistyped year must not end every secret.
    expect(await job('--at', inDays(91))).toMatchObject({ code: 1, stdout: '' });
    const done = await job('--json');
    expect(JSON.parse(done.stdout)).toEqual({ job: 'drop-secret-hashes', dryRun: false, hashes: 0 });
    await expectDeleted(server.url, credentials, secret);
    expect((await requestToken(server.url, { clientId, clientSecret: kept.clientSecret })).status).toBe(200);
    expect(await server.stop()).toMatchObject({ code: 0 });
  });
});

describe('operator reset-mfa', () => {
  const email = 'operator@example.org';
  const resetMfa = (env: Environment, ...args: string[]) => run(['operator', 'reset-mfa', ...args], { env });

  /** Gives the sample operator a password and an authenticator. */
  const setUp = (env: Environment) =>
    withDeps(env, (deps) =>
      giveFactors(deps, { id: people.operator, email }, 'wicket marmalade oboe thursday'),
    );

  test('R6.2 lets the last operator back in, beside a running server: it ends sessions and says what to do next', async () => {
    const env = await copyOfImported();
    await setUp(env);
    const { operator } = await signIn(env, `http://localhost:${env['KEYTURN_PORT']}`);
    const server = await startServer(['serve'], { env });
    const session = () => fetch(`${server.url}/api/v1/session`, { headers: operator.headers });
    expect((await session()).status).toBe(200);

    const reset = await resetMfa(env, '--email', email);
    expect(reset).toMatchObject({ code: 0, stderr: databaseNotice(env) });
    expect(reset.stdout).toContain(`Operator (sample) (${email}) are removed`);
    expect((await session()).status).toBe(401);
    // What it says for a lost password works as it stands there.
    expect(reset.stdout).toContain(`keyturn operator invite --email ${email} --name "Operator (sample)"`);
    const invite = ['operator', 'invite', '--email', email, '--name', 'Operator (sample)'];
    expect(await succeed(invite, { env })).toContain(`${server.url}/set-up#`);

    const again = await resetMfa(env, '--email', email.toUpperCase(), '--json');
    expect(JSON.parse(again.stdout)).toEqual({ email, name: 'Operator (sample)' });
    expect(await server.stop()).toMatchObject({ code: 0, stderr: '' });
  });

  test('is for operators only, and says so', async () => {
    const env = await copyOfImported();
    for (const other of ['manager@east.example.org', 'nobody@example.org']) {
      const refused = await resetMfa(env, '--email', other);
      expect(refused).toMatchObject({ code: 1, stdout: '' });
      expect(refused.stderr).toContain(`${other} belongs to no operator account.`);
    }
    const malformed = await resetMfa(env, '--email', 'operator');
    expect(malformed).toMatchObject({ code: 1, stdout: '' });
    expect(malformed.stderr).toContain('email: ');
  });
});

describe('import', () => {
  const problemFile = {
    organisations: [
      { id: 'not-a-uuid', name: 'One', country: 'DE', timeZone: 'UTC' },
      { id: '3a000000-0000-4000-8000-000000000001', name: 'Two', country: 'XX', timeZone: 'Europe/Atlantis' },
      { id: '3a000000-0000-4000-8000-000000000002', name: 'Sound', country: 'FR', timeZone: 'Europe/Paris' },
    ],
    applications: [
      {
        clientId: '3c000000-0000-4000-8000-000000000001',
        organisation: '3a000000-0000-4000-8000-000000000009',
        apis: [apis.data.id],
      },
      {
        clientId: '3c000000-0000-4000-8000-000000000002',
        organisation: '3a000000-0000-4000-8000-000000000002',
        name: 'Any name',
        apis: [apis.data.id],
        secret: 'none of these',
      },
    ],
    nonsense: [],
  };
  const places = [
    'nonsense',
    'organisations[0].id',
    'organisations[1].country',
    'organisations[1].timeZone',
    'applications[0].organisation',
    'applications[1]',
  ];

  /** Without what the server does of itself meanwhile: it hands over mails of the earlier import, and runs jobs. */
  const dumpWithoutJobs = async (env: Environment): Promise<string[]> =>
    (await dumpDatabase(env)).filter((line) => !/^public\.(mail|job)/.test(line));

  test.each(['embedded', 'PostgreSQL'] as const)(
    'a file with problems exits with 1, lists all of them with their places, and writes nothing: %s',
    async (kind) => {
      const file = join(makeTemporaryDirectory(), 'problems.json');
      writeFileSync(file, JSON.stringify(problemFile));
      const env = kind === 'embedded' ? await copyOfImported() : await serveEnvironment(kind);
      await succeed(['import', federationFile], { env });
      const before = await dumpWithoutJobs(env);
      // On the embedded database the import goes through the server.
      const server = await startServer(['serve'], { env });

      const refused = await run(['import', file], { env });
      expect(refused).toMatchObject({ code: 1, stdout: '' });
      const [notice, heading, ...problems] = refused.stderr.trimEnd().split('\n');
      expect(`${notice}\n`).toBe(databaseNotice(env));
      expect(heading).toBe(`Nothing was imported: the file has ${problems.length} problems.`);
      expect(places.filter((place) => !problems.some((line) => line.startsWith(`- ${place}`)))).toEqual([]);

      const asJson = await run(['import', file, '--json'], { env });
      expect(asJson.code).toBe(1);
      const { problems: listed } = JSON.parse(asJson.stdout) as {
        problems: { path: string; message: string }[];
      };
      expect(listed.map(({ path, message }) => `- ${path}: ${message}`)).toEqual(problems);

      expect(await server.stop()).toMatchObject({ code: 0, stderr: '' });
      expect(await dumpWithoutJobs(env)).toEqual(before);
    },
  );

  test('a file that is missing, or is not JSON, is said to be so', async () => {
    const directory = makeTemporaryDirectory();
    const file = join(directory, 'broken.json');
    writeFileSync(file, '{"organisations": [');
    const env = { KEYTURN_DATA_DIR: join(directory, 'data') };
    const broken = await run(['import', file], { env });
    expect(broken).toMatchObject({ code: 1, stdout: '' });
    expect(broken.stderr).toContain('The file is not valid JSON');
    const missing = await run(['import', join(directory, 'missing.json')], { env });
    expect(missing).toMatchObject({ code: 1, stdout: '' });
    expect(missing.stderr).toMatch(/missing\.json cannot be read: ENOENT/);
    expect(existsSync(env.KEYTURN_DATA_DIR)).toBe(false);
  });

  test('a byte order mark is no obstacle', async () => {
    const file = join(makeTemporaryDirectory(), 'with-mark.json');
    writeFileSync(file, `\ufeff${readFileSync(federationFile, 'utf8')}`);
    const env = await copyOfImported();
    const again = await run(['import', file], { env });
    expect(again).toMatchObject({ code: 0, stderr: databaseNotice(env) });
    expect(again.stdout).toContain('applications: 0 new, 0 changed, 3 unchanged');
  });
});

test('migrate applies the migrations that are missing, on either database, and says which', async () => {
  for (const env of [await serveEnvironment('PostgreSQL'), await serveEnvironment('embedded')]) {
    const { migrated } = JSON.parse(await succeed(['migrate', '--json'], { env })) as { migrated: string[] };
    expect(migrated[0]).toBe('0001-initial');
    expect(await succeed(['migrate'], { env })).toBe('The schema is up to date.\n');
  }
});

describe('stopping', () => {
  /** A request whose headers the server has read, and whose body it waits for. */
  async function beginRequest(port: number) {
    const socket = connect(port, 'localhost');
    let received = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => (received += chunk));
    socket.on('error', () => undefined);
    const body = 'grant_type=client_credentials';
    socket.write(
      'POST /oauth2/token HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n' +
        `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n`,
    );
    await vi.waitFor(() => expect(received).toContain('100 Continue'), { timeout: 10_000, interval: 10 });
    return { finish: () => void socket.write(body), received: () => received };
  }

  test('a clean stop answers what is under way first, and then waits for nobody', async () => {
    const env = await copyOfImported();
    const server = await startServer(['serve'], { env });
    const request = await beginRequest(Number(env['KEYTURN_PORT']));
    process.kill(server.pid, 'SIGINT');
    await waitForOutput(server, /Stopping: /);
    request.finish();
    await vi.waitFor(() => expect(request.received()).toContain('HTTP/1.1 401 Unauthorized'), {
      timeout: 10_000,
      interval: 10,
    });
    // The client keeps its connection open, as clients do that will ask again.
    await vi.waitFor(() => expect(isRunning(server.pid)).toBe(false), { timeout: 10_000, interval: 20 });
    expect(await server.exited).toMatchObject({ code: 0, signal: null, stderr: '' });
    expect(server.stdout()).toMatch(/Stopping: .*\nStopped\.\n$/);
  });

  test.each([
    ['SIGINT', 'SIGINT'],
    ['SIGTERM', 'SIGTERM'],
    ['SIGTERM', 'SIGINT'],
  ] as const)('after %s a later %s ends the process at once', async (first, second) => {
    const env = await copyOfImported();
    const server = await startServer(['serve'], { env });
    await beginRequest(Number(env['KEYTURN_PORT']));
    process.kill(server.pid, first);
    await waitForOutput(server, /Stopping: /);
    // What comes within a second may be the same signal sent twice, by npm for instance, and counts once.
    await vi.waitFor(
      () => {
        if (isRunning(server.pid)) process.kill(server.pid, second);
        expect(isRunning(server.pid)).toBe(false);
      },
      { timeout: 5_000, interval: 200 },
    );
    expect(await server.exited).toMatchObject({ code: 1 });
    expect(server.stdout()).not.toContain('Stopped.');
  });
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
