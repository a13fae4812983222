import {
  passkeyOptions,
  passkeyResponse,
  session,
  signInProgress,
  signInRequest,
  verificationRequest,
} from '@keyturn/contract';
import { z } from 'zod';
import type { Deps } from '../../domain/deps.ts';
import { startPasskeyProof } from '../../domain/second-factor/passkeys.ts';
import { enterEnrolmentCode } from '../../domain/session/enter-enrolment-code.ts';
import { noteInput } from '../../domain/session/note-input.ts';
import { proveSecondFactor } from '../../domain/session/prove-second-factor.ts';
import { readProgress } from '../../domain/session/read-progress.ts';
import { readSession } from '../../domain/session/read-session.ts';
import { findLiveSession, requireOpenSession } from '../../domain/session/sessions.ts';
import { signIn } from '../../domain/session/sign-in.ts';
import { giveUpSession } from '../../domain/session/sign-out.ts';
import {
  answerProgress,
  answerSession,
  liveSession,
  onlyFromOwnPages,
  openSession,
  unauthenticated,
} from './own-session.ts';
import type { PortalApp } from './portal-app.ts';
import { presentProgress, presentSession } from './present-session.ts';
import { problems } from './problems-schema.ts';
import { clearSessionCookie, originOf, readSessionCookie } from './session-cookie.ts';

const tags = ['session'];
const done = z.undefined().describe('Done');

/** Signing in and out (R1.1), and staying signed in (R6.3). */
export function sessionRoutes(deps: Deps) {
  return (app: PortalApp, _options: unknown, registered: () => void): void => {
    onlyFromOwnPages(app, deps);

    app.post(
      '/session',
      {
        schema: {
          operationId: 'signIn',
          summary: 'Sign in, first step: e-mail address and password',
          tags,
          security: [],
          body: signInRequest,
          response: { 200: signInProgress, ...problems },
        },
      },
      async (request, reply) => {
        const token = await signIn(deps, { ...request.body, origin: originOf(request) });
        return answerProgress(deps, reply, token);
      },
    );

    app.get(
      '/session/progress',
      {
        schema: {
          operationId: 'getSignInProgress',
          summary: 'Read what to do next in signing in or setting up the account',
          tags,
          response: { 200: signInProgress, ...problems },
        },
      },
      async (request) => presentProgress(await readProgress(deps, await liveSession(deps, request))),
    );

    app.post(
      '/session/verification',
      {
        schema: {
          operationId: 'enterCode',
          summary: 'Prove the second factor by a code, to sign in or for a change that asks for it',
          tags,
          body: verificationRequest,
          response: { 200: session, ...problems },
        },
      },
      async (request, reply) => {
        const { code } = request.body;
        const live = await liveSession(deps, request);
        return answerSession(deps, reply, await proveSecondFactor(deps, live, { code }, originOf(request)));
      },
    );

    app.post(
      '/session/passkey/options',
      {
        schema: {
          operationId: 'startPasskeyProof',
          summary: 'Read what a browser needs to prove a passkey',
          tags,
          response: { 200: passkeyOptions, ...problems },
        },
      },
      async (request) => ({ ...(await startPasskeyProof(deps, await liveSession(deps, request))) }),
    );

    app.post(
      '/session/passkey',
      {
        schema: {
          operationId: 'provePasskey',
          summary: 'Prove the second factor by a passkey',
          tags,
          body: passkeyResponse,
          response: { 200: session, ...problems },
        },
      },
      async (request, reply) => {
        const proof = { passkey: request.body.response };
        const live = await liveSession(deps, request);
        return answerSession(deps, reply, await proveSecondFactor(deps, live, proof, originOf(request)));
      },
    );

    app.post(
      '/session/enrolment-code',
      {
        schema: {
          operationId: 'enterEnrolmentCode',
          summary: 'Enter the mailed code, for an account without a second factor',
          tags,
          body: verificationRequest,
          response: { 200: signInProgress, ...problems },
        },
      },
      async (request, reply) => {
        const live = await liveSession(deps, request);
        const token = await enterEnrolmentCode(deps, live, request.body.code, originOf(request));
        return answerProgress(deps, reply, token);
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
      async (request) => presentSession(await readSession(deps, readSessionCookie(deps, request))),
    );

    app.post(
      '/session/input',
      {
        schema: {
          operationId: 'noteInput',
          summary: 'Tell that the person did something; what the page does by itself is no input',
          tags,
          response: { 204: done, ...problems },
        },
      },
      async (request, reply) => {
        await openSession(deps, request);
        return reply.code(204).send();
      },
    );

    app.post(
      '/session/continue',
      {
        schema: {
          operationId: 'continueSession',
          summary: 'Uncover the page after an hour without input',
          tags,
          response: { 200: session, ...problems },
        },
      },
      async (request) => {
        const token = readSessionCookie(deps, request);
        await noteInput(deps, await requireOpenSession(deps, token, 'allowed'));
        return presentSession(await readSession(deps, token));
      },
    );

    app.delete(
      '/session',
      {
        schema: {
          operationId: 'signOut',
          summary: 'Sign out',
          tags,
          response: { 204: done, ...problems },
        },
      },
      async (request, reply) => {
        // Covered or not, and also while signing in: a reload must not go on with an account that was left.
        const live = await findLiveSession(deps, readSessionCookie(deps, request));
        if (live === null) throw unauthenticated(deps);
        await giveUpSession(deps, live, request.ip);
        return clearSessionCookie(deps, reply).code(204).send();
      },
    );
    registered();
  };
}
