import {
  notificationKind,
  notificationStatus,
  type NotificationKind,
  type NotificationStatus,
} from '@keyturn/contract';

/** What of the log is shown. */
export type LogFilter = {
  /** A client ID. */
  application?: string;
  /** The ID of a client secret. */
  secret?: string;
  search?: string;
  status?: NotificationStatus;
  kind?: NotificationKind;
};

/** What stands in the address of Notifications. `number`: of one mail, as people write it. */
export type NotificationsSearch = LogFilter & { number?: string };

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const maxLength = 200;

/** Reads an address, whoever wrote it: what is not understood counts as not there. */
export function parseNotificationsSearch(raw: Record<string, unknown>): NotificationsSearch {
  const number = textIn(raw['number']);
  const application = textIn(raw['application'])?.toLowerCase();
  const secret = textIn(raw['secret'])?.toLowerCase();
  const search = textIn(raw['search']);
  const status = notificationStatus.safeParse(raw['status']).data;
  const kind = notificationKind.safeParse(raw['kind']).data;
  return {
    ...(number === undefined ? {} : { number }),
    ...(application === undefined || !uuid.test(application) ? {} : { application }),
    ...(secret === undefined || !uuid.test(secret) ? {} : { secret }),
    ...(search === undefined ? {} : { search }),
    ...(status === undefined ? {} : { status }),
    ...(kind === undefined ? {} : { kind }),
  };
}

/** Addresses are read as JSON, so digits arrive as a number. */
function textIn(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && text.trim() !== '' ? text.slice(0, maxLength) : undefined;
}

/** The number that somebody means by what they typed or copied from a mail; null: none. */
export function numberIn(typed: string): number | null {
  const [, digits] = /^\s*(?:no\.?|#)?\s*(\d{1,15})\s*\.?\s*$/i.exec(typed) ?? [];
  return digits === undefined ? null : Number(digits);
}

/** As mails write it: 00123. */
export const writtenNumber = (number: number): string => String(number).padStart(5, '0');

export const isFiltered = ({ application, secret, search, status, kind }: LogFilter): boolean =>
  [application, secret, search, status, kind].some((value) => value !== undefined);
