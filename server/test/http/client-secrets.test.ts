import type { Application, CreatedClientSecret, Problem } from '@keyturn/contract';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Actor } from '../../src/domain/audit/actor.ts';
import { createClientSecret } from '../../src/domain/client-secret/create-client-secret.ts';
import { requireOpenSession, sessionActor } from '../../src/domain/session/sessions.ts';
import { signOut } from '../../src/domain/session/sign-out.ts';
import { ids } from '../support/federation.ts';
import {
  bearer,
  byHand,
  portalApi,
  startKeyturn,
  startOfTest,
  type TestKeyturn,
} from '../support/keyturn.ts';

const north = `/api/v1/applications/${ids.applications.northSearch}`;
const expiresAt = '2027-09-01T10:00:00.000Z';

async function asAnna(keyturn: TestKeyturn) {
  const headers = await keyturn.signedIn('anna');
  const send = (
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'PUT',
    url: string,
    payload?: object,
    ifMatch?: string,
  ) =>
    keyturn.app.inject({
      method,
      url,
      headers: { ...headers, ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }) },
      ...(payload === undefined ? {} : { payload }),
    });
  return {
    send,
    create: (payload: object, ifMatch?: string) => send('POST', `${north}/secrets`, payload, ifMatch),
    read: async (query = '') => (await send('GET', `${north}${query}`)).json<Application>(),
  };
}

const codeOf = (response: { json(): unknown }): string => (response.json() as Problem).code;

