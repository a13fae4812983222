import type { SigningKeyState } from '../../store/signing-keys.ts';
import { dayMs, preparedAheadMs, publishedAheadMs, retiresAt, signingKeyStatus } from './signing-key-life.ts';

/** What is to be done now with the keys of one algorithm; null and empty: nothing. */
export type RotationPlan = {
  /** Make the next key, which is to sign from then on. */
  publishDueAt: Date | null;
  /** Sign with this key instead of that one. */
  activate: { key: SigningKeyState; instead: SigningKeyState } | null;
  /** Sign no more, without a successor. */
  stop: SigningKeyState | null;
  retire: SigningKeyState[];
};

type Situation = {
  now: Date;
  /** How long a key signs. */
  periodDays: number;
  /** Whether tokens are asked for that are signed so. */
  isInUse: boolean;
};

/**
 * Decides how the published keys of one algorithm go on. The next key is published a day before it signs, however late
 * that makes it; the key of an algorithm that nobody asks for any more ends with its period.
 */
export function planRotation(keys: SigningKeyState[], { now, periodDays, isInUse }: Situation): RotationPlan {
  const plan: RotationPlan = {
    publishDueAt: null,
    activate: null,
    stop: null,
    retire: keys.filter((key) => key.stopped_at !== null && (retiresAt(key) ?? now) <= now),
  };
  const current = keys.find((key) => signingKeyStatus(key) === 'signing');
  const next = keys.find((key) => signingKeyStatus(key) === 'next');
  if (current === undefined || current.signs_since === null) return plan;
  const endsAt = new Date(current.signs_since.getTime() + periodDays * dayMs);
  if (!isInUse) {
    if (endsAt > now) return plan;
    return { ...plan, stop: current, retire: next === undefined ? plan.retire : [...plan.retire, next] };
  }
  if (next === undefined) {
    if (endsAt.getTime() - preparedAheadMs > now.getTime()) return plan;
    const earliest = new Date(now.getTime() + publishedAheadMs);
    return { ...plan, publishDueAt: endsAt > earliest ? endsAt : earliest };
  }
  return next.due_at > now ? plan : { ...plan, activate: { key: next, instead: current } };
}

export const isIdle = ({ publishDueAt, activate, stop, retire }: RotationPlan): boolean =>
  publishDueAt === null && activate === null && stop === null && retire.length === 0;
