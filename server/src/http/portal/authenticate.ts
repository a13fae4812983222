import type { FastifyInstance, FastifyRequest } from 'fastify';
import { authenticateBearer } from '../../domain/access-token/authenticate-bearer.ts';
import { portalApiIdentifier } from '../../domain/access-token/resource.ts';
import type { Actor } from '../../domain/audit/actor.ts';
import type { Deps } from '../../domain/deps.ts';
import { KeyturnError } from '../../domain/errors.ts';
import { findSessionActor } from '../../domain/session/sessions.ts';
import { readBearer } from '../bearer.ts';

/** `__Host-` binds the cookie to this host over https; Safari drops `Secure` cookies on loopback http. */
export const sessionCookieName = (publicUrl: string): string =>
  publicUrl.startsWith('https:') ? '__Host-keyturn_session' : 'keyturn_session';

const safeMethods = new Set(['GET', 'HEAD']);

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
    actor = await findSessionActor(deps, cookie, request.ip);
    if (actor !== null) refuseForeignOrigin(deps, request);
  }
  if (actor === null)
    throw new KeyturnError('unauthenticated', { resource: portalApiIdentifier(deps.config) });
  return actor;
}

/** Browsers send the cookie with requests that other sites cause; they cannot hide the Origin of a change. */
function refuseForeignOrigin(deps: Deps, request: FastifyRequest): void {
  if (safeMethods.has(request.method) || request.headers.origin === deps.config.publicUrl) return;
  throw new KeyturnError('foreign-origin', { origin: deps.config.publicUrl });
}