describe('creating', () => {
  test('R1.3 R1.4 answers the whole secret once; afterwards only the hint remains', async () => {
    const keyturn = await startKeyturn();
    const anna = await asAnna(keyturn);
    const response = await anna.create({ name: '  Search system ', expiresAt });
    expect(response.statusCode).toBe(201);
    expect(response.headers).toMatchObject({ 'cache-control': 'no-store', etag: '"s1"' });
    const created = response.json<CreatedClientSecret>();
    expect(created.clientSecret).toMatch(/^[A-Za-z0-9]{3}_kt_[A-Za-z0-9]{49}$/);
    const { clientSecret, ...rest } = created;
    expect(rest).toEqual({
      id: created.id,
      name: 'Search system',
      hint: clientSecret.slice(0, 3),
      status: 'active',
      createdAt: startOfTest.toISOString(),
      createdBy: { kind: 'user', name: 'Anna (sample)', userId: ids.users.anna },
      creatorLeft: false,
      createdBySecretId: null,
      expiresAt,
      firstUsedAt: null,
      lastUsedAt: null,
      lastUsedFrom: null,
      lastRefused: null,
      replacesSecretId: null,
      disabled: null,
      deleted: null,
    });

    const application = await anna.read();
    expect(application.secrets).toEqual([rest]);
    expect(JSON.stringify(application)).not.toContain(clientSecret.slice(7));
  });

  test('R1.3 the name is unique among the undeleted secrets, trimmed and without case', async () => {
    const keyturn = await startKeyturn();
    const anna = await asAnna(keyturn);
    const first = (await anna.create({ name: 'Secret by Anna', expiresAt })).json<CreatedClientSecret>();
    const second = await anna.create({ name: ' secret BY anna ', expiresAt });
    expect([second.statusCode, codeOf(second)]).toEqual([409, 'name-taken']);
    await anna.send('DELETE', `${north}/secrets/${first.id}`);
    expect((await anna.create({ name: 'secret by anna', expiresAt })).statusCode).toBe(201);
  });

  test('R1.3 expires tomorrow at the earliest and at 12:00 on the same date next year at the latest, in the organisation’s zone', async () => {
    const keyturn = await startKeyturn();
    // 23:30 in Berlin: tomorrow is half an hour away there, and the limit is 12:00 CET.
    keyturn.clock.set('2027-03-16T22:30:00Z');
    const anna = await asAnna(keyturn);
    expect((await anna.read()).maxSecretExpiresAt).toBe('2028-03-16T11:00:00.000Z');
    const create = async (at: string) => {
      const response = await anna.create({ name: at, expiresAt: at });
      return response.statusCode === 201 ? 201 : [response.statusCode, codeOf(response)];
    };
    expect(await create('2027-03-16T22:59:59.999Z')).toEqual([400, 'expires-too-early']);
    expect(await create('2027-03-16T23:00:00Z')).toBe(201);
    expect(await create('2028-03-16T12:00:00+01:00')).toBe(201);
    expect(await create('2028-03-16T11:00:00.001Z')).toEqual([400, 'expires-too-late']);
  });

  test('R1.3 a year from 29 February ends on 28 February', async () => {
    const keyturn = await startKeyturn();
    keyturn.clock.set('2028-02-29T08:00:00Z');
    const anna = await asAnna(keyturn);
    expect((await anna.read()).maxSecretExpiresAt).toBe('2029-02-28T11:00:00.000Z');
  });

  test('R1.7 several are valid at once, at most as many as configured; expired ones do not count', async () => {
    const keyturn = await startKeyturn({ maxValidSecrets: 3 });
    const anna = await asAnna(keyturn);
    const secrets = [];
    for (const name of ['one', 'two', 'three'])
      secrets.push(
        (await anna.create({ name, expiresAt: '2027-03-20T00:00:00Z' })).json<CreatedClientSecret>(),
      );
    for (const { clientSecret } of secrets) {
      const client = { clientId: ids.applications.northSearch, clientSecret };
      await expect(keyturn.accessToken(client, ids.apis.search)).resolves.toBeTypeOf('string');
    }
    const fourth = await anna.create({ name: 'four', expiresAt });
    expect([fourth.statusCode, codeOf(fourth)]).toEqual([409, 'too-many-secrets']);

    keyturn.clock.set('2027-03-20T00:00:00Z');
    const later = await asAnna(keyturn);
    expect((await later.create({ name: 'four', expiresAt })).statusCode).toBe(201);
  });

  test.each([
    ['an empty name', { name: '  ', expiresAt }, 'name'],
    ['a long name', { name: 'n'.repeat(101), expiresAt }, 'name'],
    ['a control character', { name: 'a\u0000b', expiresAt }, 'name'],
    ['a name of another type', { name: 7, expiresAt }, 'name'],
    ['a date without a time', { name: 'Secret', expiresAt: '2027-09-01' }, 'expiresAt'],
    ['a date that does not exist', { name: 'Secret', expiresAt: '2027-02-30T00:00:00Z' }, 'expiresAt'],
    [
      'a replaced secret that is no UUID',
      { name: 'Secret', expiresAt, replacesSecretId: 'x' },
      'replacesSecretId',
    ],
  ])('refuses %s and names the field', async (_case, payload, path) => {
    const anna = await asAnna(await startKeyturn());
    const response = await anna.create(payload);
    expect(response.statusCode).toBe(400);
    expect(response.headers['content-type']).toBe('application/problem+json');
    const problem = response.json<Problem>();
    expect(problem).toMatchObject({ code: 'invalid-request', status: 400 });
    expect(problem.errors?.map((error) => error.path)).toEqual([path]);
  });

  test('a body that is no JSON, too large or of another type is a 4xx problem', async () => {
    const keyturn = await startKeyturn();
    const headers = await keyturn.signedIn('anna');
    const post = async (contentType: string, payload: string) => {
      const response = await keyturn.app.inject({
        method: 'POST',
        url: `${north}/secrets`,
        headers: { ...headers, 'content-type': contentType },
        payload,
      });
      return [response.statusCode, codeOf(response)];
    };
    expect(await post('application/json', '{"name":')).toEqual([400, 'malformed-body']);
    expect(await post('application/json', `"${'x'.repeat(70_000)}"`)).toEqual([413, 'payload-too-large']);
    expect(await post('text/plain', '{}')).toEqual([415, 'unsupported-media-type']);
    expect(await post('application/x-www-form-urlencoded', 'name=x')).toEqual([
      415,
      'unsupported-media-type',
    ]);
  });

  test('R1.8 names what it replaces: an undeleted secret of the same application', async () => {
    const keyturn = await startKeyturn();
    const anna = await asAnna(keyturn);
    const old = await keyturn.createSecret('northSearch', { name: 'Old' });
    const foreign = await keyturn.createSecret('southData', { name: 'Foreign' });
    const created = await anna.create({ name: 'New', expiresAt, replacesSecretId: old.id });
    expect(created.json<CreatedClientSecret>().replacesSecretId).toBe(old.id);
    const refused = await anna.create({ name: 'Other', expiresAt, replacesSecretId: foreign.id });
    expect([refused.statusCode, codeOf(refused)]).toEqual([400, 'replaced-secret-unknown']);
    await anna.send('DELETE', `${north}/secrets/${old.id}`);
    const late = await anna.create({ name: 'Late', expiresAt, replacesSecretId: old.id });
    expect([late.statusCode, codeOf(late)]).toEqual([400, 'replaced-secret-unknown']);
  });

  test('no secret is created for a disabled application', async () => {
    const keyturn = await startKeyturn();
    await byHand(keyturn.deps, keyturn.deps.db.updateTable('application').set({ status: 'disabled' }));
    const anna = await asAnna(keyturn);
    const response = await anna.create({ name: 'Secret', expiresAt });
    expect([response.statusCode, codeOf(response)]).toEqual([409, 'application-disabled']);
  });
});

