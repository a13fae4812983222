import { randomUUID } from 'node:crypto';
import { decodeJwt } from 'jose';
import { describe, expect, test } from 'vitest';
import type { Actor } from '../../src/domain/audit/actor.ts';
import { hashClientSecretValue } from '../../src/domain/client-secret/client-secret-value.ts';
import { createOperatorClient } from '../../src/domain/operator-client/create-operator-client.ts';
import { identifiers, ids } from '../support/federation.ts';
import { bearer, portalApi, startKeyturn, startOfTest } from '../support/keyturn.ts';

const commandLine: Actor = { kind: 'command-line', id: null, name: 'keyturn operator-client', address: null };

describe('an automation client of the operator', () => {
  test('is created in the operator’s organisation with one secret that lasts as long as any may, stored as a hash', async () => {
    const { deps } = await startKeyturn();
    const { clientId, value, expiresAt } = await createOperatorClient(deps, commandLine, 'Nightly import');
    expect(value).toMatch(/^[A-Za-z0-9]{3}_kt_[A-Za-z0-9]{49}$/);
    expect(expiresAt.toISOString()).toBe('2028-03-16T12:00:00.000Z');
    const application = await deps.db
      .selectFrom('application')
      .innerJoin('organisation', 'organisation.id', 'application.organisation_id')
      .where('application.id', '=', clientId)
      .select([
        'application.kind',
        'application.name',
        'application.self_managed',
        'organisation.kind as organisation',
      ])
      .executeTakeFirst();
    expect(application).toEqual({
      kind: 'operator-client',
      name: 'Nightly import',
      self_managed: false,
      organisation: 'operator',
    });
    const secrets = await deps.db.selectFrom('client_secret').selectAll().execute();
    expect(secrets).toMatchObject([
      { application_id: clientId, hint: value.slice(0, 3), expires_at: expiresAt, created_at: startOfTest },
    ]);
    expect(secrets[0]?.sha256).toEqual(hashClientSecretValue(value));
    const stored = JSON.stringify([secrets, await deps.db.selectFrom('audit_event').selectAll().execute()]);
    expect(stored).not.toContain(value.slice(7));
  });

  test('R7 its creation is recorded, without the secret', async () => {
    const { deps } = await startKeyturn();
    const { clientId, value, expiresAt } = await createOperatorClient(deps, commandLine, 'Nightly import');
    const newest = await deps.db
      .selectFrom('audit_event')
      .select(['action', 'actor', 'target_type', 'target_id', 'target_name', 'before', 'after'])
      .orderBy('seq', 'desc')
      .executeTakeFirst();
    expect(newest).toEqual({
      action: 'operator-client.created',
      actor: { kind: 'command-line', id: null, name: 'keyturn operator-client' },
      target_type: 'operator-client',
      target_id: clientId,
      target_name: 'Nightly import',
      before: null,
      after: { hint: value.slice(0, 3), expiresAt: expiresAt.toISOString() },
    });
  });

  test('its token is for the portal API with the role operator, for 300 seconds, and for no partner API', async () => {
    const keyturn = await startKeyturn();
    const client = await keyturn.operatorClient();
    for (const resource of [undefined, portalApi]) {
      const claims = decodeJwt(await keyturn.accessToken(client, resource));
      const seconds = startOfTest.getTime() / 1000;
      expect(claims).toMatchObject({
        aud: portalApi,
        sub: client.clientId,
        roles: ['operator'],
        exp: seconds + 300,
      });
    }
    for (const resource of [identifiers.search, ids.apis.data])
      await expect(keyturn.accessToken(client, resource)).rejects.toThrow('invalid_target');
  });

  test('does what an operator may, and never receives a partner’s secret (R3.1)', async () => {
    const keyturn = await startKeyturn();
    const { id } = await keyturn.createSecret('northSearch');
    const headers = bearer(await keyturn.accessToken(await keyturn.operatorClient()));
    const url = `/api/v1/applications/${ids.applications.northSearch}`;
    const read = await keyturn.app.inject({ url, headers });
    expect(read.statusCode).toBe(200);
    const disabled = await keyturn.app.inject({
      method: 'POST',
      url: `${url}/secrets/${id}/disable`,
      headers,
    });
    expect(disabled.json()).toMatchObject({
      status: 'disabled',
      disabled: { by: { kind: 'operator', name: 'Automation' } },
    });
    const payload = { name: 'New', expiresAt: '2027-09-01T10:00:00Z' };
    const created = await keyturn.app.inject({ method: 'POST', url: `${url}/secrets`, headers, payload });
    expect(created.statusCode).toBe(403);
  });

  test('is no application of the portal: not listed, not found, and its secret is nobody’s to delete', async () => {
    const keyturn = await startKeyturn();
    const { clientId } = await keyturn.operatorClient();
    const headers = await keyturn.signedIn('operator');
    const listed = (await keyturn.app.inject({ url: '/api/v1/applications?limit=200', headers })).json<{
      items: { clientId: string }[];
    }>();
    expect(listed.items).toHaveLength(3);
    expect(listed.items.map((item) => item.clientId)).not.toContain(clientId);
    const url = `/api/v1/applications/${clientId}`;
    expect((await keyturn.app.inject({ url, headers })).statusCode).toBe(404);
    const payload = { name: 'New', expiresAt: '2027-09-01T10:00:00Z' };
    const created = await keyturn.app.inject({ method: 'POST', url: `${url}/secrets`, headers, payload });
    expect(created.statusCode).toBe(404);
  });

  test('has a name of its own, unlike any other client’s or application’s, letter case aside', async () => {
    const { deps } = await startKeyturn();
    await createOperatorClient(deps, commandLine, 'Automation');
    const before = await deps.db.selectFrom('audit_head').selectAll().execute();
    for (const name of ['Automation', ' AUTOMATION ', 'partner-de-northregistry-SMC'])
      await expect(createOperatorClient(deps, commandLine, name)).rejects.toMatchObject({
        code: 'operator-client-name-taken',
      });
    expect(await deps.db.selectFrom('audit_head').selectAll().execute()).toEqual(before);
  });

  test('of the same name created at once: one is made, the other is refused', async () => {
    const { deps } = await startKeyturn();
    const name = `Automation ${randomUUID()}`;
    const results = await Promise.allSettled([
      createOperatorClient(deps, commandLine, name),
      createOperatorClient(deps, commandLine, name),
    ]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'operator-client-name-taken' },
    });
  });
});
