import type { Rotation } from '@keyturn/contract';
import type { Clock } from '../../lib/clock.tsx';
import { text } from '../../lib/messages.ts';
import { formatMoment } from '../../lib/format-moment.ts';

/** In words, what is missing until the old secret can be deleted. */
export function describeMissing(rotation: Rotation, clock: Clock): string {
  const { waitingFor, lastTokenEndsAt, deletable } = rotation;
  switch (waitingFor) {
    case 'replacement-not-valid':
      return text('web.rotation.missing-replacement-not-valid', { name: rotation.replacement.name });
    case 'first-use':
      return text('web.rotation.missing-first-use');
    case 'known-caller':
      return text('web.rotation.missing-known-caller');
    case 'idle':
      return describeIdle(rotation, clock);
    case null:
      return deletable || lastTokenEndsAt === null
        ? text('web.rotation.missing-nothing')
        : text('web.rotation.missing-tokens', { at: formatMoment(lastTokenEndsAt, clock) });
  }
}

/** Who still has the old secret comes first: the time begins anew with each of their requests. */
function describeIdle({ idleAt, remaining }: Rotation, clock: Clock): string {
  const at = idleAt === null ? '–' : formatMoment(idleAt, clock);
  const [caller] = remaining;
  const idle = text('web.rotation.missing-idle', { at });
  if (caller === undefined) return idle;
  const { address } = caller;
  return `${text('web.rotation.missing-remaining', { address, count: remaining.length })} ${idle}`;
}