describe('naming a replacement later', () => {
  test('R1.8 sets, changes and clears what a secret replaces, but never in a circle', async () => {
    const keyturn = await startKeyturn();
    const anna = await asAnna(keyturn);
    const [one, two, three] = [
      await keyturn.createSecret('northSearch', { name: 'one' }),
      await keyturn.createSecret('northSearch', { name: 'two' }),
      await keyturn.createSecret('northSearch', { name: 'three' }),
    ];
    const patch = (id: string, replacesSecretId: string | null) =>
      anna.send('PATCH', `${north}/secrets/${id}`, { replacesSecretId });
    const named = await patch(two.id, one.id);
    expect([named.statusCode, named.json<{ replacesSecretId: string }>().replacesSecretId]).toEqual([
      200,
      one.id,
    ]);
    expect((await patch(three.id, two.id)).statusCode).toBe(200);
    for (const circular of [await patch(one.id, one.id), await patch(one.id, three.id)])
      expect([circular.statusCode, codeOf(circular)]).toEqual([409, 'replacement-circular']);
    expect((await patch(two.id, null)).json()).toMatchObject({ replacesSecretId: null });
  });
});

describe('deleting', () => {
  test('R1.5 stops new tokens and tokens already issued at once', async () => {
    const keyturn = await startKeyturn();
    const anna = await asAnna(keyturn);
    const secret = await keyturn.createSecret('northSearch');
    const token = await keyturn.accessToken(secret, ids.apis.search);
    const connectivity = () => keyturn.app.inject({ url: '/connectivity', headers: bearer(token) });
    expect((await connectivity()).statusCode).toBe(200);

    const deletion = await anna.send('DELETE', `${north}/secrets/${secret.id}`);
    expect([deletion.statusCode, deletion.body]).toEqual([204, '']);

    expect((await connectivity()).statusCode).toBe(401);
    const refused = await keyturn.requestToken({
      grant_type: 'client_credentials',
      client_id: secret.clientId,
      client_secret: secret.clientSecret,
      resource: ids.apis.search,
    });
    expect(refused.statusCode).toBe(401);
    expect(refused.json()).toMatchObject({ error: 'invalid_client' });
    expect(refused.json<{ error_description: string }>().error_description).toContain(
      `The client secret ${secret.hint}... (ID ${secret.id}) was deleted on`,
    );
  });

  test('again is 204, also with an ETag from before: the first answer may have been lost', async () => {
    const keyturn = await startKeyturn();
    const anna = await asAnna(keyturn);
    const secret = await keyturn.createSecret('northSearch');
    const { etag } = await anna.read();
    const url = `${north}/secrets/${secret.id}`;
    expect((await anna.send('DELETE', url, undefined, etag)).statusCode).toBe(204);
    expect((await anna.send('DELETE', url, undefined, etag)).statusCode).toBe(204);
    const { rows } = await countEvents(keyturn, 'client-secret.deleted');
    expect(rows).toBe(1);
  });

  test('R1.9 two deletions of the last two valid secrets with the same ETag: the second is 412', async () => {
    const keyturn = await startKeyturn();
    const anna = await asAnna(keyturn);
    const [one, two] = [
      await keyturn.createSecret('northSearch', { name: 'one' }),
      await keyturn.createSecret('northSearch', { name: 'two' }),
    ];
    const { etag } = await anna.read();
    const answers = await Promise.all(
      [one, two].map(({ id }) => anna.send('DELETE', `${north}/secrets/${id}`, undefined, etag)),
    );
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([204, 412]));
    expect((await anna.read()).secrets).toHaveLength(1);
  });

  test('R1.5 of two managers who delete the same secret, both are answered 204 and told by user ID who did it', async () => {
    const keyturn = await startKeyturn();
    const { id } = await keyturn.createSecret('northSearch');
    const url = `${north}/secrets/${id}`;
    const anna = await asAnna(keyturn);
    const { etag } = await anna.read();
    const headers = await keyturn.signedIn('peter');
    for (const response of [
      await keyturn.app.inject({ method: 'DELETE', url, headers: { ...headers, 'if-match': etag } }),
      await anna.send('DELETE', url, undefined, etag),
    ])
      expect(response.statusCode).toBe(204);
    const by = { kind: 'user', name: 'Peter (sample)', userId: ids.users.peter };
    const application = await anna.read('?include=deleted');
    expect(application.secrets[0]?.deleted).toEqual({ at: startOfTest.toISOString(), by });
    expect(application.managers).toContainEqual(expect.objectContaining({ userId: by.userId }));
  });

  test('a deleted secret is listed for 90 days with include=deleted, and changes no more', async () => {
    const keyturn = await startKeyturn();
    let anna = await asAnna(keyturn);
    const secret = await keyturn.createSecret('northSearch');
    await anna.send('DELETE', `${north}/secrets/${secret.id}`);
    expect((await anna.read()).secrets).toEqual([]);
    const [listed] = (await anna.read('?include=deleted')).secrets;
    expect(listed).toMatchObject({
      id: secret.id,
      status: 'deleted',
      deleted: { at: startOfTest.toISOString(), by: { kind: 'user', name: 'Anna (sample)' } },
    });
    for (const [method, path, payload] of [
      ['POST', '/disable', {}],
      ['POST', '/enable', undefined],
      ['PATCH', '', { replacesSecretId: null }],
    ] as const) {
      const response = await anna.send(method, `${north}/secrets/${secret.id}${path}`, payload);
      expect([response.statusCode, codeOf(response)]).toEqual([409, 'secret-deleted']);
    }
    keyturn.clock.advance(90 * 24 * 60 * 60 * 1000);
    anna = await asAnna(keyturn);
    expect((await anna.read('?include=deleted')).secrets).toEqual([]);
  });
});

