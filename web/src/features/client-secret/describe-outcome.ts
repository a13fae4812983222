import type { Clock } from '../../lib/clock.tsx';
import { formatMoment } from '../../lib/format-moment.ts';
import { text } from '../../lib/messages.ts';
import type { ApiOutcome } from './delete-case.ts';

/** What becomes of tokens already issued at an API, in a few words. */
export function describeOutcome(outcome: ApiOutcome, api: string, clock: Clock): string {
  switch (outcome.kind) {
    case 'at-once':
      return text('web.delete.api-at-once', { api });
    case 'soon':
      return text('web.delete.api-soon', { api });
    case 'expired':
      return text('web.delete.api-expired', { api });
    case 'until':
      return text('web.delete.api-until', { api, at: formatMoment(outcome.at, clock) });
  }
}
