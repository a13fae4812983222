import type { Rotation } from '@keyturn/contract';
import type { Clock } from '../../lib/clock.tsx';
import { formatPastInline, formatShortDay } from '../../lib/instants.ts';
import { text } from '../../lib/messages.ts';
import { formatMoment } from '../../lib/format-moment.ts';
import { requestsThisWeek, type RotationStep } from './rotation-progress.ts';

/** How far each step of a rotation is, in a few words. */
export function describeRotation(rotation: Rotation, { timeZone, now }: Clock): Record<RotationStep, string> {
  const { replacement, firstUse } = rotation;
  return {
    create: text('web.rotation.created', {
      name: replacement.createdBy,
      date: formatShortDay(replacement.createdAt, timeZone, now),
    }),
    update:
      firstUse === null
        ? text('web.rotation.unused')
        : text('web.rotation.first-used', { at: formatPastInline(firstUse.at, timeZone, now) }),
    confirm: describeTakeOver(rotation, { timeZone, now }),
    delete: describeDeletion(rotation, { timeZone, now }),
  };
}

function describeTakeOver({ takenOver, waitingFor, remaining, idleAt }: Rotation, clock: Clock): string {
  if (takenOver) return text('web.rotation.taken-over');
  if (waitingFor === 'replacement-not-valid') return text('web.rotation.waiting-not-valid');
  const active = remaining.filter((caller) => caller.requestsThisWeek > 0);
  const requests = requestsThisWeek(active);
  const [first] = active;
  if (waitingFor === 'first-use') return text('web.rotation.waiting');
  if (first !== undefined)
    return active.length === 1
      ? text('web.rotation.waiting-still', { address: first.address, requests })
      : text('web.rotation.waiting-several', { callers: active.length, requests });
  return waitingFor === 'idle' && idleAt !== null
    ? text('web.rotation.waiting-until', { at: formatMoment(idleAt, clock) })
    : text('web.rotation.waiting');
}

/** How far step 4 is, where its name stands beside it. */
export function describeDeleteState(
  { deletable, takenOver, lastTokenEndsAt }: Rotation,
  clock: Clock,
): string {
  if (deletable) return text('web.rotation.state-delete-now');
  return takenOver && lastTokenEndsAt !== null
    ? text('web.rotation.state-delete-from', { at: formatMoment(lastTokenEndsAt, clock) })
    : text('web.rotation.to-do');
}

function describeDeletion({ deletable, takenOver, lastTokenEndsAt }: Rotation, clock: Clock): string {
  if (deletable) return text('web.rotation.delete-now');
  return takenOver && lastTokenEndsAt !== null
    ? text('web.rotation.delete-from', { at: formatMoment(lastTokenEndsAt, clock) })
    : text('web.rotation.delete-old');
}
