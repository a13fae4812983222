import { z } from 'zod';
import type { Deps } from '../../domain/deps.ts';
import { requirePerson } from '../../domain/policy.ts';
import { actorOf } from './authenticate.ts';
import { createEventStreams } from './event-streams.ts';
import type { PortalApp } from './portal-app.ts';
import { problems } from './problems-schema.ts';

/**
 * Live updates of open pages, as server-sent events (WHATWG HTML section 9.2): `application` with a client ID when it, its
 * secrets or their use changed; `everything` when anything may have. They carry no content: the page reads it anew, and
 * is refused what it may not see. The stream ends with the session; it never counts as input (R6.3).
 */
export function registerEvents(app: PortalApp, deps: Deps): void {
  const streams = createEventStreams(deps);
  app.addHook('preClose', (done) => {
    streams.endAll();
    done();
  });

  app.get(
    '/events',
    {
      schema: {
        operationId: 'streamEvents',
        summary: 'Be told of changes, as server-sent events',
        tags: ['applications'],
        response: { 200: z.string().describe('text/event-stream'), ...problems },
      },
    },
    async (request, reply) => {
      await streams.open(requirePerson(actorOf(request)), request, reply);
    },
  );
}
