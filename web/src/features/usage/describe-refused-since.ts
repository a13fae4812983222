import { formatPastInline } from '../../lib/instants.ts';
import { text } from '../../lib/messages.ts';
import { describeAddresses } from './describe-callers.ts';
import type { RefusedSince } from './refused-since.ts';

/** "Refused since it was disabled: 12 requests from 203.0.113.9, last today 09:14." */
export function describeRefusedSince(
  { since, callers, requests, lastAt }: RefusedSince,
  { timeZone, now }: { timeZone: string; now: Date },
): string {
  if (lastAt === null) return text('web.disabled.nothing', { at: formatPastInline(since, timeZone, now) });
  const values = { callers: describeAddresses(callers), at: formatPastInline(lastAt, timeZone, now) };
  return requests === null
    ? text('web.disabled.refused-uncounted', values)
    : text('web.disabled.refused', { ...values, count: requests });
}
