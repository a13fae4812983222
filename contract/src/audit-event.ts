import { z } from 'zod';
import { instantText, page, searchText, uuid } from './primitives.ts';

/** One entry of the audit log (R7): who did what to what, when, from where, with the values before and after. */
export const auditEvent = z
  .object({
    seq: z.number().int().describe('Position in the log, without gaps'),
    at: instantText,
    action: z.string().describe('For example `client-secret.created`'),
    actor: z.object({
      kind: z.enum(['user', 'application', 'operator-client', 'command-line', 'system']),
      id: z.string().nullable(),
      name: z.string(),
    }),
    address: z.string().nullable(),
    target: z.object({ type: z.string(), id: z.string(), name: z.string() }),
    applicationId: z.string().nullable(),
    before: z.record(z.string(), z.unknown()).nullable(),
    after: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: 'AuditEvent' });
export type AuditEvent = z.infer<typeof auditEvent>;

export const auditEventPage = page(auditEvent).meta({ id: 'AuditEventPage' });

export const auditEventsQuery = z.object({
  application: uuid.optional().describe('Client ID'),
  action: searchText(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(1000).optional(),
});
