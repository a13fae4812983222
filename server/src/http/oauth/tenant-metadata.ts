import type { FastifyInstance } from 'fastify';
import { OAuthError } from '../../domain/access-token/oauth-error.ts';
import type { Deps } from '../../domain/deps.ts';
import { cached, describeServer, openIdMetadata, sendPublicKeys } from './metadata.ts';
import { requireTenant } from './tenant.ts';

type OfTenant = { Params: { tenant: string } };

/**
 * The metadata that Microsoft's client libraries ask for under the tenant's path (R2.3), for both forms of its token
 * endpoint. Those libraries refuse a document whose issuer is not under the tenant, or without an authorization
 * endpoint, which therefore exists and refuses everything. Tokens carry the issuer of the root document all the same.
 * Gateways that know the address of Entra's keys instead of a document find the key set under the same path here.
 */
export function registerTenantMetadata(app: FastifyInstance, deps: Deps): void {
  const tenantUrl = `${deps.config.publicUrl}/${deps.tenantId}`;
  const forms = [
    { path: '/v2.0', issuer: `${tenantUrl}/v2.0`, endpoints: '/oauth2/v2.0', keys: '/discovery/v2.0/keys' },
    { path: '', issuer: tenantUrl, endpoints: '/oauth2', keys: '/discovery/keys' },
  ];
  for (const { path, issuer, endpoints, keys } of forms) {
    app.get<OfTenant>(`/:tenant${path}/.well-known/openid-configuration`, (request, reply) => {
      requireTenant(deps, request.params.tenant);
      return cached(reply).send({
        ...describeServer(deps),
        ...openIdMetadata,
        issuer,
        authorization_endpoint: `${tenantUrl}${endpoints}/authorize`,
        token_endpoint: `${tenantUrl}${endpoints}/token`,
      });
    });
    app.get<OfTenant>(`/:tenant${keys}`, (request, reply) => {
      requireTenant(deps, request.params.tenant);
      return sendPublicKeys(deps, reply);
    });
    app.route<OfTenant>({
      url: `/:tenant${endpoints}/authorize`,
      method: ['GET', 'POST'],
      handler(request) {
        requireTenant(deps, request.params.tenant);
        // Never by redirection: nobody registered an address to go to.
        throw new OAuthError('unsupported_response_type', 'oauth.no-authorization');
      },
    });
  }
}