describe('If-Match', () => {
  test('every change of the secrets gives a new ETag, and an old one is 412 for each kind of change', async () => {
    const keyturn = await startKeyturn();
    const anna = await asAnna(keyturn);
    const secret = await keyturn.createSecret('northSearch');
    const stale = (await anna.read()).etag;
    const url = `${north}/secrets/${secret.id}`;
    const disabled = await anna.send('POST', `${url}/disable`, { reason: 'Test' }, stale);
    expect(disabled.statusCode).toBe(200);
    expect(disabled.headers['etag']).not.toBe(stale);
    expect((await anna.read()).etag).toBe(disabled.headers['etag']);
    for (const response of [
      await anna.create({ name: 'Another', expiresAt }, stale),
      await anna.send('POST', `${url}/enable`, undefined, stale),
      await anna.send('DELETE', url, undefined, stale),
      await anna.send('DELETE', url, undefined, `W/${String(disabled.headers['etag'])}`),
      await anna.send('DELETE', url, undefined, 'nonsense'),
    ])
      expect([response.statusCode, codeOf(response)]).toEqual([412, 'secrets-changed']);
    expect((await anna.send('POST', `${url}/enable`, undefined, '*')).statusCode).toBe(200);
  });
});

describe('disabling', () => {
  test('refuses new tokens and those issued until it is enabled; says by whom and why', async () => {
    const keyturn = await startKeyturn();
    const anna = await asAnna(keyturn);
    const secret = await keyturn.createSecret('northSearch');
    const token = await keyturn.accessToken(secret, ids.apis.search);
    const disabled = await anna.send('POST', `${north}/secrets/${secret.id}/disable`, {
      reason: 'Still needed?',
    });
    expect(disabled.json()).toMatchObject({
      status: 'disabled',
      disabled: {
        at: startOfTest.toISOString(),
        by: { kind: 'user', name: 'Anna (sample)' },
        reason: 'Still needed?',
      },
    });
    await expect(keyturn.accessToken(secret, ids.apis.search)).rejects.toThrow(/was disabled on/);
    const connectivity = () => keyturn.app.inject({ url: '/connectivity', headers: bearer(token) });
    expect((await connectivity()).statusCode).toBe(401);

    const enabled = await anna.send('POST', `${north}/secrets/${secret.id}/enable`);
    expect(enabled.json()).toMatchObject({ status: 'active', disabled: null });
    expect((await connectivity()).statusCode).toBe(200);
  });

  test('works without a body, and again without effect', async () => {
    const keyturn = await startKeyturn();
    const anna = await asAnna(keyturn);
    const secret = await keyturn.createSecret('northSearch');
    const url = `${north}/secrets/${secret.id}/disable`;
    expect((await anna.send('POST', url)).statusCode).toBe(200);
    expect((await anna.send('POST', url, { reason: 'Again' })).json()).toMatchObject({
      disabled: { reason: null },
    });
  });
});

