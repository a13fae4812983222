import { ConfidentialClientApplication, ProtocolMode, type Configuration } from '@azure/msal-node';
import { createRemoteJWKSet, jwtVerify, type JWTPayload } from 'jose';
import * as openid from 'openid-client';
import { ClientCredentials } from 'simple-oauth2';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi, type Mock } from 'vitest';
import { requestRotation } from '../../server/src/domain/signing-key/request-rotation.ts';
import { startService, type Service } from './service.ts';
import { apis, settingsFor, tokenForms, type TokenForm } from './token-forms.ts';
import * as oauth4webapi from './node/oauth4webapi.ts';
import { getToken } from './node/openid-client.ts';

const [es256] = apis;
const lifetimeSeconds = 3599;

let service: Service;
beforeAll(async () => {
  service = await startService();
});

/** What was asked of the network since the test began, the service’s addresses without its own. */
let asked: () => string[];
let fetched: Mock<typeof fetch>;
beforeEach(() => {
  // The service is in this process: its clock is the libraries’.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  fetched = vi.spyOn(globalThis, 'fetch');
  asked = () =>
    fetched.mock.calls.map(([target]) => {
      const url = target instanceof Request ? target.url : String(target);
      return url
        .replace(service.url, '')
        .replace(service.tenantId, '{tenant}')
        .replace(/\?client-request-id=[\w-]+$/, '');
    });
});
afterEach(() => {
  vi.useRealTimers();
});

const advance = (seconds: number): void => void vi.setSystemTime(Date.now() + seconds * 1000);
const settings = (form: TokenForm = tokenForms[0], api = es256) =>
  settingsFor(service, form, 'client_secret_post', api);

function msal(auth: Partial<Configuration['auth']> = {}, system: Configuration['system'] = {}) {
  const { clientId, clientSecret, authority } = settings();
  const known = { clientId, clientSecret, authority, knownAuthorities: [new URL(authority).host] };
  return new ConfidentialClientApplication({ auth: { ...known, ...auth }, system });
}
const scopes = [`${es256.identifier}/.default`];

describe('R2.3 @azure/msal-node', () => {
  test('asks for the tenant’s metadata once, and keeps a token until five minutes before it expires', async () => {
    const application = msal();
    const first = await application.acquireTokenByClientCredential({ scopes });
    expect(first?.fromCache).toBe(false);
    const metadata = '/{tenant}/v2.0/.well-known/openid-configuration';
    const token = '/{tenant}/oauth2/v2.0/token';
    expect(asked()).toEqual([metadata, token]);

    advance(lifetimeSeconds - 300 - 2);
    const kept = await application.acquireTokenByClientCredential({ scopes });
    expect(kept).toMatchObject({ fromCache: true, accessToken: first?.accessToken });
    expect(asked()).toHaveLength(2);

    advance(4);
    const second = await application.acquireTokenByClientCredential({ scopes });
    expect(second?.fromCache).toBe(false);
    expect(second?.accessToken).not.toBe(first?.accessToken);
    expect(asked()).toEqual([metadata, token, token]);
  });

  test('finds the first version’s endpoint in its OpenID Connect mode', async () => {
    const application = msal({}, { protocolMode: ProtocolMode.OIDC });
    const result = await application.acquireTokenByClientCredential({ scopes });
    expect(result?.accessToken).toMatch(/^ey/);
    expect(asked()).toEqual(['/{tenant}/.well-known/openid-configuration', '/{tenant}/oauth2/token']);
  });

  test('shows what is wrong with a client secret, and asks again at the next call', async () => {
    const application = msal({ clientSecret: 'wrong' });
    for (const count of [1, 2]) {
      await expect(application.acquireTokenByClientCredential({ scopes })).rejects.toMatchObject({
        errorCode: 'invalid_client',
        errorMessage: expect.stringContaining('does not have the form of one') as string,
      });
      expect(asked().filter((url) => url.endsWith('/token'))).toHaveLength(count);
    }
  });

  test('without knownAuthorities asks Microsoft about the host, and gives up', async () => {
    fetched.mockImplementation(() =>
      Promise.resolve(Response.json({ error: 'invalid_instance', error_description: '' }, { status: 400 })),
    );
    await expect(
      msal({ knownAuthorities: [] }).acquireTokenByClientCredential({ scopes }),
    ).rejects.toMatchObject({ errorCode: 'endpoints_resolution_error' });
    expect(asked()).toHaveLength(1);
    expect(asked()[0]).toMatch(/^https:\/\/login\.microsoftonline\.com\/common\/discovery\/instance\?/);
  });

  test('waits as long as Retry-After says after a 503, without asking meanwhile', async () => {
    const application = msal();
    await service.database.stop();
    const unavailable = { errorCode: 'temporarily_unavailable' };
    await expect(application.acquireTokenByClientCredential({ scopes })).rejects.toMatchObject(unavailable);
    const before = asked().length;
    await service.database.start();
    await expect(application.acquireTokenByClientCredential({ scopes })).rejects.toThrow(
      'cannot reach its database',
    );
    expect(asked()).toHaveLength(before);

    advance(2);
    expect((await application.acquireTokenByClientCredential({ scopes }))?.accessToken).toMatch(/^ey/);
  });

  test('does the same after a 429, which a proxy may answer', async () => {
    const application = msal();
    await application.acquireTokenByClientCredential({ scopes });
    advance(lifetimeSeconds);
    const before = asked().length;
    const tooMany = { error: 'too_many_requests', error_description: 'Wait.' };
    fetched.mockResolvedValueOnce(Response.json(tooMany, { status: 429, headers: { 'retry-after': '5' } }));
    await expect(application.acquireTokenByClientCredential({ scopes })).rejects.toThrow('Wait.');
    advance(4);
    await expect(application.acquireTokenByClientCredential({ scopes })).rejects.toThrow('Wait.');
    expect(asked()).toHaveLength(before + 1);

    advance(2);
    expect((await application.acquireTokenByClientCredential({ scopes }))?.fromCache).toBe(false);
  });
});

