import { randomUUID } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { createLocalJWKSet, decodeJwt, jwtVerify, type JSONWebKeySet } from 'jose';
import type { KyselyPlugin } from 'kysely';
import { describe, expect, test } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { createStatusLists, type StatusLists } from '../../src/domain/status-list/status-lists.ts';
import { noMemory } from '../../src/domain/token-memory/token-memory.ts';
import { text } from '../../src/messages.ts';
import { identifiers, ids } from '../support/federation.ts';
import { byHand, publicUrl, startKeyturn, startOfTest } from '../support/keyturn.ts';

type App = FastifyInstance;
type Reference = { idx: number; uri: string };
type Claims = {
  status_list: { bits: number; lst: string };
  iat: number;
  exp: number;
  [claim: string]: unknown;
};

const startSeconds = startOfTest.getTime() / 1000;
const hourMs = 60 * 60 * 1000;

/** What the access token says of where its secret's status stands. */
const referenceIn = (token: string): Reference =>
  decodeJwt<{ status: { status_list: Reference } }>(token).status.status_list;

const get = (app: App, uri: string, headers: Record<string, string> = {}) =>
  app.inject({ url: uri.replace(publicUrl, ''), headers });

/** The status that stands there, as an API reads it. */
async function statusAt(app: App, { idx, uri }: Reference): Promise<number> {
  const response = await get(app, uri);
  expect({ uri, status: response.statusCode }).toEqual({ uri, status: 200 });
  const { status_list: list } = decodeJwt<Claims>(response.body);
  const bytes = inflateSync(Buffer.from(list.lst, 'base64url'));
  const byte = bytes[Math.floor(idx / 4)];
  if (byte === undefined) throw new Error(`${idx} is out of range`);
  return (byte >> ((idx % 4) * 2)) & 3;
}

/** A secret of northSearch with a token, and what its manager and the operator do at the portal API. */
async function startWithToken() {
  const keyturn = await startKeyturn();
  const secret = await keyturn.createSecret('northSearch');
  const reference = referenceIn(await keyturn.accessToken(secret, identifiers.search));
  const send = async (
    person: 'anna' | 'operator',
    method: 'DELETE' | 'POST' | 'PATCH',
    path: string,
    payload?: object,
  ) => {
    const response = await keyturn.app.inject({
      method,
      url: `/api/v1${path}`,
      headers: await keyturn.signedIn(person),
      ...(payload === undefined ? {} : { payload }),
    });
    expect({ path, status: response.statusCode, body: response.body }).toMatchObject({
      status: method === 'DELETE' ? 204 : 200,
    });
  };
  const path = `/applications/${secret.clientId}/secrets/${secret.id}`;
  return { keyturn, secret, reference, send, path, status: () => statusAt(keyturn.app, reference) };
}

