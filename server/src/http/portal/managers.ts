import { managerConfirmation } from '@keyturn/contract';
import { z } from 'zod';
import { assignCredentialManager } from '../../domain/credential-manager/assign-credential-manager.ts';
import { removeCredentialManager } from '../../domain/credential-manager/remove-credential-manager.ts';
import type { Deps } from '../../domain/deps.ts';
import { actorOf } from './authenticate.ts';
import { pathUuid } from './path-uuid.ts';
import type { PortalApp } from './portal-app.ts';
import { problems } from './problems-schema.ts';

const tags = ['applications'];
const params = z.object({ clientId: z.string(), userId: z.string() });
const response = { 204: z.undefined().describe('Done'), ...problems };

/** Who manages the credentials of an application (R5.1), decided by the operator team. */
export function registerManagers(app: PortalApp, deps: Deps): void {
  app.put(
    '/applications/:clientId/managers/:userId',
    {
      schema: {
        operationId: 'assignCredentialManager',
        summary:
          'Assign the credential manager role, as the organisation confirmed, or replace the confirmation',
        tags,
        params,
        body: managerConfirmation,
        response,
      },
    },
    async (request, reply) => {
      await assignCredentialManager(deps, actorOf(request), roleOf(request.params), request.body);
      return reply.code(204).send();
    },
  );

  app.delete(
    '/applications/:clientId/managers/:userId',
    {
      schema: {
        operationId: 'removeCredentialManager',
        summary: 'Take the credential manager role away, at once',
        tags,
        params,
        response,
      },
    },
    async (request, reply) => {
      await removeCredentialManager(deps, actorOf(request), roleOf(request.params));
      return reply.code(204).send();
    },
  );
}

const roleOf = ({ clientId, userId }: z.infer<typeof params>) => ({
  clientId: pathUuid(clientId),
  userId: pathUuid(userId),
});
