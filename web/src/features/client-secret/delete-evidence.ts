import { describeAddresses, describeDuration } from '../usage/describe-callers.ts';
import { formatPastInline } from '../../lib/instants.ts';
import { text } from '../../lib/messages.ts';
import type { DeleteCase } from './delete-case.ts';
import type { Moment } from './describe-changes.ts';

/** What real use says about deleting a client secret, in one or two sentences. */
export function deleteEvidence(facts: DeleteCase, { timeZone, now }: Moment): string {
  const { use, lastUsedAt, requestsThisWeek, longestPauseSeconds } = facts;
  const at = lastUsedAt === null ? '' : formatPastInline(lastUsedAt, timeZone, now);
  const callers = describeAddresses(facts.callers);
  // Two requests within the same minute are no pause.
  const pause =
    longestPauseSeconds === null || longestPauseSeconds < 60 ? null : describeDuration(longestPauseSeconds);
  switch (use) {
    case 'never-used':
      return text('web.delete.never-used');
    case 'idle':
      if (facts.tokensLiveUntil !== null)
        return text('web.delete.idle-tokens', {
          at,
          until: formatPastInline(facts.tokensLiveUntil, timeZone, now),
        });
      return pause === null ? text('web.delete.idle', { at }) : text('web.delete.idle-pause', { at, pause });
    case 'in-use': {
      const systems = Math.max(1, facts.callers.length);
      return text('web.delete.in-use', { count: requestsThisWeek, callers, systems });
    }
    case 'used-lately':
      return pause === null
        ? text('web.delete.used-lately', { at, callers })
        : text('web.delete.used-lately-pause', { at, callers, pause });
    case 'used-not-valid':
      return text('web.delete.used-not-valid', { at, callers });
    case 'still-asked-for': {
      const refusedAt = facts.refused[0]?.lastAt ?? '';
      return text('web.delete.still-asked-for', {
        at: formatPastInline(refusedAt, timeZone, now),
        callers: describeAddresses(facts.refused),
        systems: Math.max(1, facts.refused.length),
      });
    }
    case 'unknown':
      return text('web.delete.evidence-failed');
  }
}
