import type { Db } from '../../store/db.ts';
import type { ReminderSecret } from '../../store/reminders.ts';
import { listUses, type UseRow } from '../../store/usage.ts';
import { takeOver, type TakeOver, type Use } from '../rotation/take-over.ts';
import type { Replacement } from './reminder-item.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** Pauses of 90 days count (R1.8), also for a threshold that was due some weeks ago. */
const evidenceMs = 125 * dayMs;
const shortestIdleMs = dayMs;
const secretsAtOnce = 400;

/** The uses of client secrets, read where they are needed. */
export type Uses = (secretId: string) => UseRow[];

export async function readUses(db: Db, secretIds: string[], now: Date): Promise<Uses> {
  const unique = [...new Set(secretIds)];
  const bySecret = new Map<string, UseRow[]>();
  for (let start = 0; start < unique.length; start += secretsAtOnce) {
    const ids = unique.slice(start, start + secretsAtOnce);
    const uses = await listUses(db, ids, new Date(now.getTime() - evidenceMs));
    for (const [id, own] of Map.groupBy(uses, ({ secretId }) => secretId)) bySecret.set(id, own);
  }
  return (secretId) => bySecret.get(secretId) ?? [];
}

/** The client secrets that are to replace this one and work at `now`. */
export const workingReplacements = (
  secret: ReminderSecret,
  siblings: ReminderSecret[],
  now: Date,
): ReminderSecret[] =>
  siblings.filter((other) => other.replaces_secret_id === secret.id && isWorking(other, now));

export const isWorking = (secret: ReminderSecret, now: Date): boolean =>
  secret.deleted_at === null && secret.disabled_at === null && secret.expires_at > now;

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
  uses: Uses,
  now: Date,
): Replacement | null {
  const old = uses(secret.id);
  const all = replacements.map((replacement) => ({
    secret: replacement,
    takeOver: takeOver(old, uses(replacement.id), now),
  }));
  return all.toSorted((one, other) => progress(other.takeOver) - progress(one.takeOver))[0] ?? null;
}

const steps = ['first-use', 'known-caller', 'idle', null] as const;
const progress = ({ waitingFor }: TakeOver): number => steps.indexOf(waitingFor);

/** Whether one of the replacements had taken over at an instant in the past: then no reminder was due (R4.2). */
export const hadTakenOver = (
  secret: ReminderSecret,
  replacements: ReminderSecret[],
  uses: Uses,
  at: Date,
): boolean =>
  replacements.some(
    (replacement) =>
      takeOver(until(uses(secret.id), at), until(uses(replacement.id), at), at).waitingFor === null,
  );

/** What was known of the uses at an instant. */
const until = (uses: Use[], at: Date): Use[] =>
  uses.filter(({ firstAt }) => firstAt <= at).map((use) => (use.lastAt <= at ? use : { ...use, lastAt: at }));
