import type { FastifyInstance, FastifyRequest } from 'fastify';
import { authenticateBearer } from '../../domain/access-token/authenticate-bearer.ts';
import { portalApiIdentifier } from '../../domain/access-token/resource.ts';
import type { Actor } from '../../domain/audit/actor.ts';
import type { Deps } from '../../domain/deps.ts';
import { KeyturnError } from '../../domain/errors.ts';
import { requireTermsAccepted, sessionActor } from '../../domain/session/sessions.ts';
import { readBearer } from '../bearer.ts';
import { openSession } from './own-session.ts';
import { refuseForeignOrigin } from './refuse-foreign-origin.ts';
import { readSessionCookie } from './session-cookie.ts';

/** Makes every route of this scope refuse whoever is not authenticated, before anything of the request is parsed. */
export function requireAuthentication(app: FastifyInstance, deps: Deps): void {
  app.decorateRequest('actor');
  app.addHook('onRequest', async (request) => {
    request.setDecorator('actor', await authenticate(deps, request));
  });
}

/** Who made this request; only in a scope with `requireAuthentication`. */
export const actorOf = (request: FastifyRequest): Actor => request.getDecorator<Actor>('actor');

/** @throws KeyturnError `unauthenticated` */
export async function authenticate(deps: Deps, request: FastifyRequest): Promise<Actor> {
  const { authorization } = request.headers;
  if (authorization === undefined && readSessionCookie(deps, request) !== undefined) {
    refuseForeignOrigin(deps.config, request);
    const session = await openSession(deps, request);
    await requireTermsAccepted(deps, session.row);
    return sessionActor(session, request.ip);
  }
  const token = readBearer(authorization);
  const actor = token === null ? null : await authenticateBearer(deps, token, request.ip);
  if (actor === null)
    throw new KeyturnError('unauthenticated', { resource: portalApiIdentifier(deps.config) });
  return actor;
}
