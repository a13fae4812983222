import { signingAlgorithm } from '@keyturn/contract';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Deps } from '../../domain/deps.ts';

/** Authorization server metadata (RFC 8414, OpenID Connect Discovery, Token Status List) and the public keys (RFC 7517). */
export function registerMetadata(app: FastifyInstance, deps: Deps): void {
  app.get('/.well-known/oauth-authorization-server', (_request, reply) =>
    cached(reply).send(describeServer(deps)),
  );
  app.get('/.well-known/openid-configuration', (_request, reply) =>
    cached(reply).send({ ...describeServer(deps), ...openIdMetadata }),
  );
  app.get('/oauth2/jwks', (_request, reply) => sendPublicKeys(deps, reply));
}

/** The public keys of access tokens and status lists, wherever they are asked for. */
export async function sendPublicKeys(
  { signingKeys }: Pick<Deps, 'signingKeys'>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const jwks = JSON.stringify(await signingKeys.readPublicKeys());
  return cached(reply).type('application/jwk-set+json').send(jwks);
}

const clientAuthentication = ['client_secret_basic', 'client_secret_post'];

/** What RFC 8414 metadata says, with the issuer and the token endpoint of the root document. */
export const describeServer = ({ config: { publicUrl, apiGuideUrl } }: Pick<Deps, 'config'>) => ({
  issuer: publicUrl,
  token_endpoint: `${publicUrl}/oauth2/token`,
  jwks_uri: `${publicUrl}/oauth2/jwks`,
  introspection_endpoint: `${publicUrl}/oauth2/introspect`,
  revocation_endpoint: `${publicUrl}/oauth2/revoke`,
  status_list_aggregation_endpoint: `${publicUrl}/oauth2/status-lists`,
  token_endpoint_auth_methods_supported: clientAuthentication,
  introspection_endpoint_auth_methods_supported: clientAuthentication,
  revocation_endpoint_auth_methods_supported: clientAuthentication,
  grant_types_supported: ['client_credentials'],
  response_types_supported: [],
  service_documentation: apiGuideUrl,
});

/** OpenID Connect Discovery section 3 requires these two; there are no ID tokens. */
export const openIdMetadata = {
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: signingAlgorithm.options,
};

/** For answers that change so seldom that everybody may keep them for five minutes. */
export const cached = <Reply extends { header(name: string, value: string): Reply }>(reply: Reply): Reply =>
  reply.header('cache-control', 'public, max-age=300');
