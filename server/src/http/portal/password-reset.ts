import { passwordResetConfirmation, passwordResetRequest } from '@keyturn/contract';
import { z } from 'zod';
import { requestPasswordReset, resetPassword } from '../../domain/account/reset-password.ts';
import type { Deps } from '../../domain/deps.ts';
import { onlyFromOwnPages } from './own-session.ts';
import type { PortalApp } from './portal-app.ts';
import { problems } from './problems-schema.ts';
import { clearSessionCookie } from './session-cookie.ts';

const tags = ['account set-up'];

/** "Forgot password?" (R6.2). */
export function passwordResetRoutes(deps: Deps) {
  return (app: PortalApp, _options: unknown, registered: () => void): void => {
    onlyFromOwnPages(app, deps);

    app.post(
      '/password-reset',
      {
        schema: {
          operationId: 'requestPasswordReset',
          summary: 'Have a link for a new password mailed; the answer is the same for every address',
          tags,
          security: [],
          body: passwordResetRequest,
          response: { 202: z.undefined().describe('Taken'), ...problems },
        },
      },
      async (request, reply) => {
        await requestPasswordReset(deps, request.body.email, request.ip);
        return reply.code(202).send();
      },
    );

    app.post(
      '/password-reset/confirmation',
      {
        schema: {
          operationId: 'resetPassword',
          summary: 'Choose a new password by a mailed link; every session ends',
          tags,
          security: [],
          body: passwordResetConfirmation,
          response: { 204: z.undefined().describe('Changed'), ...problems },
        },
      },
      async (request, reply) => {
        await resetPassword(deps, { ...request.body, address: request.ip });
        return clearSessionCookie(deps, reply).code(204).send();
      },
    );
    registered();
  };
}
