import { z } from 'zod';
import type { Deps } from '../../domain/deps.ts';
import { markSecretGone } from '../../domain/secret-elsewhere/mark-secret-gone.ts';
import { actorOf } from './authenticate.ts';
import { pathUuid } from './path-uuid.ts';
import type { PortalApp } from './portal-app.ts';
import { problems } from './problems-schema.ts';

/** Client secrets of the system that an application comes from, of which people are reminded. */
export function registerSecretsElsewhere(app: PortalApp, deps: Deps): void {
  app.delete(
    '/applications/:clientId/secrets-elsewhere/:id',
    {
      schema: {
        operationId: 'markSecretGone',
        summary: 'Say that a client secret of the former system is gone: its reminders end, and nothing else',
        tags: ['client secrets'],
        params: z.object({ clientId: z.string(), id: z.string() }),
        response: { 204: z.undefined().describe('Nobody is reminded of it again'), ...problems },
      },
    },
    async (request, reply) => {
      const { clientId, id } = request.params;
      await markSecretGone(deps, actorOf(request), { clientId: pathUuid(clientId), id: pathUuid(id) });
      return reply.code(204).send();
    },
  );
}
