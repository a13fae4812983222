import type { FastifyInstance } from 'fastify';
import { authenticateClient } from '../../domain/access-token/authenticate-client.ts';
import { revokeAccessToken } from '../../domain/access-token/revoke-access-token.ts';
import type { Deps } from '../../domain/deps.ts';
import { readClientCredentials } from './client-credentials.ts';
import { withoutStore } from './oauth-errors.ts';
import type { Form } from './parse-form.ts';
import { refuseSecretInQuery, requireNoRepetition, requireParameter } from './token-request.ts';

/** Revocation of one access token by the application that it was issued to (RFC 7009). */
export function registerRevocationEndpoint(app: FastifyInstance, deps: Deps): void {
  app.post('/oauth2/revoke', async (request, reply) => {
    refuseSecretInQuery(request.url);
    const form: Form = request.body instanceof Map ? request.body : new Map<string, string[]>();
    requireNoRepetition(form);
    const credentials = readClientCredentials(request.headers.authorization, form);
    const caller = { address: request.ip, userAgent: request.headers['user-agent'] ?? null };
    const authenticated = await authenticateClient(deps, credentials, caller);
    // `token_type_hint` may help a server to look; there is one kind of token here.
    await revokeAccessToken(deps, authenticated, requireParameter(form, 'token'), request.ip);
    return withoutStore(reply).send();
  });
}
