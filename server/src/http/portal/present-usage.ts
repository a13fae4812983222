import type { Caller, Rotation, SecretUsage } from '@keyturn/contract';
import type { Rotation as RotationView } from '../../domain/rotation/list-rotations.ts';
import { byCaller, longestPauseMs, type Use } from '../../domain/rotation/take-over.ts';
import { requestsByDay } from '../../domain/usage/requests-by-day.ts';
import type { SecretUsage as UsageView } from '../../domain/usage/read-usage.ts';

const weekMs = 7 * 24 * 60 * 60 * 1000;

/** What real use proves about a client secret, as the portal API answers it. */
export function presentUsage(
  { application, secret, uses, refusals, unprovenThisWeek, lastTokenEndsAt }: UsageView,
  now: Date,
): SecretUsage {
  const pauseMs = longestPauseMs(uses, now);
  return {
    firstUsedAt: secret.first_used_at?.toISOString() ?? null,
    lastUsedAt: secret.last_used_at?.toISOString() ?? null,
    requestsThisWeek: sumOf(recent(uses, now)),
    longestPauseSeconds: pauseMs === null ? null : Math.round(pauseMs / 1000),
    lastTokenEndsAt: lastTokenEndsAt?.toISOString() ?? null,
    callers: [...byCaller(uses).values()].map((use) => presentCaller(use, uses, now)),
    days: requestsByDay(uses, application.organisation_time_zone, now),
    refused: (['expired', 'disabled', 'deleted'] as const).flatMap((reason) => {
      const ofReason = refusals.filter((row) => row.reason === reason);
      return [...byCaller(ofReason).values()].map((use) => ({
        ...presentCaller(use, ofReason, now),
        reason,
      }));
    }),
    unprovenThisWeek,
  };
}

/** How far one client secret has replaced another, as the portal API answers it. */
export function presentRotation(rotation: RotationView, now: Date): Rotation {
  const { takeOver, lastTokenEndsAt, replacementUses, replacedUses } = rotation;
  const { waitingFor, firstUse, moved, remaining, others, idleAt } = takeOver;
  const takenOver = waitingFor === null;
  const deletable = takenOver && (lastTokenEndsAt === null || lastTokenEndsAt <= now);
  const present = (uses: Use[], of: Use[]): Caller[] => uses.map((use) => presentCaller(use, of, now));
  return {
    replacement: presentSecret(rotation.replacement),
    replaced: presentSecret(rotation.replaced),
    step: firstUse === null ? 'update-system' : deletable ? 'delete' : 'confirm',
    firstUse:
      firstUse === null
        ? null
        : {
            at: firstUse.firstAt.toISOString(),
            address: firstUse.lastAddress,
            userAgent: firstUse.userAgent,
            resource: replacementUses.find((use) => use.firstAt === firstUse.firstAt)?.resource ?? '',
          },
    takenOver,
    waitingFor,
    idleAt: idleAt?.toISOString() ?? null,
    lastTokenEndsAt: lastTokenEndsAt?.toISOString() ?? null,
    deletable,
    moved: present(moved, replacementUses),
    remaining: present(remaining, replacedUses),
    others: present(others, replacementUses),
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

function presentCaller(use: Use, all: Used[], now: Date): Caller {
  const own = all.filter(({ network, userAgent }) => network === use.network && userAgent === use.userAgent);
  return {
    network: use.network,
    address: use.lastAddress,
    userAgent: use.userAgent,
    requests: use.requests,
    requestsThisWeek: sumOf(recent(own, now)),
    firstAt: use.firstAt.toISOString(),
    lastAt: use.lastAt.toISOString(),
    resources: [...new Set(own.flatMap(({ resource }) => (resource === undefined ? [] : [resource])))],
  };
}

const recent = (uses: Use[], now: Date): Use[] =>
  uses.filter(({ lastAt }) => now.getTime() - lastAt.getTime() <= weekMs);

const sumOf = (uses: Use[]): number => uses.reduce((sum, { requests }) => sum + requests, 0);