describe('a self-managed application', () => {
  async function selfManaged() {
    const keyturn = await startKeyturn();
    const anna = await asAnna(keyturn);
    expect((await anna.send('PUT', `${north}/self-managed`, { selfManaged: true })).statusCode).toBe(204);
    const own = await keyturn.createSecret('northSearch', { name: 'Own' });
    const other = await keyturn.createSecret('northSearch', { name: 'Other' });
    const speak = async (client: { clientId: string; clientSecret: string }) => {
      const headers = bearer(await keyturn.accessToken(client, portalApi));
      return (method: 'POST' | 'DELETE' | 'PATCH', path: string, payload?: object) =>
        keyturn.app.inject({
          method,
          url: `${north}/secrets${path}`,
          headers,
          ...(payload === undefined ? {} : { payload }),
        });
    };
    return { keyturn, anna, own, other, speak };
  }

  test('creates one successor at a time of the secret that obtained its token, and records the origin', async () => {
    const { own, other, speak } = await selfManaged();
    const send = await speak(own);
    const response = await send('POST', '', { name: 'Successor', expiresAt });
    expect(response.statusCode).toBe(201);
    expect(response.json()).toMatchObject({
      replacesSecretId: own.id,
      createdBySecretId: own.id,
      createdBy: { kind: 'application', name: 'Partner-DE-NorthRegistry-SMC', userId: null },
    });
    const second = await send('POST', '', { name: 'Second', expiresAt });
    expect([second.statusCode, codeOf(second)]).toEqual([409, 'successor-exists']);
    const foreign = await send('POST', '', { name: 'Second', expiresAt, replacesSecretId: other.id });
    expect([foreign.statusCode, codeOf(foreign)]).toEqual([400, 'replaced-secret-unknown']);
    const { id } = response.json<CreatedClientSecret>();
    expect((await send('DELETE', `/${id}`)).statusCode).toBe(204);
    expect((await send('POST', '', { name: 'Second', expiresAt })).statusCode).toBe(201);
  });

  test('rotates by itself: the successor deletes the secret that created it, and nobody deletes itself or another', async () => {
    const { keyturn, own, other, speak } = await selfManaged();
    const first = await speak(own);
    const successor = (await first('POST', '', { name: 'Successor', expiresAt })).json<CreatedClientSecret>();
    const client = { clientId: ids.applications.northSearch, clientSecret: successor.clientSecret };
    const next = await speak(client);
    for (const response of [
      await first('DELETE', `/${own.id}`),
      await first('DELETE', `/${other.id}`),
      await next('DELETE', `/${successor.id}`),
      await next('DELETE', `/${other.id}`),
    ])
      expect([response.statusCode, codeOf(response)]).toEqual([403, 'forbidden']);
    expect((await next('DELETE', `/${own.id}`)).statusCode).toBe(204);
    await expect(keyturn.accessToken(own, portalApi)).rejects.toThrow(/was deleted on/);
    // The token of the deleted secret is checked against the present state.
    expect((await first('DELETE', `/${successor.id}`)).statusCode).toBe(401);
  });

  test('never disables or enables', async () => {
    const { own, other, speak } = await selfManaged();
    const send = await speak(own);
    for (const path of [`/${own.id}/disable`, `/${other.id}/disable`, `/${other.id}/enable`])
      expect((await send('POST', path)).statusCode).toBe(403);
  });

  test('is made so by a manager with a fresh second factor only', async () => {
    const keyturn = await startKeyturn();
    const anna = await asAnna(keyturn);
    keyturn.clock.advance(5 * 60_000 + 1);
    const response = await anna.send('PUT', `${north}/self-managed`, { selfManaged: true });
    expect([response.statusCode, codeOf(response)]).toEqual([403, 'fresh-factor-required']);
    expect((await anna.read()).selfManaged).toBe(false);
  });
});

