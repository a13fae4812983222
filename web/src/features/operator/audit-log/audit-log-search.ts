import { auditAction } from '@keyturn/contract';
import { z } from 'zod';
import { addDays, isCalendarDate } from '../../../lib/calendar-date.ts';
import { zonedStart } from '../../../lib/zoned-noon.ts';
import { searchChoice, searchId, searchWords } from '../record/parse-search.ts';

/** What the actions are about, in the order of the list. */
export const actionGroups = [
  ...new Set(auditAction.options.map((action) => action.split('.')[0] ?? '')),
] as readonly string[];

const day = z.string().refine(isCalendarDate).optional().catch(undefined);

/** What stands in the address of the audit log; what is not understood counts as not there. */
export const auditLogSearch = z.object({
  actor: searchWords,
  action: searchChoice([...actionGroups, ...auditAction.options]),
  target: searchWords,
  value: searchWords,
  application: searchId,
  address: searchWords,
  from: day,
  to: day,
});
export type AuditLogFilter = z.infer<typeof auditLogSearch>;

/** The same as the portal API has it: days are those of the reader, and the last one is among them. */
export const toApiFilter = ({ from, to, value, ...filter }: AuditLogFilter, timeZone: string): object => ({
  ...filter,
  // Less is in nearly everything, and refused.
  value: (value ?? '').length < 3 ? undefined : value,
  from: from === undefined ? undefined : zonedStart(from, timeZone).toISOString(),
  to: to === undefined ? undefined : zonedStart(addDays(to, 1), timeZone).toISOString(),
});
