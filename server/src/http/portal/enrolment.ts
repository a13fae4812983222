import {
  confirmPasskeyRequest,
  confirmTotpRequest,
  passkeyOptions,
  session,
  totpSeed,
} from '@keyturn/contract';
import type { Deps } from '../../domain/deps.ts';
import {
  confirmPasskey,
  confirmTotp,
  startPasskey,
  startTotp,
} from '../../domain/second-factor/add-second-factor.ts';
import { answerSession, liveSession, onlyFromOwnPages } from './own-session.ts';
import type { PortalApp } from './portal-app.ts';
import { problems } from './problems-schema.ts';
import { originOf } from './session-cookie.ts';

const tags = ['account'];

/** Adding a second factor (R6.1, R6.2): while setting up, after a mailed code, or signed in with a fresh proof. */
export function enrolmentRoutes(deps: Deps) {
  return (app: PortalApp, _options: unknown, registered: () => void): void => {
    onlyFromOwnPages(app, deps);

    app.post(
      '/account/factors/totp',
      {
        schema: {
          operationId: 'startTotp',
          summary: 'Read a key for an authenticator app or a hardware token',
          tags,
          response: { 200: totpSeed, ...problems },
        },
      },
      async (request) => startTotp(deps, await liveSession(deps, request)),
    );

    app.post(
      '/account/factors/totp/confirmation',
      {
        schema: {
          operationId: 'confirmTotp',
          summary: 'Add the authenticator that shows this code',
          tags,
          body: confirmTotpRequest,
          response: { 200: session, ...problems },
        },
      },
      async (request, reply) => {
        const live = await liveSession(deps, request);
        return answerSession(deps, reply, await confirmTotp(deps, live, request.body, originOf(request)));
      },
    );

    app.post(
      '/account/factors/passkey/options',
      {
        schema: {
          operationId: 'startPasskey',
          summary: 'Read what a browser needs to make a passkey',
          tags,
          response: { 200: passkeyOptions, ...problems },
        },
      },
      async (request) => ({ ...(await startPasskey(deps, await liveSession(deps, request))) }),
    );

    app.post(
      '/account/factors/passkey',
      {
        schema: {
          operationId: 'confirmPasskey',
          summary: 'Add the passkey that the browser made',
          tags,
          body: confirmPasskeyRequest,
          response: { 200: session, ...problems },
        },
      },
      async (request, reply) => {
        const live = await liveSession(deps, request);
        const token = await confirmPasskey(deps, live, request.body, originOf(request));
        return answerSession(deps, reply, token);
      },
    );
    registered();
  };
}
