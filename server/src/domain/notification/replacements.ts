import type { Db } from '../../store/db.ts';
import type { ReminderSecret } from '../../store/reminders.ts';
import { clientSecretStatus, isUsable } from '../client-secret/client-secret-status.ts';
import { readEvidence, takeOverOf, type Evidence } from '../rotation/evidence.ts';
import type { TakeOver } from '../rotation/take-over.ts';
import type { Use } from '../usage/caller.ts';
import type { Replacement } from './reminder-item.ts';

const shortestIdleMs = 24 * 60 * 60 * 1000;

/** A client secret with those that are to replace it and work. */
export type Replaced = { secret: ReminderSecret; replacements: ReminderSecret[] };

/** The uses of client secrets and of their replacements, read where they are needed. */
export const readUses = (db: Db, replaced: Replaced[], now: Date): Promise<Evidence> =>
  readEvidence(
    db,
    replaced.map(({ secret, replacements }) => ({ replaced: secret, replacements })),
    now,
  );

/** The client secrets that are to replace this one and work at `now`. */
export const workingReplacements = (
  secret: ReminderSecret,
  siblings: ReminderSecret[],
  now: Date,
): ReminderSecret[] =>
  siblings.filter((other) => other.replaces_secret_id === secret.id && isWorking(other, now));

/** Whether it obtains tokens here; in a former system it may, or not. */
export const isWorking = (secret: ReminderSecret, now: Date): boolean =>
  secret.system === null && isUsable(clientSecretStatus(secret, now));

/** Whether it is worth reading uses for: without this none of the replacements can have taken over. */
export const mayHaveTakenOver = (
  secret: ReminderSecret,
  replacements: ReminderSecret[],
  now: Date,
): boolean =>
  replacements.some(({ first_used_at }) => first_used_at !== null) &&
  (secret.last_used_at === null || now.getTime() - secret.last_used_at.getTime() >= shortestIdleMs);

/** The replacement that has got furthest. */
export function furthest(
  secret: ReminderSecret,
  replacements: ReminderSecret[],
  evidence: Evidence,
  now: Date,
): Replacement | null {
  const all = replacements.map((replacement) => ({
    secret: replacement,
    takeOver: takeOverOf(evidence, secret, replacement, now),
  }));
  return all.toSorted((one, other) => progress(other.takeOver) - progress(one.takeOver))[0] ?? null;
}

const steps = ['replacement-not-valid', 'first-use', 'known-caller', 'idle', null] as const;
const progress = ({ waitingFor }: TakeOver): number => steps.indexOf(waitingFor);

/** Whether one of the replacements had taken over at an instant in the past: then no reminder was due (R4.2). */
export function hadTakenOver(
  secret: ReminderSecret,
  replacements: ReminderSecret[],
  { presented, used }: Evidence,
  at: Date,
): boolean {
  const then: Evidence = {
    presented: (replaced) => until(presented(replaced), at),
    used: (replacement) => until(used(replacement), at),
  };
  return replacements.some((replacement) => takeOverOf(then, secret, replacement, at).waitingFor === null);
}

/** What was known of the uses at an instant. */
const until = <Row extends Use>(uses: Row[], at: Date): Row[] =>
  uses.filter(({ firstAt }) => firstAt <= at).map((use) => (use.lastAt <= at ? use : { ...use, lastAt: at }));
