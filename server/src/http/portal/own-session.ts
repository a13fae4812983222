import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Session, SignInProgress } from '@keyturn/contract';
import { portalApiIdentifier } from '../../domain/access-token/resource.ts';
import type { Deps } from '../../domain/deps.ts';
import { KeyturnError } from '../../domain/errors.ts';
import { noteInput } from '../../domain/session/note-input.ts';
import { readProgress } from '../../domain/session/read-progress.ts';
import { readSession } from '../../domain/session/read-session.ts';
import {
  findLiveSession,
  requireOpenSession,
  type OpenSession,
  type SessionRow,
} from '../../domain/session/sessions.ts';
import { presentProgress, presentSession } from './present-session.ts';
import { refuseForeignOrigin } from './refuse-foreign-origin.ts';
import { readSessionCookie, setSessionCookie } from './session-cookie.ts';

/** Routes of the portal's own pages: changes come from these pages only, and no answer is kept. */
export function onlyFromOwnPages(app: FastifyInstance, deps: Deps): void {
  app.addHook('onRequest', (request, reply, next) => {
    reply.header('cache-control', 'no-store');
    refuseForeignOrigin(deps.config, request);
    next();
  });
}

/**
 * The session of whoever is signing in, setting up their account, or signed in.
 * @throws KeyturnError `unauthenticated`, `session-covered`
 */
export async function liveSession(deps: Deps, request: FastifyRequest): Promise<SessionRow> {
  const row = await findLiveSession(deps, readSessionCookie(deps, request));
  if (row === null) throw unauthenticated(deps);
  return row.stage === 'open' ? (await openSession(deps, request)).row : row;
}

/** Nobody is signed in, or signing in. */
export const unauthenticated = ({ config }: Pick<Deps, 'config'>): KeyturnError =>
  new KeyturnError('unauthenticated', { resource: portalApiIdentifier(config) });

/**
 * The session of whoever is signed in; a change counts as input (R6.3).
 * @throws KeyturnError `unauthenticated`, `session-covered`
 */
export async function openSession(deps: Deps, request: FastifyRequest): Promise<OpenSession> {
  const open = await requireOpenSession(deps, readSessionCookie(deps, request));
  if (request.method !== 'GET') await noteInput(deps, open);
  return open;
}

/** Gives the browser its session's next cookie, and answers what to do next in signing in or setting up. */
export async function answerProgress(
  deps: Deps,
  reply: FastifyReply,
  token: string,
): Promise<SignInProgress> {
  setSessionCookie(deps, reply, token);
  const row = await findLiveSession(deps, token);
  if (row === null) throw new KeyturnError('sign-in-failed');
  return presentProgress(await readProgress(deps, row));
}

/** Gives the browser its session's next cookie, and answers who is signed in. */
export async function answerSession(deps: Deps, reply: FastifyReply, token: string): Promise<Session> {
  setSessionCookie(deps, reply, token);
  return presentSession(await readSession(deps, token));
}
