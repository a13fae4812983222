import { z } from 'zod';
import { instant, instantText, page, searchText, uuid } from './primitives.ts';

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
  action: searchText(100).optional().describe('Whole, or its beginning up to a dot: `client-secret`'),
  actor: searchText(200).optional().describe('ID of whoever did it, or a part of the name'),
  target: searchText(200).optional().describe('ID of what it was done to, or a part of its name'),
  value: searchText(200)
    .min(3)
    .optional()
    .describe('A part of a value before or after the change, of at least three characters'),
  address: searchText(100).optional(),
  from: instant.optional().describe('At this instant or later'),
  to: instant.optional().describe('Before this instant'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(1000).optional(),
});