describe('a status list', () => {
  test('Token Status List 5.1 is a JWT that the published keys verify, of the type and with the claims of the draft', async () => {
    const { keyturn, reference } = await startWithToken();
    expect(reference).toEqual({
      idx: expect.any(Number) as number,
      uri: expect.stringMatching(
        /^https:\/\/credentials\.example\.org\/oauth2\/status-lists\/\d+$/,
      ) as string,
    });
    const response = await get(keyturn.app, reference.uri, { accept: 'application/statuslist+jwt' });
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toBe('application/statuslist+jwt');
    expect(response.headers['cache-control']).toBe('no-cache');
    const jwks = (await keyturn.app.inject({ url: '/oauth2/jwks' })).json<JSONWebKeySet>();
    const { payload, protectedHeader } = await jwtVerify<Claims>(response.body, createLocalJWKSet(jwks), {
      algorithms: ['ES256'],
      typ: 'statuslist+jwt',
      currentDate: keyturn.clock.now(),
    });
    expect(protectedHeader).toEqual({ typ: 'statuslist+jwt', alg: 'ES256', kid: jwks.keys[0]?.kid });
    const { status_list: list, ...claims } = payload;
    expect(claims).toEqual({
      iss: publicUrl,
      sub: reference.uri,
      iat: startSeconds,
      exp: startSeconds + 7200,
      ttl: 2,
    });
    expect(list).toEqual({ bits: 2, lst: expect.stringMatching(/^[\w-]+$/) as string });
    expect(inflateSync(Buffer.from(list.lst, 'base64url'))).toHaveLength(65_536 / 4);
  });

  test('R1.5 says 1 of a deleted secret, at once and for good', async () => {
    const { send, path, status } = await startWithToken();
    expect(await status()).toBe(0);
    await send('anna', 'DELETE', path);
    expect(await status()).toBe(1);
  });

  test('says 2 of a disabled secret until it is enabled, and 1 once it is deleted as well', async () => {
    const { send, path, status } = await startWithToken();
    await send('anna', 'POST', `${path}/disable`);
    expect(await status()).toBe(2);
    await send('anna', 'POST', `${path}/enable`);
    expect(await status()).toBe(0);
    await send('anna', 'POST', `${path}/disable`);
    await send('anna', 'DELETE', path);
    expect(await status()).toBe(1);
  });

  test.each([
    ['application', `/applications/${ids.applications.northSearch}`],
    ['organisation', `/organisations/${ids.organisations.north}`],
  ])('says 2 of every secret of a disabled %s, and of no other', async (_record, path) => {
    const { keyturn, send, status } = await startWithToken();
    const referenceOf = async (application: 'northSearch' | 'southData', name: string) =>
      referenceIn(
        await keyturn.accessToken(
          await keyturn.createSecret(application, { name }),
          application === 'northSearch' ? identifiers.search : undefined,
        ),
      );
    const sibling = await referenceOf('northSearch', 'Sibling');
    const foreign = await referenceOf('southData', 'Foreign');
    const statuses = async () => [
      await status(),
      await statusAt(keyturn.app, sibling),
      await statusAt(keyturn.app, foreign),
    ];
    expect(await statuses()).toEqual([0, 0, 0]);
    await send('operator', 'PATCH', path, { status: 'disabled', disabledReason: 'Leak' });
    expect(await statuses()).toEqual([2, 2, 0]);
    await send('operator', 'PATCH', path, { status: 'active' });
    expect(await statuses()).toEqual([0, 0, 0]);
  });

  test('says 0 of an expired secret, none of whose tokens lives; and nothing of a permission or an API', async () => {
    const { keyturn, secret, send, status } = await startWithToken();
    await send('operator', 'PATCH', `/applications/${secret.clientId}`, { apis: [ids.apis.searchSandbox] });
    await send('operator', 'PATCH', `/apis/${ids.apis.search}`, { status: 'disabled' });
    expect(await status()).toBe(0);
    keyturn.clock.set(new Date(secret.expiresAt.getTime() + 1));
    expect(await status()).toBe(0);
  });

  test('a secret has an index of its own, for all its tokens, and none is given twice', async () => {
    const { keyturn, secret, reference, send, path } = await startWithToken();
    expect(referenceIn(await keyturn.accessToken(secret, identifiers.searchSandbox))).toEqual(reference);
    const seen = new Set([JSON.stringify(reference)]);
    await send('anna', 'DELETE', path);
    for (let count = 0; count < 5; count += 1) {
      const next = await keyturn.createSecret('northSearch', { name: 'Again' });
      seen.add(JSON.stringify(referenceIn(await keyturn.accessToken(next, identifiers.search))));
      await send('anna', 'DELETE', `/applications/${next.clientId}/secrets/${next.id}`);
    }
    expect(seen.size).toBe(6);
    await expect(
      keyturn.deps.db
        .updateTable('client_secret')
        .set({ status_index: reference.idx } as never)
        .execute(),
    ).rejects.toThrow('client_secret_status_index_unique');
  });
});

