import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { grantAccessToken, type GrantedAccessToken } from '../../domain/access-token/grant-access-token.ts';
import { clientSecretStatus } from '../../domain/client-secret/client-secret-status.ts';
import type { Deps } from '../../domain/deps.ts';
import { readClientCredentials } from './client-credentials.ts';
import { withoutStore } from './oauth-errors.ts';
import type { Form } from './parse-form.ts';
import { requireTenant } from './tenant.ts';
import {
  refuseSecretInQuery,
  requestedResource,
  requireClientCredentialsGrant,
  requireNoRepetition,
} from './token-request.ts';

type Issued = Omit<GrantedAccessToken, 'secret'> & {
  /** What the answer tells of the client secret that obtained it. */
  headers: Record<string, string>;
};

/**
 * The token endpoint (RFC 6749 section 4.4) in three forms: the standard one, and the two that members' systems send
 * today (R2.3), which differ in the fields of the answer.
 */
export function registerTokenEndpoint(app: FastifyInstance, deps: Deps): void {
  app.post('/oauth2/token', async (request, reply) => {
    const { token, headers } = await issue(deps, request);
    return answer(reply, headers, {
      access_token: token.accessToken,
      token_type: 'Bearer',
      expires_in: token.expiresAtSeconds - token.issuedAtSeconds,
    });
  });

  app.post<{ Params: { tenant: string } }>('/:tenant/oauth2/token', async (request, reply) => {
    requireTenant(deps, request.params.tenant);
    const { token, resource, requested, headers } = await issue(deps, request);
    const expiresIn = String(token.expiresAtSeconds - token.issuedAtSeconds);
    return answer(reply, headers, {
      token_type: 'Bearer',
      expires_in: expiresIn,
      ext_expires_in: expiresIn,
      expires_on: String(token.expiresAtSeconds),
      not_before: String(token.notBeforeSeconds),
      resource: requested ?? resource.audience,
      access_token: token.accessToken,
    });
  });

  app.post<{ Params: { tenant: string } }>('/:tenant/oauth2/v2.0/token', async (request, reply) => {
    requireTenant(deps, request.params.tenant);
    const { token, headers } = await issue(deps, request);
    const expiresIn = token.expiresAtSeconds - token.issuedAtSeconds;
    return answer(reply, headers, {
      token_type: 'Bearer',
      expires_in: expiresIn,
      ext_expires_in: expiresIn,
      access_token: token.accessToken,
    });
  });
}

async function issue(deps: Deps, request: FastifyRequest): Promise<Issued> {
  refuseSecretInQuery(request.url);
  const form: Form = request.body instanceof Map ? request.body : new Map<string, string[]>();
  requireNoRepetition(form);
  requireClientCredentialsGrant(form);
  const credentials = readClientCredentials(request.headers.authorization, form);
  const caller = { address: request.ip, userAgent: request.headers['user-agent'] ?? null };
  const granted = await grantAccessToken(deps, {
    credentials,
    caller,
    requested: () => requestedResource(form),
  });
  const { secret, ...issued } = granted;
  return { ...issued, headers: expiryHeaders(secret, deps.clock.now()) };
}

/**
 * Tells the system itself when its client secret expires, as an HTTP date (RFC 9110 section 5.6.7), and whether that is
 * in less than 31 days (R1.6).
 */
function expiryHeaders(secret: GrantedAccessToken['secret'], now: Date): Record<string, string> {
  const expires = { 'keyturn-secret-expires': secret.expires_at.toUTCString() };
  return clientSecretStatus(secret, now) === 'expiring'
    ? { ...expires, 'keyturn-secret-expiring': 'true' }
    : expires;
}

const answer = (
  reply: FastifyReply,
  headers: Record<string, string>,
  body: Record<string, string | number>,
): FastifyReply => withoutStore(reply).headers(headers).send(body);
