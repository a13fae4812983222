import { rotations, secretUsage } from '@keyturn/contract';
import { z } from 'zod';
import type { Deps } from '../../domain/deps.ts';
import { listRotations } from '../../domain/rotation/list-rotations.ts';
import { readUsage } from '../../domain/usage/read-usage.ts';
import { actorOf } from './authenticate.ts';
import { pathUuid } from './path-uuid.ts';
import type { PortalApp } from './portal-app.ts';
import { presentRotation, presentUsage } from './present-usage.ts';
import { problems } from './problems-schema.ts';

const tags = ['usage'];

/** What real use shows: of a client secret, and of rotations (R1.2, R1.8). */
export function registerUsage(app: PortalApp, deps: Deps): void {
  app.get(
    '/applications/:clientId/rotations',
    {
      schema: {
        operationId: 'listRotations',
        summary: 'Read how far each replacement of a client secret is, with the evidence',
        tags,
        params: z.object({ clientId: z.string() }),
        response: { 200: rotations, ...problems },
      },
    },
    async (request) => {
      const now = deps.clock.now();
      const found = await listRotations(deps, actorOf(request), pathUuid(request.params.clientId));
      return { items: found.map((rotation) => presentRotation(rotation, now)) };
    },
  );

  app.get(
    '/applications/:clientId/secrets/:id/usage',
    {
      schema: {
        operationId: 'getSecretUsage',
        summary: 'Read who used a client secret, when and how often',
        tags,
        params: z.object({ clientId: z.string(), id: z.string() }),
        response: { 200: secretUsage, ...problems },
      },
    },
    async (request) => {
      const { clientId, id } = request.params;
      const usage = await readUsage(deps, actorOf(request), pathUuid(clientId), pathUuid(id));
      return presentUsage(usage, deps.clock.now());
    },
  );
}