describe('R2.2 openid-client', () => {
  const discover = async () => {
    const { issuer, clientId, clientSecret } = settings();
    return openid.discovery(new URL(issuer), clientId, clientSecret);
  };

  test('keeps no token: each call is a request; it tells how long the token is good for', async () => {
    const config = await discover();
    const { parameters } = settings();
    const first = await openid.clientCredentialsGrant(config, parameters);
    const second = await openid.clientCredentialsGrant(config, parameters);
    expect(second.access_token).not.toBe(first.access_token);
    expect(asked().filter((url) => url === '/oauth2/token')).toHaveLength(2);
    advance(lifetimeSeconds - 1);
    expect(first.expiresIn()).toBe(1);
  });

  test('understands the first version’s strings of seconds', async () => {
    const { issuer, clientId, clientSecret, parameters } = settings(tokenForms[2]);
    const config = await openid.discovery(new URL(issuer), clientId, clientSecret);
    const tokens = await openid.clientCredentialsGrant(config, parameters);
    expect(tokens.expiresIn()).toBe(lifetimeSeconds);
  });

  test('does not try again after a 503; its error has the answer, with Retry-After', async () => {
    const config = await discover();
    await service.database.stop();
    const failed = await openid
      .clientCredentialsGrant(config, settings().parameters)
      .catch((error: unknown) => error);
    await service.database.start();
    // It reads the body of a 4xx alone; whoever wants to wait finds the answer as the cause.
    expect(failed).toMatchObject({ code: 'OAUTH_RESPONSE_IS_NOT_CONFORM' });
    const answer = (failed as Error).cause as Response;
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
    expect(asked().filter((url) => url === '/oauth2/token')).toHaveLength(1);
  });
});

test('R2.2 oauth4webapi does not try again after a 503; its error has the answer, with Retry-After', async () => {
  await service.database.stop();
  const failed = await oauth4webapi.getToken(settings()).catch((error: unknown) => error);
  await service.database.start();
  const answer = (failed as Error).cause as Response;
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
  expect(asked().filter((url) => url === '/oauth2/token')).toHaveLength(1);
});

describe('R2.2 simple-oauth2', () => {
  const client = (tokenPath: string) => {
    const { clientId, clientSecret } = settings();
    return new ClientCredentials({
      client: { id: clientId, secret: clientSecret },
      auth: { tokenHost: service.url, tokenPath },
    });
  };

  test.each(['/oauth2/token', '/{tenant}/oauth2/token', '/{tenant}/oauth2/v2.0/token'])(
    'tells when a token of %s has expired, and within which time it will',
    async (endpoint) => {
      const token = await client(endpoint.replace('{tenant}', service.tenantId)).getToken({
        scope: `${es256.identifier}/.default`,
      });
      expect(token.expired(300)).toBe(false);
      advance(lifetimeSeconds - 299);
      expect(token.expired(300)).toBe(true);
      expect(token.expired()).toBe(false);
      advance(299);
      expect(token.expired()).toBe(true);
    },
  );

  test('does not try again after a 503; its error has the answer, with Retry-After', async () => {
    await service.database.stop();
    const failed = await client('/oauth2/token')
      .getToken(settings().parameters)
      .catch((error: unknown) => error);
    await service.database.start();
    expect(failed).toMatchObject({
      output: { statusCode: 503 },
      data: { headers: { 'retry-after': '1' }, payload: { error: 'temporarily_unavailable' } },
    });
  });
});

describe('R2.5 an API that keeps the key set', () => {
  test('while a key is rotated reads it again for the new one, half a minute after the last time', async () => {
    const { deps, url } = service;
    const tokenOf = () => getToken(settings());
    const keys = createRemoteJWKSet(new URL(`${url}/oauth2/jwks`));
    const verify = async (token: string): Promise<JWTPayload> =>
      (await jwtVerify(token, keys, { issuer: url, audience: es256.identifier })).payload;
    const old = await tokenOf();
    await expect(verify(old)).resolves.toHaveProperty('aud');

    // An operator's rotation, without the day that the next key is published ahead otherwise.
    const operator = { kind: 'command-line', id: null, name: 'test', address: null } as const;
    await requestRotation(deps, operator, { now: true, revoke: null });
    const fresh = await tokenOf();
    await expect(verify(fresh)).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
    advance(31);
    await expect(verify(fresh)).resolves.toHaveProperty('aud');
    await expect(verify(old)).resolves.toHaveProperty('aud');
  });

  test('verifies tokens while the database is away, also when it reads the set only then', async () => {
    const token = await getToken(settings());
    await service.database.stop();
    const keys = createRemoteJWKSet(new URL(`${service.url}/oauth2/jwks`));
    await expect(jwtVerify(token, keys)).resolves.toHaveProperty('payload.aud', es256.identifier);
    await service.database.start();
  });
});
