import { auditEventPage, auditEventsQuery } from '@keyturn/contract';
import { z } from 'zod';
import { listAuditEvents } from '../../domain/audit/list-audit-events.ts';
import type { Deps } from '../../domain/deps.ts';
import { actorOf } from './authenticate.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import type { PortalApp } from './portal-app.ts';
import { presentAuditEvent } from './present.ts';
import { problems } from './problems-schema.ts';

const position = z.object({ at: z.coerce.date(), seq: z.int() });

/** The audit log, newest first (R7). */
export function registerAuditEvents(app: PortalApp, deps: Deps): void {
  app.get(
    '/audit-events',
    {
      schema: {
        operationId: 'listAuditEvents',
        summary: 'List audit events: all for operators, those of their applications for managers',
        tags: ['audit log'],
        querystring: auditEventsQuery,
        response: { 200: auditEventPage, ...problems },
      },
    },
    async (request) => {
      const { cursor, ...query } = request.query;
      const before = decodeCursor(position, cursor);
      const { events, next } = await listAuditEvents(deps, actorOf(request), { ...query, before });
      return {
        items: events.map(presentAuditEvent),
        next: next === null ? null : encodeCursor(next),
      };
    },
  );
}
