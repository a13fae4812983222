import { describe, expect, test } from 'vitest';
import { buildMetricsApp } from '../../src/app.ts';
import { bearer, startKeyturn, type CreatedSecret, type TestKeyturn } from '../support/keyturn.ts';
import { identifiers } from '../support/federation.ts';

const dayMs = 24 * 60 * 60 * 1000;

const request = (keyturn: TestKeyturn, { clientId, clientSecret }: CreatedSecret, path?: string) =>
  keyturn.requestToken(
    {
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      ...(path?.endsWith('v2.0/token') === true
        ? { scope: `${identifiers.search}/.default` }
        : { resource: identifiers.search }),
    },
    path,
  );

describe('R4 a token answer tells the system when its client secret expires', () => {
  test.each(['/oauth2/token', '/{tenant}/oauth2/token', '/{tenant}/oauth2/v2.0/token'])(
    'as an HTTP date at %s',
    async (path) => {
      const keyturn = await startKeyturn();
      const secret = await keyturn.createSecret('northSearch', {
        expiresAt: new Date('2027-10-01T10:00:00Z'),
      });
      const response = await request(keyturn, secret, path.replace('{tenant}', keyturn.deps.tenantId));
      expect(response.statusCode).toBe(200);
      expect(response.headers['keyturn-secret-expires']).toBe('Fri, 01 Oct 2027 10:00:00 GMT');
      expect(response.headers).not.toHaveProperty('keyturn-secret-expiring');
    },
  );

  test('R1.6 with a warning under 31 days, and not at 31', async () => {
    const keyturn = await startKeyturn();
    const secret = await keyturn.createSecret('northSearch', {
      expiresAt: new Date(keyturn.clock.now().getTime() + 31 * dayMs),
    });
    const expiring = async (): Promise<unknown> =>
      (await request(keyturn, secret)).headers['keyturn-secret-expiring'];
    expect(await expiring()).toBeUndefined();
    keyturn.clock.advance(1);
    expect(await expiring()).toBe('true');
  });

  test('and an error tells nothing of it', async () => {
    const keyturn = await startKeyturn();
    const secret = await keyturn.createSecret('northSearch');
    keyturn.clock.set(new Date(secret.expiresAt.getTime() + 1));
    const response = await request(keyturn, secret);
    expect(response.statusCode).toBe(401);
    expect(response.headers).not.toHaveProperty('keyturn-secret-expires');
  });
});

describe('R4 metrics', () => {
  test('name the days that each client secret has left, for those that expire within 60 days', async () => {
    const keyturn = await startKeyturn();
    const now = keyturn.clock.now().getTime();
    const soon = await keyturn.createSecret('northSearch', {
      name: 'Soon',
      expiresAt: new Date(now + 10.5 * dayMs),
    });
    await keyturn.createSecret('northSearch', { name: 'Later', expiresAt: new Date(now + 60.5 * dayMs) });
    const deleted = await keyturn.createSecret('northSearch', {
      name: 'Deleted',
      expiresAt: new Date(now + 10 * dayMs),
    });
    await keyturn.app.inject({
      method: 'DELETE',
      url: `/api/v1/applications/${deleted.clientId}/secrets/${deleted.id}`,
      headers: await keyturn.signedIn('anna'),
    });
    const metrics = buildMetricsApp(keyturn.deps);
    const samples = async (): Promise<string[]> => {
      const { body, headers } = await metrics.inject('/metrics');
      expect(headers['content-type']).toContain('text/plain');
      return body.split('\n').filter((line) => line.startsWith('keyturn_client_secret_expiry_days{'));
    };
    const labels = `client_id="${soon.clientId}",application="Partner-DE-NorthRegistry-SMC",secret_id="${soon.id}",hint="${soon.hint}"`;
    expect(await samples()).toEqual([`keyturn_client_secret_expiry_days{${labels}} 10.5`]);
    keyturn.clock.advance(11 * dayMs);
    expect(await samples()).toHaveLength(1);
    expect((await samples())[0]).toContain('} 49.5');
  });

  test('are on a port of their own: the portal answers nothing there', async () => {
    const keyturn = await startKeyturn();
    const headers = bearer(await keyturn.accessToken(await keyturn.operatorClient()));
    expect((await keyturn.app.inject({ url: '/metrics', headers })).statusCode).toBe(404);
  });
});