describe('keeping a status list', () => {
  test('RFC 9110 13.1.2 an unchanged list answers 304 to its tag, in any of its forms, with nothing but the tag', async () => {
    const { keyturn, reference } = await startWithToken();
    const { headers } = await get(keyturn.app, reference.uri);
    const etag = String(headers['etag']);
    expect(etag).toMatch(/^W\/"[\w-]{43}"$/);
    for (const sent of [etag, etag.slice(2), `"other", ${etag}`, '*']) {
      const response = await get(keyturn.app, reference.uri, { 'if-none-match': sent });
      expect([
        response.statusCode,
        response.body,
        response.headers['etag'],
        response.headers['cache-control'],
      ]).toEqual([304, '', etag, 'no-cache']);
    }
    for (const sent of ['"other"', '', 'W/', etag.slice(3, -1)])
      expect((await get(keyturn.app, reference.uri, { 'if-none-match': sent })).statusCode).toBe(200);
  });

  test('the tag follows what the list says: not a new secret, nor a sign-in, but a deletion', async () => {
    const { keyturn, reference, send, path } = await startWithToken();
    const etag = String((await get(keyturn.app, reference.uri)).headers['etag']);
    const ask = () => get(keyturn.app, reference.uri, { 'if-none-match': etag });
    await keyturn.createSecret('northSearch', { name: 'New' });
    keyturn.clock.advance(1000);
    expect((await ask()).statusCode).toBe(304);
    await send('anna', 'POST', `${path}/disable`);
    expect((await ask()).statusCode).toBe(200);
    await send('anna', 'POST', `${path}/enable`);
    expect((await ask()).statusCode).toBe(304);
    await send('anna', 'DELETE', path);
    const changed = await ask();
    expect(changed.statusCode).toBe(200);
    expect(decodeJwt<Claims>(changed.body).iat).toBe(startSeconds + 1);
  });

  test('what says the same again is signed anew, later than what it said in between', async () => {
    const { keyturn, reference, send, path } = await startWithToken();
    const issued: number[] = [];
    for (const action of ['disable', 'enable', 'disable', 'enable']) {
      keyturn.clock.advance(1000);
      await send('anna', 'POST', `${path}/${action}`);
      issued.push(decodeJwt<Claims>((await get(keyturn.app, reference.uri)).body).iat);
    }
    expect(issued).toEqual([1, 2, 3, 4].map((seconds) => startSeconds + seconds));
  });

  test('two servers name the same list by the same tag', async () => {
    const { keyturn, reference } = await startWithToken();
    const other = await buildApp({ ...keyturn.deps, statusLists: createStatusLists(keyturn.deps) });
    const [one, two] = [await get(keyturn.app, reference.uri), await get(other, reference.uri)];
    expect(two.headers['etag']).toBe(one.headers['etag']);
    await other.close();
  });

  test('each hour an unchanged list gets a new signature, good for two', async () => {
    const { keyturn, reference } = await startWithToken();
    const first = await get(keyturn.app, reference.uri);
    const ask = () => get(keyturn.app, reference.uri, { 'if-none-match': String(first.headers['etag']) });
    keyturn.clock.advance(hourMs - 1);
    expect((await ask()).statusCode).toBe(304);
    keyturn.clock.advance(1);
    const second = await ask();
    expect(second.statusCode).toBe(200);
    expect(decodeJwt<Claims>(second.body)).toMatchObject({
      iat: startSeconds + 3600,
      exp: startSeconds + 3 * 3600,
      status_list: decodeJwt<Claims>(first.body).status_list,
    });
  });

  test('what somebody wrote into the database by hand, past the audit log, shows like any other change', async () => {
    const { keyturn, status } = await startWithToken();
    expect(await status()).toBe(0);
    await byHand(keyturn.deps, keyturn.deps.db.updateTable('application').set({ status: 'disabled' }));
    expect(await status()).toBe(2);
  });

  test('it is never issued earlier than before, though the clock is set back', async () => {
    const { keyturn, reference, send, path } = await startWithToken();
    await get(keyturn.app, reference.uri);
    keyturn.clock.advance(-10 * 60 * 1000);
    await send('anna', 'DELETE', path);
    expect(decodeJwt<Claims>((await get(keyturn.app, reference.uri)).body).iat).toBe(startSeconds);
  });

  test('a list costs nothing while nothing changes; without a lease one statement, however many ask at once two in all', async () => {
    const { keyturn, reference } = await startWithToken();
    let statements = 0;
    const counting: KyselyPlugin = {
      transformQuery: ({ node }) => {
        statements += 1;
        return node;
      },
      transformResult: ({ result }) => Promise.resolve(result),
    };
    const deps = { ...keyturn.deps, db: keyturn.deps.db.withPlugin(counting) };
    const number = Number(reference.uri.split('/').at(-1));
    const count = async (lists: StatusLists) => {
      statements = 0;
      await lists.find(number);
      const first = statements;
      await lists.find(number);
      const second = statements;
      await Promise.all(Array.from({ length: 100 }, () => lists.find(number)));
      return [first, second, statements];
    };
    // Whether there is such a list, and who is stopped.
    const lists = createStatusLists(deps);
    expect(await count(lists)).toEqual([2, 2, 2]);
    // No status follows from a token that is revoked by itself.
    const token = { jti: randomUUID(), expires_at: new Date(keyturn.clock.now().getTime() + hourMs) };
    await byHand(keyturn.deps, keyturn.deps.db.insertInto('revoked_access_token').values(token));
    expect(await count(lists)).toEqual([0, 0, 0]);
    // And how far changes have come.
    expect(await count(createStatusLists({ ...deps, memory: noMemory }))).toEqual([3, 4, 6]);
  });
});

