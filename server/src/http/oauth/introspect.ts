import type { FastifyInstance } from 'fastify';
import { authenticateApi } from '../../domain/access-token/authenticate-client.ts';
import { introspectAccessToken } from '../../domain/access-token/introspect-access-token.ts';
import type { Deps } from '../../domain/deps.ts';
import { readClientCredentials } from './client-credentials.ts';
import { withoutStore } from './oauth-errors.ts';
import type { Form } from './parse-form.ts';
import { refuseSecretInQuery, requireNoRepetition, requireParameter } from './token-request.ts';

/** Token introspection (RFC 7662), for the API that a token is for. */
export function registerIntrospectionEndpoint(app: FastifyInstance, deps: Deps): void {
  app.post('/oauth2/introspect', async (request, reply) => {
    refuseSecretInQuery(request.url);
    const form: Form = request.body instanceof Map ? request.body : new Map<string, string[]>();
    requireNoRepetition(form);
    const credentials = readClientCredentials(request.headers.authorization, form);
    const api = await authenticateApi(deps, credentials, request.ip);
    const claims = await introspectAccessToken(deps, api, requireParameter(form, 'token'));
    return withoutStore(reply).send(
      claims === null ? { active: false } : { active: true, token_type: 'Bearer', ...claims },
    );
  });
}
