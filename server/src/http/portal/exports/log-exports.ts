import { auditEventsQuery, notificationsQuery } from '@keyturn/contract';
import type { z } from 'zod';
import { listAuditEvents } from '../../../domain/audit/list-audit-events.ts';
import type { Deps } from '../../../domain/deps.ts';
import { listNotifications } from '../../../domain/notification/list-notifications.ts';
import type { AuditPosition } from '../../../store/audit-events.ts';
import type { PortalApp } from '../portal-app.ts';
import { presentAuditEvent } from '../present.ts';
import { notPaged, pagesOf } from './pages.ts';
import { registerExport, type Asked } from './register-export.ts';

const limit = 500;
const auditFilters = auditEventsQuery.omit(notPaged);

/** What was mailed and what was done, as files (R7). */
export function registerLogExports(app: PortalApp, deps: Deps): void {
  registerExport(app, deps, {
    list: 'notifications',
    format: 'csv',
    operationId: 'exportNotifications',
    summary: 'Export the notification log as CSV',
    query: notificationsQuery.omit(notPaged),
    pages: ({ actor, query }) =>
      pagesOf(async (beforeNumber: number | null) => {
        const { mails, nextNumber } = await listNotifications(deps, actor, { ...query, beforeNumber, limit });
        return { views: mails, next: nextNumber };
      }),
    columns: {
      number: ({ mail }) => Number(mail.number),
      at: ({ mail }) => mail.created_at.toISOString(),
      kind: ({ mail }) => mail.kind,
      subject: ({ mail }) => mail.subject,
      recipient: ({ mail }) => mail.recipient,
      recipientName: ({ mail }) => mail.recipient_name,
      status: ({ mail }) => mail.status,
      deliveredAt: ({ mail }) => mail.delivered_at?.toISOString() ?? null,
      acceptedBy: ({ mail }) => mail.accepted_by,
      attempts: ({ mail }) => mail.attempts,
      error: ({ mail }) => mail.last_error,
      about: ({ topics }) =>
        topics
          .map(({ kind, application_name: application, secret_name: name, secret_hint: hint }) =>
            [kind, application, name, hint].filter((part) => part !== null).join(' '),
          )
          .join('; '),
    },
  });

  const auditEvents = {
    list: 'audit-events',
    query: auditFilters,
    pages: ({ actor, query }: Asked<z.output<typeof auditFilters>>) =>
      pagesOf(async (before: AuditPosition | null) => {
        const { events, next } = await listAuditEvents(deps, actor, { ...query, before, limit });
        return { views: events.map(presentAuditEvent), next };
      }),
  };

  registerExport(app, deps, {
    ...auditEvents,
    format: 'jsonl',
    operationId: 'exportAuditEventsAsJsonLines',
    summary: 'Export the audit log as JSON lines, newest first',
  });

  registerExport(app, deps, {
    ...auditEvents,
    format: 'csv',
    operationId: 'exportAuditEvents',
    summary: 'Export the audit log as CSV, newest first',
    columns: {
      seq: ({ seq }) => seq,
      at: ({ at }) => at,
      action: ({ action }) => action,
      actorKind: ({ actor }) => actor.kind,
      actorId: ({ actor }) => actor.id,
      actorName: ({ actor }) => actor.name,
      address: ({ address }) => address,
      targetType: ({ target }) => target.type,
      targetId: ({ target }) => target.id,
      targetName: ({ target }) => target.name,
      clientId: ({ applicationId }) => applicationId,
      before: ({ before }) => (before === null ? null : JSON.stringify(before)),
      after: ({ after }) => (after === null ? null : JSON.stringify(after)),
    },
  });
}
