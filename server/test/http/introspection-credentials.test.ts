import type { Api, CreatedIntrospectionCredential, IntrospectionCredential } from '@keyturn/contract';
import type { LightMyRequestResponse } from 'fastify';
import { describe, expect, test } from 'vitest';
import { createUsageRecorder } from '../../src/domain/usage/usage-recorder.ts';
import { identifiers, ids } from '../support/federation.ts';
import { startKeyturn, type TestKeyturn } from '../support/keyturn.ts';
import { openAs, recorded } from '../support/operator-browser.ts';
import { refusal } from '../support/portal-browser.ts';

const path = `/apis/${ids.apis.search}/introspection-credentials`;
const address = '203.0.113.7';

async function start() {
  const keyturn = await startKeyturn();
  const operator = await openAs(keyturn, 'operator');
  const create = async (body?: object): Promise<CreatedIntrospectionCredential> => {
    const answer = await operator.send('POST', path, body);
    expect(answer.statusCode).toBe(201);
    return answer.json();
  };
  const listed = async (): Promise<IntrospectionCredential[]> =>
    (await operator.send('GET', `/apis/${ids.apis.search}`)).json<Api>().introspectionCredentials;
  const secret = await keyturn.createSecret('northSearch');
  const token = await keyturn.accessToken(secret, identifiers.search);
  const introspect = (
    { clientId, clientSecret }: CreatedIntrospectionCredential,
    from = address,
  ): Promise<LightMyRequestResponse> =>
    keyturn.app.inject({
      method: 'POST',
      url: '/oauth2/introspect',
      remoteAddress: from,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}`,
      },
      payload: new URLSearchParams({ token }).toString(),
    });
  const remove = ({ id }: { id: string }) => operator.send('DELETE', `${path}/${id}`);
  return { keyturn, operator, create, listed, introspect, remove };
}

const lastUses = (credentials: IntrospectionCredential[]) =>
  credentials.map(({ lastUsedAt, lastUsedFrom }) => [lastUsedAt, lastUsedFrom]);
const nowOf = ({ clock }: TestKeyturn): string => clock.now().toISOString();

describe('introspection credentials of an API', () => {
  test('are shown once, with their name, hint and creator; afterwards all but the value is listed', async () => {
    const { keyturn, create, listed, operator } = await start();
    const created = await create({ name: '  Cluster A ' });
    const { clientId, clientSecret, ...shown } = created;
    expect(clientId).toBe(ids.apis.search);
    expect(clientSecret).toMatch(/^[A-Za-z0-9]{3}_kt_[A-Za-z0-9]{49}$/);
    expect(shown).toEqual({
      id: created.id,
      name: 'Cluster A',
      hint: clientSecret.slice(0, 3),
      createdAt: nowOf(keyturn),
      createdBy: 'Operator (sample)',
      lastUsedAt: null,
      lastUsedFrom: null,
    });
    expect(await listed()).toEqual([shown]);
    const everything = [
      await operator.send('GET', `/apis/${ids.apis.search}`),
      await operator.send('GET', '/apis'),
      await operator.send('GET', '/audit-events'),
    ];
    for (const { body } of everything) expect(body).not.toContain(clientSecret);
  });

  test('are named by their creator when no name is sent, and never two alike', async () => {
    const { create, operator, remove } = await start();
    const [first, second] = [await create(), await create({})];
    expect([first.name, second.name]).toEqual([
      'Credentials by Operator (sample)',
      'Credentials by Operator (sample) (2)',
    ]);
    const taken = { name: ' credentials by OPERATOR (sample)' };
    expect(refusal(await operator.send('POST', path, taken))).toEqual([409, 'credential-name-taken']);
    expect(refusal(await operator.send('POST', path, { name: ' ' }))).toEqual([400, 'invalid-request']);
    await remove(first);
    expect((await create(taken)).name).toBe('credentials by OPERATOR (sample)');
    // Those of another API have names of their own.
    const other = `/apis/${ids.apis.data}/introspection-credentials`;
    expect((await operator.send('POST', other, taken)).statusCode).toBe(201);
  });

  test('tell when and from where they were last used, to the minute', async () => {
    const { keyturn, create, listed, introspect } = await start();
    const { clock, deps } = keyturn;
    const credential = await create();
    const used = async (from?: string) => {
      expect((await introspect(credential, from)).statusCode).toBe(200);
      await deps.usage.flush();
      return lastUses(await listed());
    };
    const first = nowOf(keyturn);
    expect(await used()).toEqual([[first, address]]);
    clock.advance(59_999);
    expect(await used('203.0.113.8')).toEqual([[first, address]]);
    clock.advance(1);
    expect(await used('203.0.113.8')).toEqual([[nowOf(keyturn), '203.0.113.8']]);
    // Asking with another's ID, or with a wrong value, is no use.
    clock.advance(120_000);
    await introspect({ ...credential, clientId: ids.apis.data });
    await introspect({ ...credential, clientSecret: `${credential.clientSecret}x` });
    await deps.usage.flush();
    expect(lastUses(await listed())).not.toEqual([[nowOf(keyturn), address]]);
  });

  test('are noted by several servers: the latest counts', async () => {
    const { keyturn, create, listed } = await start();
    const { id } = await create();
    const [one, two] = [createUsageRecorder(keyturn.deps), createUsageRecorder(keyturn.deps)];
    const later = new Date(keyturn.clock.now().getTime() + 5_000);
    one.introspected(id, later, '203.0.113.1');
    two.introspected(id, keyturn.clock.now(), '203.0.113.2');
    await one.flush();
    await two.flush();
    expect(lastUses(await listed())).toEqual([[later.toISOString(), '203.0.113.1']]);
  });

  test('are rotated without a gap: a second one is created, taken over to, and the first deleted', async () => {
    const { keyturn, create, listed, introspect, remove } = await start();
    const old = await create({ name: 'Old' });
    await introspect(old);
    const fresh = await create({ name: 'New' });
    keyturn.clock.advance(300_000);
    for (const each of [old, fresh]) expect((await introspect(each)).json()).toMatchObject({ active: true });
    keyturn.clock.advance(300_000);
    await introspect(fresh);
    await keyturn.deps.usage.flush();
    const uses = new Map((await listed()).map(({ name, lastUsedAt }) => [name, lastUsedAt]));
    expect(uses.get('New')).toBe(nowOf(keyturn));
    expect(Date.parse(uses.get('Old') ?? '')).toBe(keyturn.clock.now().getTime() - 300_000);

    expect((await remove(old)).statusCode).toBe(204);
    expect((await introspect(old)).statusCode).toBe(401);
    expect((await introspect(fresh)).json()).toMatchObject({ active: true });
    expect((await listed()).map(({ name }) => name)).toEqual(['New']);
    // Again: it is gone, and recorded once.
    expect((await remove(old)).statusCode).toBe(204);
    expect(await recorded(keyturn, 'introspection-credential.deleted')).toHaveLength(1);
  });

  test('R7 are in the audit log, with their last use when they are deleted', async () => {
    const { keyturn, create, introspect, remove } = await start();
    const credential = await create({ name: 'Cluster A' });
    await introspect(credential);
    await keyturn.deps.usage.flush();
    await remove(credential);
    const { id, hint } = credential;
    expect(await recorded(keyturn, 'introspection-credential.%')).toMatchObject([
      {
        action: 'introspection-credential.created',
        target_id: ids.apis.search,
        actor: { kind: 'user', id: ids.users.operator },
        after: { id, name: 'Cluster A', hint },
      },
      {
        action: 'introspection-credential.deleted',
        target_id: ids.apis.search,
        before: { id, name: 'Cluster A', hint, lastUsedAt: nowOf(keyturn) },
      },
    ]);
  });

  test('that an automation client creates bear its name', async () => {
    const { keyturn } = await start();
    const token = await keyturn.accessToken(await keyturn.operatorClient());
    const answer = await keyturn.app.inject({
      method: 'POST',
      url: `/api/v1${path}`,
      headers: { authorization: `Bearer ${token}` },
    });
    expect(answer.json()).toMatchObject({ name: 'Credentials by Automation', createdBy: 'Automation' });
  });
});
