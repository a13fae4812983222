import type { NotificationStatus } from '@keyturn/contract';
import {
  findMailByNumber,
  listLoggedMails,
  managedAmong,
  topicsOfMails,
  type LoggedMailRow,
  type TopicRow,
} from '../../store/notifications.ts';
import type { Actor } from '../audit/actor.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import { pageOf } from '../page-of.ts';
import { logVisibleTo } from '../policy.ts';
import type { NotificationKind } from './kinds.ts';

/** A mail as the notification log shows it to somebody. */
export type LoggedMail = {
  mail: LoggedMailRow;
  /** Those about applications that the reader may see. */
  topics: TopicRow[];
  /** It speaks of nothing else. */
  isWhollyVisible: boolean;
  isForOperator: boolean;
};

type Query = {
  application?: string | undefined;
  secret?: string | undefined;
  user?: string | undefined;
  search?: string | undefined;
  status?: NotificationStatus | undefined;
  kind?: NotificationKind | undefined;
  limit: number;
  beforeNumber: number | null;
};

/**
 * One page of the notification log, newest first: every mail for operators; for managers those about their
 * applications to people of their organisation, and the test mails that they asked for.
 * @throws KeyturnError `not-found`
 */
export async function listNotifications(
  { db }: Pick<Deps, 'db'>,
  actor: Actor,
  query: Query,
): Promise<{ mails: LoggedMail[]; nextNumber: number | null }> {
  const visible = logVisibleTo(actor);
  const rows = await listLoggedMails(db, {
    ...visible,
    applicationId: query.application,
    secretId: query.secret,
    userId: query.user,
    search: query.search?.trim() || undefined,
    status: query.status,
    kind: query.kind,
    beforeNumber: query.beforeNumber === null ? undefined : String(query.beforeNumber),
    limit: query.limit + 1,
  });
  const { shown, last } = pageOf(rows, query.limit);
  return {
    mails: await withTopics({ db }, visible, shown),
    nextNumber: last === null ? null : Number(last.number),
  };
}

/**
 * One mail with its content: null when it speaks of what the reader may not see, or of an account, whose links and codes
 * are its recipient's alone.
 * @throws KeyturnError `not-found`
 */
export async function readNotification(
  { db }: Pick<Deps, 'db'>,
  actor: Actor,
  number: number,
): Promise<LoggedMail & { content: { text: string; html: string } | null }> {
  const visible = logVisibleTo(actor);
  const row = await findMailByNumber(db, String(number));
  if (row === undefined) throw new KeyturnError('not-found');
  const { text, html, ...mail } = row;
  const [logged] = await withTopics({ db }, visible, [mail]);
  const isHidden = visible.managerId !== undefined && (mail.to_operators || logged?.topics.length === 0);
  if (logged === undefined || isHidden) throw new KeyturnError('not-found');
  const isReadable = logged.isWhollyVisible && logged.topics.length > 0;
  return { ...logged, content: isReadable ? { text, html } : null };
}

async function withTopics(
  { db }: Pick<Deps, 'db'>,
  { managerId }: { managerId?: string },
  mails: LoggedMailRow[],
): Promise<LoggedMail[]> {
  if (mails.length === 0) return [];
  const all = await topicsOfMails(
    db,
    mails.map(({ id }) => id),
  );
  const managed =
    managerId === undefined
      ? null
      : await managedAmong(db, managerId, [
          ...new Set(all.flatMap(({ application_id }) => application_id ?? [])),
        ]);
  const byMail = Map.groupBy(all, ({ mail_id }) => mail_id);
  return mails.map((mail) => {
    const own = byMail.get(mail.id) ?? [];
    const isOwnTest = mail.kind === 'test' && mail.user_id === managerId;
    const topics = own.filter(
      ({ application_id }) => managed === null || isOwnTest || managed.has(application_id ?? ''),
    );
    return {
      mail,
      topics,
      isWhollyVisible: topics.length === own.length,
      isForOperator: managerId === undefined,
    };
  });
}