describe('a request that began before its caller lost the right to it', () => {
  const input = { name: 'Late', expiresAt: new Date(expiresAt), replacesSecretId: null };
  const target = { clientId: ids.applications.northSearch, expectedRevisions: null };

  test('R1.5 changes nothing once the client secret behind its access token is deleted or disabled', async () => {
    const keyturn = await startKeyturn();
    const anna = await asAnna(keyturn);
    await anna.send('PUT', `${north}/self-managed`, { selfManaged: true });
    const own = await keyturn.createSecret('northSearch', { name: 'Own' });
    const actor: Actor = {
      kind: 'application',
      id: ids.applications.northSearch,
      name: 'Partner-DE-NorthRegistry-SMC',
      secretId: own.id,
      address: null,
    };
    const create = () => createClientSecret(keyturn.deps, actor, target, input);
    await anna.send('POST', `${north}/secrets/${own.id}/disable`);
    await expect(create()).rejects.toMatchObject({ code: 'no-longer-authenticated' });
    await anna.send('DELETE', `${north}/secrets/${own.id}`);
    await expect(create()).rejects.toMatchObject({ code: 'no-longer-authenticated' });
    expect((await anna.read()).secrets).toEqual([]);
  });

  test('changes nothing once its session has ended, or its user is disabled', async () => {
    const keyturn = await startKeyturn();
    const { cookie = '' } = await keyturn.signedIn('anna');
    const open = await requireOpenSession(keyturn.deps, cookie.split('=')[1]);
    const actor = sessionActor(open, '127.0.0.1');
    const create = () => createClientSecret(keyturn.deps, actor, target, input);
    await keyturn.deps.db.updateTable('portal_user').set({ status: 'disabled' }).execute();
    await expect(create()).rejects.toMatchObject({ code: 'no-longer-authenticated' });
    await keyturn.deps.db.updateTable('portal_user').set({ status: 'active' }).execute();
    await signOut(keyturn.deps, actor, open.row.id);
    await expect(create()).rejects.toMatchObject({ code: 'no-longer-authenticated' });
  });
});

