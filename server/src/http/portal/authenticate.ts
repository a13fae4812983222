import type { FastifyInstance, FastifyRequest } from 'fastify';
import { authenticateBearer } from '../../domain/access-token/authenticate-bearer.ts';
import { portalApiIdentifier } from '../../domain/access-token/resource.ts';
import type { Actor } from '../../domain/audit/actor.ts';
import type { Deps } from '../../domain/deps.ts';
import { KeyturnError } from '../../domain/errors.ts';
import { findOpenSession, sessionActor } from '../../domain/session/sessions.ts';
import { readBearer } from '../bearer.ts';
import { refuseForeignOrigin } from './refuse-foreign-origin.ts';
import { sessionCookieName } from './session-cookie.ts';

/** Makes every route of this scope refuse whoever is not authenticated, before anything of the request is parsed. */
export function requireAuthentication(app: FastifyInstance, deps: Deps): void {
  app.decorateRequest('actor');
  app.addHook('onRequest', async (request) => {
    request.setDecorator('actor', await authenticate(deps, request));
  });
}

/** Who made this request; only in a scope with `requireAuthentication`. */
export const actorOf = (request: FastifyRequest): Actor => request.getDecorator<Actor>('actor');

async function authenticate(deps: Deps, request: FastifyRequest): Promise<Actor> {
  const { authorization } = request.headers;
  const cookie = request.cookies[sessionCookieName(deps.config.publicUrl)];
  let actor: Actor | null = null;
  if (authorization !== undefined) {
    const token = readBearer(authorization);
    if (token !== null) actor = await authenticateBearer(deps, token, request.ip);
  } else if (cookie !== undefined) {
    const session = await findOpenSession(deps, cookie);
    if (session !== null) {
      refuseForeignOrigin(deps.config, request);
      actor = sessionActor(session, request.ip);
    }
  }
  if (actor === null)
    throw new KeyturnError('unauthenticated', { resource: portalApiIdentifier(deps.config) });
  return actor;
}
