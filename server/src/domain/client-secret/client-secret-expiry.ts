import { Temporal } from 'temporal-polyfill';

const noon = Temporal.PlainTime.from('12:00');

/**
 * The instants between which a client secret created at `now` may expire (R1.3): from the beginning of tomorrow in
 * the organisation's time zone to 12:00 on the date one `lifetime` from today (29 Feb -> 28 Feb).
 */
export function clientSecretExpiryRange(
  now: Date,
  timeZone: string,
  lifetime: string,
): { min: Date; max: Date } {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();
  return {
    min: toDate(today.add({ days: 1 }).toZonedDateTime(timeZone)),
    max: toDate(today.add(lifetime).toZonedDateTime({ timeZone, plainTime: noon })),
  };
}

const toDate = (moment: Temporal.ZonedDateTime): Date => new Date(moment.epochMilliseconds);