describe('every change', () => {
  test('R7 writes its audit event, without the secret, in the same transaction', async () => {
    const keyturn = await startKeyturn();
    const anna = await asAnna(keyturn);
    const created = (await anna.create({ name: 'Audited', expiresAt })).json<CreatedClientSecret>();
    await anna.send('POST', `${north}/secrets/${created.id}/disable`, { reason: 'Why' });
    await anna.send('POST', `${north}/secrets/${created.id}/enable`);
    await anna.send('DELETE', `${north}/secrets/${created.id}`);
    const { items } = (await anna.send('GET', '/api/v1/audit-events?limit=4')).json<{ items: object[] }>();
    const event = {
      actor: { kind: 'user', id: ids.users.anna },
      address: '127.0.0.1',
      target: { id: created.id },
    };
    expect(items).toMatchObject([
      { ...event, action: 'client-secret.deleted' },
      { ...event, action: 'client-secret.enabled' },
      { ...event, action: 'client-secret.disabled', after: { reason: 'Why' } },
      {
        ...event,
        action: 'client-secret.created',
        after: { name: 'Audited', hint: created.hint, expiresAt },
      },
    ]);
    expect(JSON.stringify(items)).not.toContain(created.clientSecret);
  });

  test('R7 is undone when its audit event cannot be written', async () => {
    const keyturn = await startKeyturn();
    const anna = await asAnna(keyturn);
    const { schema } = keyturn.deps.db;
    await schema.alterTable('audit_event').renameTo('audit_event_gone').execute();
    onTestFinished(() => schema.alterTable('audit_event_gone').renameTo('audit_event').execute());
    const response = await anna.create({ name: 'Unaudited', expiresAt });
    expect([response.statusCode, codeOf(response)]).toEqual([500, 'internal']);
    expect(response.json<Problem>().detail).toBe(
      `Try again, and report request ${response.json<Problem>().requestId} if it persists.`,
    );
    expect((await anna.read()).secrets).toEqual([]);
  });
});

describe('usage', () => {
  test('R1.2 shows the first and the last token request', async () => {
    const keyturn = await startKeyturn();
    const anna = await asAnna(keyturn);
    const secret = await keyturn.createSecret('northSearch');
    await keyturn.accessToken(secret, ids.apis.search);
    await keyturn.deps.usage.flush();
    keyturn.clock.advance(60_000);
    await keyturn.accessToken(secret, ids.apis.search);
    await keyturn.accessToken(secret, ids.apis.searchSandbox);
    await keyturn.deps.usage.flush();
    const [listed] = (await anna.read()).secrets;
    expect(listed).toMatchObject({
      firstUsedAt: startOfTest.toISOString(),
      lastUsedAt: new Date(startOfTest.getTime() + 60_000).toISOString(),
      lastUsedFrom: { address: '127.0.0.1', userAgent: 'lightMyRequest' },
    });
    const use = await keyturn.deps.db.selectFrom('client_secret_use').selectAll().executeTakeFirstOrThrow();
    expect(use).toMatchObject({
      request_count: '3',
      last_user_agent: 'lightMyRequest',
      last_address: '127.0.0.1',
    });
  });
});

async function countEvents(keyturn: TestKeyturn, action: string): Promise<{ rows: number }> {
  const rows = await keyturn.deps.db
    .selectFrom('audit_event')
    .select('seq')
    .where('action', '=', action)
    .execute();
  return { rows: rows.length };
}
