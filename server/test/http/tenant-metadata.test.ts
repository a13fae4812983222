import type { JSONWebKeySet } from 'jose';
import { describe, expect, test } from 'vitest';
import { publicUrl, startKeyturn } from '../support/keyturn.ts';

const formType = 'application/x-www-form-urlencoded';
const authentication = ['client_secret_basic', 'client_secret_post'];

/** The two forms that a tenant's documents have, by the version of the token endpoint that they name. */
const forms = [
  { version: 'v2', path: '/v2.0', endpoints: '/oauth2/v2.0', keys: '/discovery/v2.0/keys' },
  { version: 'v1', path: '', endpoints: '/oauth2', keys: '/discovery/keys' },
];

describe.each(forms)('R2.3 the tenant’s metadata, $version', ({ path, endpoints, keys }) => {
  const documentOf = (tenant: string): string => `/${tenant}${path}/.well-known/openid-configuration`;

  test('is exactly what Microsoft’s client libraries read: an issuer and endpoints under the tenant', async () => {
    const { app, deps } = await startKeyturn();
    const tenantUrl = `${publicUrl}/${deps.tenantId}`;
    for (const tenant of [deps.tenantId, deps.tenantId.toUpperCase()]) {
      const response = await app.inject({ url: documentOf(tenant) });
      expect(response.statusCode).toBe(200);
      expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
      expect(response.headers['cache-control']).toBe('public, max-age=300');
      expect(response.json()).toEqual({
        issuer: `${tenantUrl}${path}`,
        authorization_endpoint: `${tenantUrl}${endpoints}/authorize`,
        token_endpoint: `${tenantUrl}${endpoints}/token`,
        jwks_uri: `${publicUrl}/oauth2/jwks`,
        introspection_endpoint: `${publicUrl}/oauth2/introspect`,
        revocation_endpoint: `${publicUrl}/oauth2/revoke`,
        status_list_aggregation_endpoint: `${publicUrl}/oauth2/status-lists`,
        token_endpoint_auth_methods_supported: authentication,
        introspection_endpoint_auth_methods_supported: authentication,
        revocation_endpoint_auth_methods_supported: authentication,
        grant_types_supported: ['client_credentials'],
        response_types_supported: [],
        service_documentation: `${publicUrl}/guide`,
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['ES256', 'RS256'],
      });
    }
  });

  test('of another tenant is invalid_request', async () => {
    const { app } = await startKeyturn();
    for (const tenant of ['common', '00000000-0000-4000-8000-000000000000', 'x%20y']) {
      const response = await app.inject({ url: documentOf(tenant) });
      expect(response.statusCode).toBe(400);
      expect(response.headers['cache-control']).toBe('no-store');
      expect(response.json()).toMatchObject({
        error: 'invalid_request',
        error_description: expect.stringMatching(/^The tenant ID in the URL is unknown/) as string,
      });
    }
  });

  test('has the key set where Entra has it, too', async () => {
    const { app, deps } = await startKeyturn();
    const known = await app.inject({ url: '/oauth2/jwks' });
    expect(known.json<JSONWebKeySet>().keys).not.toEqual([]);
    for (const tenant of [deps.tenantId, deps.tenantId.toUpperCase()]) {
      const response = await app.inject({ url: `/${tenant}${keys}` });
      expect([response.statusCode, response.body]).toEqual([200, known.body]);
      for (const header of ['content-type', 'cache-control'])
        expect(response.headers[header]).toBe(known.headers[header]);
    }
    const elsewhere = await app.inject({ url: `/common${keys}` });
    expect([elsewhere.statusCode, elsewhere.json()]).toEqual([
      400,
      expect.objectContaining({ error: 'invalid_request' }),
    ]);
  });

  test('names an authorization endpoint that refuses everybody, and redirects nobody', async () => {
    const { app, deps } = await startKeyturn();
    const url = `/${deps.tenantId}${endpoints}/authorize`;
    const query = 'response_type=code&client_id=x&redirect_uri=https%3A%2F%2Fattacker.example.org';
    const responses = [
      await app.inject({ url }),
      await app.inject({ url: `${url}?${query}` }),
      await app.inject({ url, method: 'POST', payload: query, headers: { 'content-type': formType } }),
    ];
    for (const response of responses) {
      expect(response.statusCode).toBe(400);
      expect(response.headers).not.toHaveProperty('location');
      expect(response.json()).toEqual({
        error: 'unsupported_response_type',
        error_description:
          'Nobody signs in here: this token service has no authorization endpoint. Applications send grant_type=client_credentials to the token endpoint.',
        error_uri: `${publicUrl}/guide#unsupported_response_type`,
      });
    }
    const elsewhere = await app.inject({ url: url.replace(deps.tenantId, 'common') });
    expect(elsewhere.json()).toMatchObject({ error: 'invalid_request' });
  });
});
