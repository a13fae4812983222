import type { Attention } from '@keyturn/contract';
import type { AttentionCondition } from '../../store/attention.ts';
import { unusedMs } from '../client-secret/client-secret-status.ts';
import { dependsMs } from '../rotation/take-over.ts';

const dayMs = 24 * 60 * 60 * 1000;

/**
 * What each kind of attention means, in terms of the client secrets of an application or of who manages it. Applications
 * and organisations that are disabled have none: nothing is to be done about them.
 *
 * - `expiring-<days>`: one that works expires within so many days.
 * - `expired-presented`: one expired, is not deleted, and was refused for it within the last 35 days (R1.8, R1.9).
 * - `never-used`: one that works has never obtained a token.
 * - `unused-90`: one that works has obtained none for 90 days, or since it was created (R4.1).
 * - `no-manager`, `one-manager`: so many of its credential managers are active (R5.3).
 * - `rotating`: one is to replace another, and neither is deleted (R1.8).
 */
export function conditionOf(attention: Attention, now: Date): AttentionCondition {
  const ago = (milliseconds: number): Date => new Date(now.getTime() - milliseconds);
  const expiring = (days: number) =>
    ({ of: 'secret', is: 'expiring', now, until: ago(-days * dayMs) }) as const;
  switch (attention) {
    case 'expiring-7':
      return expiring(7);
    case 'expiring-30':
      return expiring(30);
    case 'expiring-60':
      return expiring(60);
    case 'expired-presented':
      return { of: 'secret', is: 'expired-refused', now, since: ago(dependsMs) };
    case 'never-used':
      return { of: 'secret', is: 'never-used', now };
    case 'unused-90':
      return { of: 'secret', is: 'idle', now, since: ago(unusedMs) };
    case 'no-manager':
      return { of: 'application', is: 'managed-by', managers: 0 };
    case 'one-manager':
      return { of: 'application', is: 'managed-by', managers: 1 };
    case 'rotating':
      return { of: 'application', is: 'rotating' };
  }
}
