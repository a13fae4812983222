import { choosePasswordRequest, invitation, linkToken, signInProgress } from '@keyturn/contract';
import { z } from 'zod';
import {
  beginSetUp,
  choosePassword,
  readInvitation,
  renewInvitation,
} from '../../domain/account/set-up-account.ts';
import type { Deps } from '../../domain/deps.ts';
import { answerProgress, liveSession, onlyFromOwnPages } from './own-session.ts';
import type { PortalApp } from './portal-app.ts';
import { problems } from './problems-schema.ts';
import { originOf } from './session-cookie.ts';

const tags = ['account set-up'];

/** Setting up an account from an invitation (R6.1). Opening the link changes nothing. */
export function setUpRoutes(deps: Deps) {
  return (app: PortalApp, _options: unknown, registered: () => void): void => {
    onlyFromOwnPages(app, deps);

    app.post(
      '/set-up',
      {
        schema: {
          operationId: 'beginSetUp',
          summary: 'Use an invitation',
          tags,
          security: [],
          body: linkToken,
          response: { 200: signInProgress, ...problems },
        },
      },
      async (request, reply) => {
        return answerProgress(deps, reply, await beginSetUp(deps, request.body.token, originOf(request)));
      },
    );

    app.post(
      '/set-up/invitation',
      {
        schema: {
          operationId: 'readInvitation',
          summary: 'Read whose account an invitation is for; nothing is used up',
          tags,
          security: [],
          body: linkToken,
          response: { 200: invitation, ...problems },
        },
      },
      async (request) => {
        const { link, termsVersion } = await readInvitation(deps, request.body.token);
        return {
          user: { name: link.user_name, email: link.user_email },
          organisation: { name: link.organisation_name },
          termsVersion,
        };
      },
    );

    app.post(
      '/set-up/new-link',
      {
        schema: {
          operationId: 'renewInvitation',
          summary: 'Have a new link mailed in place of an expired one',
          tags,
          security: [],
          body: linkToken,
          response: { 204: z.undefined().describe('It is on its way'), ...problems },
        },
      },
      async (request, reply) => {
        await renewInvitation(deps, request.body.token, request.ip);
        return reply.code(204).send();
      },
    );

    app.put(
      '/set-up/password',
      {
        schema: {
          operationId: 'choosePassword',
          summary: 'Choose a password',
          tags,
          body: choosePasswordRequest,
          response: { 200: signInProgress, ...problems },
        },
      },
      async (request, reply) => {
        const live = await liveSession(deps, request);
        return answerProgress(
          deps,
          reply,
          await choosePassword(deps, live, request.body.password, request.ip),
        );
      },
    );
    registered();
  };
}
