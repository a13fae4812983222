import { text } from '../../../lib/messages.ts';

/** What a token lifetime in seconds is in the largest unit that fits; null: what leaving it empty means. */
export function describeLifetime(seconds: number | null): string {
  if (seconds === null || seconds <= 0) return text('web.api.ttl-hint');
  return text('web.api.ttl-is', { duration: durationOf(seconds) });
}

function durationOf(seconds: number): string {
  if (seconds % 3600 === 0) return text('web.api.ttl-hours', { hours: seconds / 3600 });
  if (seconds % 60 === 0) return text('web.api.ttl-minutes', { minutes: seconds / 60 });
  return text('web.api.ttl-seconds', { seconds });
}
