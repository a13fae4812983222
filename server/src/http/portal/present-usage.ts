import { refusalReason, type Caller, type Rotation, type SecretUsage } from '@keyturn/contract';
import type { Rotation as RotationView } from '../../domain/rotation/list-rotations.ts';
import { longestPauseMs } from '../../domain/rotation/take-over.ts';
import { byCaller, callerKey, type Use } from '../../domain/usage/caller.ts';
import { requestsByDay } from '../../domain/usage/requests-by-day.ts';
import type { SecretUsage as UsageView } from '../../domain/usage/read-usage.ts';

const weekMs = 7 * 24 * 60 * 60 * 1000;
/** More are of use to nobody; how many there are is told. */
const callersShown = 50;

/** What real use proves about a client secret, as the portal API answers it. */
export function presentUsage(view: UsageView, now: Date): SecretUsage {
  const { application, secret, uses, refusals, lastTokenEndsAt } = view;
  const pauseMs = longestPauseMs(view.usesWithFirst, now);
  const used = presentCallers([...byCaller(uses).values()], uses, now);
  const byReason = Map.groupBy(refusals, ({ reason }) => reason);
  const refused = refusalReason.options.map((reason) => {
    const rows = byReason.get(reason) ?? [];
    const { callers, more } = presentCallers([...byCaller(rows).values()], rows, now);
    return { callers: callers.map((caller) => ({ ...caller, reason })), more };
  });
  return {
    firstUsedAt: secret.first_used_at?.toISOString() ?? null,
    lastUsedAt: secret.last_used_at?.toISOString() ?? null,
    requestsThisWeek: sumOf(recent(uses, now)),
    longestPauseSeconds: pauseMs === null ? null : Math.round(pauseMs / 1000),
    lastTokenEndsAt: lastTokenEndsAt?.toISOString() ?? null,
    callers: used.callers,
    moreCallers: used.more,
    days: requestsByDay(uses, application.organisation_time_zone, now),
    refused: refused.flatMap(({ callers }) => callers),
    moreRefused: refused.reduce((sum, { more }) => sum + more, 0),
    unprovenThisWeek: view.unprovenThisWeek,
  };
}

/** How far one client secret has replaced another, as the portal API answers it. */
export function presentRotation(rotation: RotationView, now: Date): Rotation {
  const { takeOver, lastTokenEndsAt, replacementUses, replacedUses } = rotation;
  const { waitingFor, firstUse, idleAt } = takeOver;
  const takenOver = waitingFor === null;
  const deletable = takenOver && (lastTokenEndsAt === null || lastTokenEndsAt <= now);
  const moved = presentCallers(takeOver.moved, replacementUses, now);
  const remaining = presentCallers(takeOver.remaining, replacedUses, now);
  const others = presentCallers(takeOver.others, replacementUses, now);
  return {
    replacement: presentSecret(rotation.replacement),
    replaced: presentSecret(rotation.replaced),
    step: firstUse === null ? 'update-system' : deletable ? 'delete' : 'confirm',
    firstUse:
      firstUse === null
        ? null
        : {
            at: firstUse.firstAt.toISOString(),
            address: firstUse.firstAddress,
            userAgent: firstUse.userAgent,
            resource: replacementUses.find((use) => use.firstAt === firstUse.firstAt)?.resource ?? '',
          },
    takenOver,
    waitingFor,
    idleAt: idleAt?.toISOString() ?? null,
    lastTokenEndsAt: lastTokenEndsAt?.toISOString() ?? null,
    deletable,
    moved: moved.callers,
    remaining: remaining.callers,
    others: others.callers,
    more: { moved: moved.more, remaining: remaining.more, others: others.more },
  };
}

const presentSecret = (secret: RotationView['replacement']): Rotation['replacement'] => ({
  id: secret.id,
  name: secret.name,
  hint: secret.hint,
  createdAt: secret.created_at.toISOString(),
  createdBy: secret.created_by.name,
  expiresAt: secret.expires_at.toISOString(),
  lastUsedAt: secret.last_used_at?.toISOString() ?? null,
});

type Used = Use & { resource?: string };

/** The last callers among these, each with what it did of all that is known. */
function presentCallers(callers: Use[], all: Used[], now: Date): { callers: Caller[]; more: number } {
  const rowsOf = Map.groupBy(all, callerKey);
  const shown = callers.slice(0, callersShown);
  return {
    callers: shown.map((caller) => presentCaller(caller, rowsOf.get(callerKey(caller)) ?? [], now)),
    more: callers.length - shown.length,
  };
}

const presentCaller = (caller: Use, own: Used[], now: Date): Caller => ({
  network: caller.network,
  address: caller.lastAddress,
  userAgent: caller.userAgent,
  requests: caller.requests,
  requestsThisWeek: sumOf(recent(own, now)),
  firstAt: caller.firstAt.toISOString(),
  lastAt: caller.lastAt.toISOString(),
  resources: [...new Set(own.flatMap(({ resource = '' }) => (resource === '' ? [] : [resource])))],
});

const recent = (uses: Use[], now: Date): Use[] =>
  uses.filter(({ lastAt }) => now.getTime() - lastAt.getTime() <= weekMs);

const sumOf = (uses: Use[]): number => uses.reduce((sum, { requests }) => sum + requests, 0);
