/** 12:00 on a calendar date (`YYYY-MM-DD`) in a time zone. Noon exists once on every date of every zone. */
export const zonedNoon = (date: string, timeZone: string): Date => zonedTime(date, '12:00', timeZone);

/** When a calendar date begins in a time zone; where clocks skip midnight, at most an hour beside it. */
export const zonedStart = (date: string, timeZone: string): Date => zonedTime(date, '00:00', timeZone);

function zonedTime(date: string, time: '12:00' | '00:00', timeZone: string): Date {
  const wanted = Date.parse(`${date}T${time}:00Z`);
  // Twice: the offset at the first guess can be that of the other side of a clock change.
  const guess = wanted - offsetMs(new Date(wanted), timeZone);
  return new Date(wanted - offsetMs(new Date(guess), timeZone));
}

/** How far the zone's clocks are ahead of UTC. */
function offsetMs(instant: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(instant);
  const value = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((part) => part.type === type)?.value);
  const local = Date.UTC(
    value('year'), value('month') - 1, value('day'), value('hour'), value('minute'), value('second'),
  ); // prettier-ignore
  return local - Math.floor(instant.getTime() / 1000) * 1000;
}
