import { z } from 'zod';
import type { Deps } from '../../domain/deps.ts';
import { revokeInvitation, sendInvitation } from '../../domain/user/change-invitation.ts';
import { resetMfa } from '../../domain/user/reset-mfa.ts';
import { actorOf } from './authenticate.ts';
import { pathUuid } from './path-uuid.ts';
import type { PortalApp } from './portal-app.ts';
import { problems } from './problems-schema.ts';

const tags = ['users'];
const params = z.object({ id: z.string() });
const response = { 204: z.undefined().describe('Done'), ...problems };

/** How users get in: their invitations (R6.1), and the reset of second factors that were lost (R6.2). */
export function registerUserAccess(app: PortalApp, deps: Deps): void {
  app.post(
    '/users/:id/invitation',
    {
      schema: {
        operationId: 'sendInvitation',
        summary: 'Mail an invitation anew, to an account without a second factor',
        tags,
        params,
        response,
      },
    },
    async (request, reply) => {
      await sendInvitation(deps, actorOf(request), pathUuid(request.params.id));
      return reply.code(204).send();
    },
  );

  app.delete(
    '/users/:id/invitation',
    {
      schema: {
        operationId: 'revokeInvitation',
        summary: 'Make the link of an invitation worthless',
        tags,
        params,
        response,
      },
    },
    async (request, reply) => {
      await revokeInvitation(deps, actorOf(request), pathUuid(request.params.id));
      return reply.code(204).send();
    },
  );

  app.post(
    '/users/:id/reset-mfa',
    {
      schema: {
        operationId: 'resetMfa',
        summary: 'Remove every second factor of somebody who lost them; sessions end',
        tags,
        params,
        response,
      },
    },
    async (request, reply) => {
      await resetMfa(deps, actorOf(request), pathUuid(request.params.id));
      return reply.code(204).send();
    },
  );
}
