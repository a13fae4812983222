import type { Clock } from '../../../lib/clock.tsx';
import { calendarDate } from '../../../lib/instants.ts';
import { zonedNoon, zonedStart } from '../../../lib/zoned-noon.ts';

/** What an organisation confirmed about a role, as it is typed (R5.1). `on`: a calendar date. */
export type TypedConfirmation = { by: string; on: string; reference: string };

export const newConfirmation = ({ now, timeZone }: Clock): TypedConfirmation => ({
  by: '',
  on: calendarDate(now, timeZone),
  reference: '',
});

export const isConfirmed = ({ by, on, reference }: TypedConfirmation): boolean =>
  by.trim() !== '' && /^\d{4}-\d{2}-\d{2}$/.test(on) && reference.trim() !== '';

/** As the portal API takes it: noon of that day, where the operator reads it; before noon of today, its beginning. */
export function toConfirmation({ by, on, reference }: TypedConfirmation, { now, timeZone }: Clock) {
  const noon = zonedNoon(on, timeZone);
  const isBeforeNoon = now < noon && on === calendarDate(now, timeZone);
  return {
    confirmedBy: by,
    confirmedAt: (isBeforeNoon ? zonedStart(on, timeZone) : noon).toISOString(),
    reference,
  };
}
