import { dayMs, dayOf, hourMs, instantOf } from './calendar.ts';
import { pauseMs, type Person, type Secret, type World } from './world.ts';

/** One thing that one recipient is told, once, at an instant. */
export type Expected = {
  kind: 'expiring' | 'expired' | 'taken-over' | 'never-used' | 'not-replaced';
  secretId: string;
  days: number | null;
  recipient: string;
  at: number;
};

const thresholds = [60, 30, 14, 7, 3, 1];
const whenUnused = [30, 7];
const unusedMs = 90 * dayMs;
const operatorZone = 'UTC';

/** What everybody is to be told, by requirements.md R4, when jobs run each minute while a server is up. */
export function expectedOf(world: World): Expected[] {
  const secrets = world.secrets.flatMap((secret) => [secret, ...replacementOf(secret)]);
  return secrets.flatMap((secret) => [...toldToManagers(world, secret), ...toldToOperators(world, secret)]);
}

/** A replacement is a client secret too: in use from its first day, replaced by nobody. */
function replacementOf({ application, replacement }: Secret): Secret[] {
  if (replacement === null) return [];
  const { id, createdAt, expiresAt } = replacement;
  return [{ id, application, createdAt, expiresAt, use: 'always', deletedAt: null, replacement: null }];
}

function toldToManagers(world: World, secret: Secret): Expected[] {
  const { application, expiresAt } = secret;
  const { zone, mailbox } = application.organisation;
  const runs = morningRuns(world, zone).filter((at) => at < expiresAt && at >= secret.createdAt);
  const recipients: { key: string; since: number; person: Person | null }[] = [
    ...application.managers.map(({ person, assignedAt }) => ({ key: person.id, since: assignedAt, person })),
    ...(mailbox === null ? [] : [{ key: mailbox, since: 0, person: null }]),
  ];
  return recipients.flatMap(({ key, since, person }) => {
    const told: Expected[] = [];
    const tell = (kind: Expected['kind'], days: number | null, at: number): void => {
      const isTold = told.some((one) => one.kind === kind && one.days === days);
      if (!isTold) told.push({ kind, secretId: secret.id, days, recipient: key, at });
    };
    for (const at of runs) {
      if (!isActive(person, at) || isDeleted(secret, at)) continue;
      if (hasTakenOver(secret, at)) {
        if (since <= at) tell('taken-over', null, at);
        continue;
      }
      const due = mostUrgent(secret, zone, at);
      if (due !== null && since <= due.at) tell('expiring', due.days, at);
      const neverUsedAt = instantOf(dayOf(secret.createdAt, zone) + 7, 8, zone);
      if (
        secret.use === 'never' &&
        at >= neverUsedAt &&
        at <= neverUsedAt + 23 * dayMs &&
        since <= neverUsedAt
      )
        tell('never-used', null, at);
    }
    const at = whenUp(world, expiresAt);
    const isOver = isDeleted(secret, at) || hasTakenOver(secret, expiresAt) || isUnused(secret, expiresAt);
    if (at < world.end && !isOver && isActive(person, at) && since <= expiresAt) tell('expired', 0, at);
    return told;
  });
}

/** Seven days before, by the operator’s own clock, when nothing replaces it. */
function toldToOperators(world: World, secret: Secret): Expected[] {
  const dueAt = instantOf(dayOf(secret.expiresAt, operatorZone) - 7, 8, operatorZone);
  if (dueAt <= secret.createdAt) return [];
  const at = morningRuns(world, operatorZone).find(
    (run) => run >= dueAt && run < secret.expiresAt && !isDeleted(secret, run) && !isReplaced(secret, run),
  );
  if (at === undefined) return [];
  return world.operators.map(({ id }) => ({
    kind: 'not-replaced',
    secretId: secret.id,
    days: 7,
    recipient: id,
    at,
  }));
}

/** The threshold that passed last, unless it had passed before the secret was created. */
function mostUrgent(secret: Secret, zone: string, at: number): { days: number; at: number } | null {
  const expiryDay = dayOf(secret.expiresAt, zone);
  const passed = (isUnused(secret, at) ? whenUnused : thresholds)
    .map((days) => ({ days, at: instantOf(expiryDay - days, 8, zone) }))
    .filter((due) => due.at <= at);
  const last = passed.at(-1);
  return last === undefined || last.at <= secret.createdAt ? null : last;
}

const isActive = (person: Person | null, at: number): boolean =>
  person === null || person.disabled === null || at < person.disabled.from || at >= person.disabled.to;

const isDeleted = ({ deletedAt }: Secret, at: number): boolean => deletedAt !== null && deletedAt <= at;

function isUnused({ use, createdAt, replacement }: Secret, at: number): boolean {
  if (use === 'always') return replacement !== null && at - replacement.lastUseOfOldAt >= unusedMs;
  return at - (use === 'once' ? createdAt + hourMs : createdAt) >= unusedMs;
}

const isReplaced = ({ replacement }: Secret, at: number): boolean =>
  replacement !== null && replacement.createdAt <= at;

const hasTakenOver = ({ replacement }: Secret, at: number): boolean =>
  replacement !== null && at >= replacement.lastUseOfOldAt + pauseMs;

/** When a server was up next. */
export const whenUp = ({ outages }: World, at: number): number =>
  outages.find(({ from, to }) => at >= from && at < to)?.to ?? at;

const cache = new WeakMap<World, Map<string, number[]>>();

/** When the reminders of a zone are queued: at 08:00 of each date, or as soon after it as a server is up on that date. */
export function morningRuns(world: World, zone: string): number[] {
  let known = cache.get(world);
  if (known === undefined) cache.set(world, (known = new Map<string, number[]>()));
  let runs = known.get(zone);
  if (runs === undefined) {
    runs = [];
    for (let day = dayOf(world.start, zone); instantOf(day, 8, zone) < world.end; day += 1) {
      const at = whenUp(world, Math.max(world.start, instantOf(day, 8, zone)));
      if (dayOf(at, zone) === day && at < world.end) runs.push(at);
    }
    known.set(zone, runs);
  }
  return runs;
}
