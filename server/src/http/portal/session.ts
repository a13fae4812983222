import { session, signInAnswer, signInRequest, verificationRequest, type Session } from '@keyturn/contract';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Deps } from '../../domain/deps.ts';
import { KeyturnError } from '../../domain/errors.ts';
import { portalApiIdentifier } from '../../domain/access-token/resource.ts';
import { enterCode } from '../../domain/session/enter-code.ts';
import { findOpenSession, type OpenSession } from '../../domain/session/sessions.ts';
import { signIn } from '../../domain/session/sign-in.ts';
import { signOut } from '../../domain/session/sign-out.ts';
import type { PortalApp } from './portal-app.ts';
import { presentSession } from './present-session.ts';
import { problems } from './problems-schema.ts';
import { refuseForeignOrigin } from './refuse-foreign-origin.ts';
import { cookieOptions, sessionCookieName } from './session-cookie.ts';

const tags = ['session'];

/** Signing in and out (R1.1): the routes that somebody without a session may call. */
export function sessionRoutes(deps: Deps) {
  const cookieName = sessionCookieName(deps.config.publicUrl);
  const options = cookieOptions(deps.config.publicUrl);
  const unauthenticated = (): KeyturnError =>
    new KeyturnError('unauthenticated', { resource: portalApiIdentifier(deps.config) });

  async function requireOpenSession(token: string | undefined): Promise<OpenSession> {
    const open = token === undefined ? null : await findOpenSession(deps, token);
    if (open === null) throw unauthenticated();
    return open;
  }

  async function answerSession(reply: FastifyReply, token: string): Promise<Session> {
    reply.setCookie(cookieName, token, options);
    return presentSession(await requireOpenSession(token));
  }

  return (app: PortalApp, _options: unknown, done: () => void): void => {
    app.addHook('onRequest', (request, reply, next) => {
      reply.header('cache-control', 'no-store');
      refuseForeignOrigin(deps.config, request);
      next();
    });

    app.post(
      '/session',
      {
        schema: {
          operationId: 'signIn',
          summary: 'Sign in, first step: e-mail address and password',
          tags,
          security: [],
          body: signInRequest,
          response: { 200: signInAnswer, ...problems },
        },
      },
      async (request, reply) => {
        const token = await signIn(deps, { ...request.body, address: request.ip });
        reply.setCookie(cookieName, token, options);
        return { next: 'verification-code' as const };
      },
    );

    app.post(
      '/session/verification',
      {
        schema: {
          operationId: 'enterCode',
          summary: 'Sign in, second step: the authenticator’s code',
          tags,
          security: [],
          body: verificationRequest,
          response: { 200: session, ...problems },
        },
      },
      async (request, reply) => {
        const { code } = request.body;
        const token = await enterCode(deps, {
          token: request.cookies[cookieName],
          code,
          address: request.ip,
        });
        return answerSession(reply, token);
      },
    );

    app.get(
      '/session',
      {
        schema: {
          operationId: 'getSession',
          summary: 'Read who is signed in',
          tags,
          response: { 200: session, ...problems },
        },
      },
      async (request) => presentSession(await requireOpenSession(request.cookies[cookieName])),
    );

    app.delete(
      '/session',
      {
        schema: {
          operationId: 'signOut',
          summary: 'Sign out',
          tags,
          response: { 204: z.undefined().describe('Signed out'), ...problems },
        },
      },
      async (request, reply) => {
        await signOut(deps, await requireOpenSession(request.cookies[cookieName]), request.ip);
        return reply.clearCookie(cookieName, options).code(204).send();
      },
    );
    done();
  };
}
