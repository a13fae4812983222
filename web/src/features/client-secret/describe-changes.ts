import type { Application, ClientSecret } from '@keyturn/contract';
import { calendarDate, formatPast, formatTime } from '../../lib/instants.ts';
import { text } from '../../lib/messages.ts';

export type Moment = { timeZone: string; now: Date };

type Options = {
  /** Is called "this secret". */
  subjectId?: string;
  /** Leaves out what this user did last. */
  exceptUserId?: string;
};

/** In words, what others changed about the client secrets of an application between two readings. */
export function describeChanges(
  before: Pick<Application, 'secrets'>,
  after: Pick<Application, 'secrets'>,
  { timeZone, now }: Moment,
  { subjectId, exceptUserId }: Options = {},
): string[] {
  const earlier = new Map(before.secrets.map((secret) => [secret.id, secret]));
  return after.secrets.flatMap((secret) => {
    if (exceptUserId !== undefined && lastChangedBy(secret) === exceptUserId) return [];
    const change = describeChange(earlier.get(secret.id), secret, timeZone, now, secret.id === subjectId);
    return change === null ? [] : [change];
  });
}

/**
 * Who deleted this client secret first, when `userId` deleted it in vain: deleting what is deleted succeeds. Null when
 * it was this user.
 */
export function describeDeletionByAnother(
  before: ClientSecret,
  after: Pick<Application, 'secrets'>,
  moment: Moment,
  userId: string,
): string | null {
  const secrets = after.secrets.filter(({ id }) => id === before.id);
  const [change] = describeChanges({ secrets: [before] }, { secrets }, moment, { exceptUserId: userId });
  return change ?? null;
}

/** A user's ID, because two people may have the same name; null: an application or an operator. */
const lastChangedBy = ({ deleted, disabled, createdBy }: ClientSecret): string | null =>
  (deleted?.by ?? disabled?.by ?? createdBy).userId;

function describeChange(
  before: ClientSecret | undefined,
  after: ClientSecret,
  timeZone: string,
  now: Date,
  isSubject: boolean,
): string | null {
  const at = (instant: string): string => formatMoment(instant, timeZone, now);
  const { name } = after;
  if (after.deleted !== null && before !== undefined && before.deleted === null) {
    const values = { by: after.deleted.by.name, secret: name, at: at(after.deleted.at) };
    return text(isSubject ? 'web.changed.deleted-this' : 'web.changed.deleted', values);
  }
  if (after.deleted !== null) return null;
  if (before === undefined)
    return text('web.changed.created', { by: after.createdBy.name, secret: name, at: at(after.createdAt) });
  if (after.disabled !== null && before.disabled?.at !== after.disabled.at)
    return text('web.changed.disabled', {
      by: after.disabled.by.name,
      secret: name,
      at: at(after.disabled.at),
    });
  return before.disabled !== null && after.disabled === null
    ? text('web.changed.enabled', { secret: name })
    : null;
}

/** "09:14" today, "12 Oct, 09:14" on another day. */
const formatMoment = (instant: string, timeZone: string, now: Date): string =>
  calendarDate(instant, timeZone) === calendarDate(now, timeZone)
    ? formatTime(instant, timeZone)
    : formatPast(instant, timeZone, now);
