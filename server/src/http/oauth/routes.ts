import type { FastifyInstance } from 'fastify';
import { OAuthError } from '../../domain/access-token/oauth-error.ts';
import type { Deps } from '../../domain/deps.ts';
import { registerConnectivity } from './connectivity.ts';
import { registerIntrospectionEndpoint } from './introspect.ts';
import { registerMetadata } from './metadata.ts';
import { registerRevocationEndpoint } from './revoke.ts';
import { registerStatusLists } from './status-lists.ts';
import { sendOAuthError } from './oauth-errors.ts';
import { parseForm } from './parse-form.ts';
import { registerTenantMetadata } from './tenant-metadata.ts';
import { registerTokenEndpoint } from './token.ts';

const bodyLimitBytes = 16 * 1024;
const postOnly = [
  '/oauth2/token',
  '/:tenant/oauth2/token',
  '/:tenant/oauth2/v2.0/token',
  '/oauth2/introspect',
  '/oauth2/revoke',
];

/** The token service, in a scope of its own: form bodies only, and errors as RFC 6749 section 5.2 has them. */
export function oauthRoutes(deps: Deps) {
  return (app: FastifyInstance, _options: unknown, done: () => void): void => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'buffer', bodyLimit: bodyLimitBytes },
      (_request, body: Buffer, parsed) => {
        try {
          parsed(null, parseForm(body));
        } catch (error) {
          parsed(error instanceof Error ? error : new Error(String(error)));
        }
      },
    );
    app.setErrorHandler<Error>((error, request, reply) => sendOAuthError(deps.config, error, request, reply));

    registerTokenEndpoint(app, deps);
    registerIntrospectionEndpoint(app, deps);
    registerRevocationEndpoint(app, deps);
    registerStatusLists(app, deps);
    registerMetadata(app, deps);
    registerTenantMetadata(app, deps);
    registerConnectivity(app, deps);
    for (const url of postOnly)
      app.route({
        url,
        method: ['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
        // Before the body is looked at: what it holds does not matter.
        onRequest: (request, reply) => {
          const error = new OAuthError('invalid_request', 'oauth.method-not-allowed');
          sendOAuthError(deps.config, error, request, reply.header('allow', 'POST'), 405);
        },
        handler: () => undefined,
      });
    done();
  };
}
