import type { FastifyInstance, FastifyReply } from 'fastify';
import { portalApiIdentifier } from '../../domain/access-token/resource.ts';
import { verifyAccessToken } from '../../domain/access-token/verify-access-token.ts';
import type { Deps } from '../../domain/deps.ts';
import { text } from '../../messages.ts';
import { readBearer } from '../bearer.ts';
import { errorUri, withoutStore } from './oauth-errors.ts';

/**
 * Tells an integrator whether an access token works, and whose it is: the "confirm connectivity" of a rotation (R1.8).
 * A refusal is a challenge by RFC 6750 section 3.
 */
export function registerConnectivity(app: FastifyInstance, deps: Deps): void {
  app.get('/connectivity', async (request, reply) => {
    const token = readBearer(request.headers.authorization);
    if (token === null) return refuse(reply, null);
    const verdict = await verifyAccessToken(deps, token);
    if (!verdict.accepted) return refuse(reply, verdict.reason);
    const { client, secret, resource, claims } = verdict;
    return withoutStore(reply).send({
      application: { clientId: client.id, name: client.name },
      secret: { id: secret.id, hint: secret.hint, expiresAt: secret.expires_at.toISOString() },
      api: {
        id: resource.api?.id ?? null,
        identifier: resource.api?.identifier ?? portalApiIdentifier(deps.config),
        name: resource.api?.name ?? text('oauth.portal-api-name'),
      },
      expiresAt: new Date(claims.exp * 1000).toISOString(),
    });
  });

  function refuse(reply: FastifyReply, reason: 'invalid' | 'inactive' | null): FastifyReply {
    const realm = `Bearer realm="${deps.config.publicUrl}"`;
    // RFC 6750 section 3.1: no error code when the request carried no token.
    const error = reason === null ? null : 'invalid_token';
    const description = text(`oauth.token-${reason ?? 'missing'}`);
    return withoutStore(reply)
      .code(401)
      .header(
        'www-authenticate',
        error === null ? realm : `${realm}, error="${error}", error_description="${description}"`,
      )
      .send({
        ...(error === null ? {} : { error }),
        error_description: description,
        error_uri: errorUri(deps.config, 'invalid_token'),
      });
  }
}
