import { sessionItem } from '@keyturn/contract';
import { z } from 'zod';
import type { Deps } from '../../domain/deps.ts';
import { describeDevice } from '../../domain/session/device.ts';
import { listOwnSessions } from '../../domain/session/list-own-sessions.ts';
import { sessionActor } from '../../domain/session/sessions.ts';
import { signOut, signOutEverywhere } from '../../domain/session/sign-out.ts';
import { onlyFromOwnPages, openSession } from './own-session.ts';
import { pathUuid } from './path-uuid.ts';
import type { PortalApp } from './portal-app.ts';
import { problems } from './problems-schema.ts';
import { clearSessionCookie } from './session-cookie.ts';

const tags = ['session'];
const done = z.undefined().describe('Signed out');

/** Where one is signed in (R6.3). */
export function ownSessionsRoutes(deps: Deps) {
  return (app: PortalApp, _options: unknown, registered: () => void): void => {
    onlyFromOwnPages(app, deps);

    app.get(
      '/sessions',
      {
        schema: {
          operationId: 'listSessions',
          summary: 'List where one is signed in',
          tags,
          response: { 200: z.object({ items: z.array(sessionItem) }), ...problems },
        },
      },
      async (request) => {
        const open = await openSession(deps, request);
        const rows = await listOwnSessions(deps, open);
        return {
          items: rows.map((row) => ({
            id: row.id,
            current: row.id === open.row.id,
            device: describeDevice(row.user_agent),
            address: row.address,
            startedAt: row.stage_since.toISOString(),
            lastInputAt: row.last_input_at.toISOString(),
          })),
        };
      },
    );

    app.delete(
      '/sessions/:id',
      {
        schema: {
          operationId: 'endSession',
          summary: 'Sign out somewhere else',
          tags,
          params: z.object({ id: z.string() }),
          response: { 204: done, ...problems },
        },
      },
      async (request, reply) => {
        const open = await openSession(deps, request);
        await signOut(deps, sessionActor(open, request.ip), pathUuid(request.params.id));
        return reply.code(204).send();
      },
    );

    app.delete(
      '/sessions',
      {
        schema: {
          operationId: 'endSessions',
          summary: 'Sign out everywhere, here too',
          tags,
          response: { 204: done, ...problems },
        },
      },
      async (request, reply) => {
        const open = await openSession(deps, request);
        await signOutEverywhere(deps, sessionActor(open, request.ip));
        return clearSessionCookie(deps, reply).code(204).send();
      },
    );
    registered();
  };
}
