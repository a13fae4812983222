import { beforeAll, describe, expect, test } from 'vitest';
import { serveEnvironment, signIn, type DatabaseKind } from './support/database.ts';
import { apis, applications, federationFile } from './support/federation.ts';
import { accessToken, bearer, send, type Credentials } from './support/http.ts';
import { asOperator, createSecret, listAuditEvents } from './support/journey.ts';
import {
  databaseNotice,
  run,
  startServer,
  succeed,
  type Environment,
  type KeyturnServer,
} from './support/keyturn-process.ts';

type Key = { kid: string; status: string };
type Rotation = { keys: Key[]; notice: string };

/** Beside a running server: through its socket, and straight to the database that it shares. */
describe.each(['embedded', 'PostgreSQL'] satisfies DatabaseKind[])('keyturn signing-key on %s', (kind) => {
  let env: Environment;
  let server: KeyturnServer;
  let credentials: Credentials;
  let operator: Record<string, string>;

  beforeAll(async () => {
    env = await serveEnvironment(kind);
    await succeed(['import', federationFile], { env });
    const { eastManager } = await signIn(env, `http://localhost:${env['KEYTURN_PORT']}`);
    server = await startServer(['serve'], { env });
    const client = await succeed(['operator-client', 'create', '--name', 'Automation', '--json'], { env });
    operator = await asOperator(server.url, JSON.parse(client) as Credentials);
    const clientId = applications.eastData;
    const { clientSecret } = await createSecret(server.url, eastManager.headers, clientId);
    credentials = { clientId, clientSecret };
  });

  const list = async (): Promise<string[]> => {
    const keys = JSON.parse(await succeed(['signing-key', 'list', '--json'], { env })) as Key[];
    return keys.map(({ status }) => status);
  };
  const keySet = async (): Promise<string[]> => {
    const { keys } = (await send('GET', `${server.url}/oauth2/jwks`)).json<{ keys: { kid: string }[] }>();
    return keys.map(({ kid }) => kid);
  };
  const tokenOf = () => accessToken(server.url, credentials, apis.data.identifier);
  const kidOf = (token: string): string =>
    (JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as { kid: string }).kid;

  test('rotate publishes; --now signs at once; --revoke ends every token; each says what API owners must know', async () => {
    const [first = ''] = await keySet();
    const planned = await run(['signing-key', 'rotate'], { env });
    expect(planned).toMatchObject({ code: 0, stderr: databaseNotice(env) });
    expect(planned.stdout).toMatch(/next: published .*, signs from/);
    expect(planned.stdout).toContain('Owners of APIs need do nothing');
    const [still, next = ''] = await keySet();
    expect([still, kidOf(await tokenOf())]).toEqual([first, first]);

    const switched = JSON.parse(
      await succeed(['signing-key', 'rotate', '--now', '--json'], { env }),
    ) as Rotation;
    expect(switched.notice).toContain(`read ${server.url}/oauth2/jwks again`);
    expect(await keySet()).toEqual([next, first]);
    const token = await tokenOf();
    expect(kidOf(token)).toBe(next);
    const connectivity = () => send('GET', `${server.url}/connectivity`, { headers: bearer(token) });
    expect((await connectivity()).status).toBe(200);

    const revoked = await run(['signing-key', 'rotate', '--revoke', next], { env });
    expect(revoked).toMatchObject({ code: 0, stderr: databaseNotice(env) });
    expect(revoked.stdout).toContain(`${next}  ES256  REVOKED `);
    expect(revoked.stdout).toContain('offline NOW');
    expect((await connectivity()).status).toBe(401);
    expect(await keySet()).toEqual([kidOf(await tokenOf()), first]);
    expect(await list()).toEqual(['signing', 'revoked', 'verifying']);
    const plain = await succeed(['signing-key', 'list'], { env });
    expect(plain.trimEnd().split('\n')).toHaveLength(3);
  });

  test('the audit log has each step, by the account that ran the command', async () => {
    const client = await succeed(['operator-client', 'create', '--name', 'Auditor', '--json'], { env });
    operator = await asOperator(server.url, JSON.parse(client) as Credentials);
    const events = (await listAuditEvents(server.url, operator)).filter(
      ({ action, actor }) => action.startsWith('signing-key.') && actor.kind === 'command-line',
    );
    expect(events.map(({ action }) => action.split('.')[1]).toReversed()).toEqual([
      'created',
      'stopped',
      'activated',
      'revoked',
      'created',
    ]);
  });

  test('a key that there is not, or cannot be, is said to be so', async () => {
    const unknown = await run(['signing-key', 'rotate', '--revoke', '-'.repeat(43)], { env });
    expect(unknown).toMatchObject({ code: 1, stdout: '' });
    expect(unknown.stderr).toContain('keyturn signing-key list');
    const malformed = await run(['signing-key', 'rotate', '--revoke', 'x'], { env });
    expect(malformed).toMatchObject({ code: 2, stdout: '' });
  });
});
