import { createRemoteJWKSet, jwtVerify } from 'jose';
import { expect } from 'vitest';
import type { Service } from './service.ts';
import type { Api } from './token-forms.ts';

/** The access token verifies as the API's owner would do it (docs/api-owners.md), and is for this API and client. */
export async function expectVerified(service: Service, token: string, api: Api): Promise<void> {
  const keys = createRemoteJWKSet(new URL(`${service.url}/oauth2/jwks`));
  const { payload } = await jwtVerify(token, keys, {
    issuer: service.url,
    audience: [api.identifier, api.id],
    algorithms: [api.algorithm],
    typ: 'at+jwt',
    requiredClaims: ['exp', 'client_id'],
  });
  expect(payload['client_id']).toBe(service.client.clientId);
}
