import type { Rotation } from '@keyturn/contract';
import type { Clock } from '../../lib/clock.tsx';
import { text } from '../../lib/messages.ts';
import { formatMoment } from '../../lib/format-moment.ts';

/** In words, what is missing until the old secret can be deleted. */
export function describeMissing(rotation: Rotation, clock: Clock): string {
  const { waitingFor, idleAt, lastTokenEndsAt, deletable } = rotation;
  switch (waitingFor) {
    case 'replacement-not-valid':
      return text('web.rotation.missing-replacement-not-valid', { name: rotation.replacement.name });
    case 'first-use':
      return text('web.rotation.missing-first-use');
    case 'known-caller':
      return text('web.rotation.missing-known-caller');
    case 'idle':
      return text('web.rotation.missing-idle', { at: idleAt === null ? '–' : formatMoment(idleAt, clock) });
    case null:
      return deletable || lastTokenEndsAt === null
        ? text('web.rotation.missing-nothing')
        : text('web.rotation.missing-tokens', { at: formatMoment(lastTokenEndsAt, clock) });
  }
}
