import type { IntrospectionCredential } from '@keyturn/contract';
import type { Clock } from '../../../lib/clock.tsx';
import { formatPastInline } from '../../../lib/instants.ts';
import { text } from '../../../lib/messages.ts';

const minuteMs = 60_000;
/** An API in use asks again and again; a few minutes more than the one to which uses are noted. */
const inUseMs = 5 * minuteMs;
/** As for client secrets (R1.9). */
const lateUseMs = 35 * 24 * 60 * minuteMs;

/** What deleting introspection credentials stops, as far as it is known. */
export type DeleteFacts = {
  use: 'never' | 'in-use' | 'idle';
  isLast: boolean;
  /** Whether something stops that may be needed: the first three characters are asked for. */
  needsHint: boolean;
};

type Credential = Pick<IntrospectionCredential, 'id' | 'lastUsedAt'>;

export function deleteFacts({ id, lastUsedAt }: Credential, all: { id: string }[], now: Date): DeleteFacts {
  const sinceMs = lastUsedAt === null ? null : now.getTime() - Date.parse(lastUsedAt);
  const isLast = all.every((other) => other.id === id);
  return {
    use: sinceMs === null ? 'never' : sinceMs < inUseMs ? 'in-use' : 'idle',
    isLast,
    needsHint: isLast || (sinceMs !== null && sinceMs < lateUseMs),
  };
}

/** The same in words. */
export function describeUse(
  { use }: DeleteFacts,
  { lastUsedAt, lastUsedFrom }: Pick<IntrospectionCredential, 'lastUsedAt' | 'lastUsedFrom'>,
  { timeZone, now }: Clock,
): string {
  if (use === 'never' || lastUsedAt === null) return text('web.api-credentials.never-used');
  const at = formatPastInline(lastUsedAt, timeZone, now);
  return text(`web.api-credentials.${use}`, { at, address: lastUsedFrom ?? '?' });
}
