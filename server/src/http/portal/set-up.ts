import {
  choosePasswordRequest,
  session,
  setUp,
  setUpToken,
  verificationRequest,
  type SetUp,
} from '@keyturn/contract';
import { z } from 'zod';
import {
  beginSetUp,
  choosePassword,
  findSetUpState,
  finishSetUp,
  type SetUpState,
} from '../../domain/account/set-up-account.ts';
import type { Deps } from '../../domain/deps.ts';
import { presentTotpSeed } from '../../domain/session/account-factors.ts';
import { findOpenSession } from '../../domain/session/sessions.ts';
import { KeyturnError } from '../../domain/errors.ts';
import type { PortalApp } from './portal-app.ts';
import { presentSession } from './present-session.ts';
import { problems } from './problems-schema.ts';
import { refuseForeignOrigin } from './refuse-foreign-origin.ts';
import { cookieOptions, sessionCookieName, setUpCookieName } from './session-cookie.ts';

const tags = ['account set-up'];
const done = z.undefined().describe('Done');

/** Setting up an account from a link (R6.1): password, then second factor. Opening the link changes nothing. */
export function setUpRoutes(deps: Deps) {
  const { publicUrl, operatorName } = deps.config;
  const cookieName = setUpCookieName(publicUrl);
  const options = cookieOptions(publicUrl);
  const present = ({ row, seed }: SetUpState): SetUp => ({
    user: { name: row.user_name, email: row.user_email },
    organisation: { name: row.organisation_name },
    step: row.password_hash === null ? 'password' : 'authenticator',
    totp: presentTotpSeed(seed, { issuer: operatorName, account: row.user_email }),
  });

  return (app: PortalApp, _options: unknown, registered: () => void): void => {
    app.addHook('onRequest', (request, reply, next) => {
      reply.header('cache-control', 'no-store');
      refuseForeignOrigin(deps.config, request);
      next();
    });

    app.post(
      '/set-up',
      {
        schema: {
          operationId: 'beginSetUp',
          summary: 'Use a set-up link',
          tags,
          security: [],
          body: setUpToken,
          response: { 204: done, ...problems },
        },
      },
      async (request, reply) => {
        const cookie = await beginSetUp(deps, request.body.token, request.ip);
        return reply.setCookie(cookieName, cookie, options).code(204).send();
      },
    );

    app.get(
      '/set-up',
      {
        schema: {
          operationId: 'getSetUp',
          summary: 'Read how far the set-up is',
          tags,
          security: [],
          response: { 200: setUp, ...problems },
        },
      },
      async (request) => present(await findSetUpState(deps, request.cookies[cookieName])),
    );

    app.put(
      '/set-up/password',
      {
        schema: {
          operationId: 'choosePassword',
          summary: 'Choose a password',
          tags,
          security: [],
          body: choosePasswordRequest,
          response: { 204: done, ...problems },
        },
      },
      async (request, reply) => {
        await choosePassword(deps, request.cookies[cookieName], request.body.password);
        return reply.code(204).send();
      },
    );

    app.post(
      '/set-up/verification',
      {
        schema: {
          operationId: 'finishSetUp',
          summary: 'Finish with the authenticator’s first code; signs in',
          tags,
          security: [],
          body: verificationRequest,
          response: { 200: session, ...problems },
        },
      },
      async (request, reply) => {
        const token = await finishSetUp(deps, {
          cookie: request.cookies[cookieName],
          code: request.body.code,
          address: request.ip,
        });
        reply.clearCookie(cookieName, options).setCookie(sessionCookieName(publicUrl), token, options);
        const open = await findOpenSession(deps, token);
        if (open === null) throw new KeyturnError('sign-in-failed');
        return presentSession(open);
      },
    );
    registered();
  };
}