describe('many status lists', () => {
  /** Lists so short that the first secret stands last in one and the second first in the next. */
  async function startAtBoundary() {
    const keyturn = await startKeyturn();
    const create = async (name: string) => {
      const secret = await keyturn.createSecret('northSearch', { name });
      const { status_index: index } = await keyturn.deps.db
        .selectFrom('client_secret')
        .select('status_index')
        .where('id', '=', secret.id)
        .executeTakeFirstOrThrow();
      return { secret, index };
    };
    const first = await create('First');
    const second = await create('Second');
    const entries = first.index + 1;
    expect(second.index).toBe(entries);
    const deps = { ...keyturn.deps, statusLists: createStatusLists(keyturn.deps, { entries }) };
    const app = await buildApp(deps);
    const referenceOf = async ({ clientId, clientSecret }: typeof first.secret) => {
      const response = await app.inject({
        method: 'POST',
        url: '/oauth2/token',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams({
          grant_type: 'client_credentials',
          client_id: clientId,
          client_secret: clientSecret,
          resource: identifiers.search,
        }).toString(),
      });
      return referenceIn(response.json<{ access_token: string }>().access_token);
    };
    return { keyturn, app, entries, first, second, referenceOf };
  }

  test('the next list begins where one is full, and neither tells of the other', async () => {
    const { keyturn, app, entries, first, second, referenceOf } = await startAtBoundary();
    const [last, next] = [await referenceOf(first.secret), await referenceOf(second.secret)];
    expect(last).toEqual({ idx: entries - 1, uri: `${publicUrl}/oauth2/status-lists/0` });
    expect(next).toEqual({ idx: 0, uri: `${publicUrl}/oauth2/status-lists/1` });
    const remove = async (id: string) =>
      app.inject({
        method: 'DELETE',
        url: `/api/v1/applications/${ids.applications.northSearch}/secrets/${id}`,
        headers: await keyturn.signedIn('anna'),
      });
    await remove(first.secret.id);
    expect([await statusAt(app, last), await statusAt(app, next)]).toEqual([1, 0]);
    await remove(second.secret.id);
    expect([await statusAt(app, last), await statusAt(app, next)]).toEqual([1, 1]);
    await app.close();
  });

  test('Token Status List 9 the aggregation names those there are, and no others are found', async () => {
    const { app } = await startAtBoundary();
    const response = await app.inject({ url: '/oauth2/status-lists' });
    expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(response.headers['cache-control']).toBe('no-cache');
    expect(response.json()).toEqual({
      status_lists: [`${publicUrl}/oauth2/status-lists/0`, `${publicUrl}/oauth2/status-lists/1`],
    });
    const unknown = ['2', '3', '999999999', '1000000000', '00', '01', '-1', '1.0', '1e0', '+1', 'x', '%30x'];
    for (const number of unknown) {
      const missing = await app.inject({ url: `/oauth2/status-lists/${number}` });
      expect({ number, status: missing.statusCode, body: missing.json<object>() }).toEqual({
        number,
        status: 404,
        body: {
          error: 'invalid_request',
          error_description: text('oauth.status-list-unknown'),
          error_uri: `${publicUrl}/guide#invalid_request`,
        },
      });
      expect(missing.headers['cache-control']).toBe('no-store');
    }
    await app.close();
  });

  test('without any secret there is no list; a list that begins to exist is found at once', async () => {
    const keyturn = await startKeyturn();
    const all = async () =>
      (await keyturn.app.inject({ url: '/oauth2/status-lists' })).json<{ status_lists: string[] }>();
    expect(await all()).toEqual({ status_lists: [] });
    expect((await get(keyturn.app, '/oauth2/status-lists/0')).statusCode).toBe(404);
    const secret = await keyturn.createSecret('northSearch');
    const { uri } = referenceIn(await keyturn.accessToken(secret, identifiers.search));
    expect((await get(keyturn.app, uri)).statusCode).toBe(200);
  });

  test('Token Status List 8.4 a list of another time is refused, not answered by the present one', async () => {
    const { keyturn, reference } = await startWithToken();
    const response = await get(keyturn.app, `${reference.uri}?time=1686925000`);
    expect([response.statusCode, response.json<{ error_description: string }>().error_description]).toEqual([
      501,
      text('oauth.status-list-past'),
    ]);
    expect((await get(keyturn.app, `${reference.uri}?other=1`)).statusCode).toBe(200);
  });
});
