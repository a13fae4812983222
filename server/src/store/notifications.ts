import { sql, type Insertable, type RawBuilder, type SqlBool } from 'kysely';
import type { Db, Tx } from './db.ts';
import type { MailRow } from './mails.ts';
import type { Schema } from './schema.ts';
import { anyContains, isUuid } from './search.ts';

/** Parameters of one statement are limited to 65,535. */
const rowsAtOnce = 5_000;

export async function insertNotifications(tx: Tx, rows: Insertable<Schema['notification']>[]): Promise<void> {
  for (let start = 0; start < rows.length; start += rowsAtOnce)
    await tx
      .insertInto('notification')
      .values(rows.slice(start, start + rowsAtOnce))
      .execute();
}

/** By ID what users, applications and client secrets are known by: names, and hints. */
export async function namesOfSubjects(
  db: Db,
  { userIds, applicationIds, secretIds }: Record<'userIds' | 'applicationIds' | 'secretIds', string[]>,
): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; names: string }>`
    select id, name as names from portal_user where id = any(${userIds})
    union all
    select id, name from application where id = any(${applicationIds})
    union all
    select id, concat_ws(E'\\n', name, hint) from client_secret where id = any(${secretIds})`.execute(db);
  return new Map(rows.map(({ id, names }) => [id, names]));
}

/** A mail without its content, with the name of whom it is for. */
export type LoggedMailRow = Omit<MailRow, 'text' | 'html' | 'about'> & { recipient_name: string | null };

type LogFilter = {
  /** Only what is about applications that this user manages, and for their organisation. */
  managerId?: string | undefined;
  applicationId?: string | undefined;
  secretId?: string | undefined;
  userId?: string | undefined;
  /** Part of a name or an address; a client ID; a hint. */
  search?: string | undefined;
  kind?: string | undefined;
  status?: MailRow['status'] | undefined;
  beforeNumber?: string | undefined;
  limit: number;
};

const withRecipient = (db: Db) =>
  db
    .selectFrom('mail')
    .leftJoin('portal_user', 'portal_user.id', 'mail.user_id')
    .select([
      'mail.id',
      'mail.number',
      'mail.kind',
      'mail.created_at',
      'mail.recipient',
      'mail.user_id',
      'mail.to_operators',
      'mail.subject',
      'mail.message_id',
      'mail.status',
      'mail.attempts',
      'mail.queued_at',
      'mail.next_attempt_at',
      'mail.last_error',
      'mail.delivered_at',
      'mail.accepted_by',
      'mail.is_whole',
      'portal_user.name as recipient_name',
    ]);

const managedBy = (db: Db, userId: string) =>
  db.selectFrom('credential_manager').select('application_id').where('user_id', '=', userId);

/** What mails speak of, as far as a manager sees it: their applications, and the test mails that they asked for. */
const topicsVisibleTo = (db: Db, managerId: string | undefined) =>
  db
    .selectFrom('notification')
    .select('notification.mail_id')
    .$if(managerId !== undefined, (topics) =>
      topics.where((where) =>
        where.or([
          where('notification.application_id', 'in', managedBy(db, managerId ?? '')),
          where.and({ 'notification.kind': 'test', 'notification.recipient_key': managerId ?? '' }),
        ]),
      ),
    );

/** One page of mails, the newest first. */
export function listLoggedMails(db: Db, filter: LogFilter): Promise<LoggedMailRow[]> {
  const { managerId, applicationId, secretId, kind, search } = filter;
  let query = withRecipient(db);
  if (managerId !== undefined) query = query.where('mail.to_operators', '=', false);
  if ([managerId, applicationId, secretId, kind].some((value) => value !== undefined)) {
    let topics = topicsVisibleTo(db, managerId);
    if (applicationId !== undefined) topics = topics.where('notification.application_id', '=', applicationId);
    if (secretId !== undefined)
      topics = topics.where((where) =>
        where.or([
          where('notification.secret_id', '=', secretId),
          where('notification.elsewhere_id', '=', secretId),
        ]),
      );
    if (kind !== undefined) topics = topics.where('notification.kind', '=', kind);
    query = query.where('mail.id', 'in', topics);
  }
  if (search !== undefined)
    query =
      managerId === undefined
        ? query.where(speaksOf(db, search))
        : query.where((where) =>
            where.or([
              anyContains(search, ['mail.recipient', 'portal_user.name']),
              where('mail.id', 'in', topicsNamed(db, managerId, search)),
            ]),
          );
  if (filter.userId !== undefined) query = query.where('mail.user_id', '=', filter.userId);
  if (filter.status !== undefined) query = query.where('mail.status', '=', filter.status);
  if (filter.beforeNumber !== undefined) query = query.where('mail.number', '<', filter.beforeNumber);
  return query.orderBy('mail.number', 'desc').limit(filter.limit).execute();
}

/** What it is about as one text, of all mails at once; managers search only what they may see of each. */
const speaksOf = (db: Db, search: string): RawBuilder<SqlBool> =>
  isUuid(search)
    ? sql`mail.id in (${topicsVisibleTo(db, undefined).where('notification.application_id', '=', search.toLowerCase())})`
    : anyContains(search, ['mail.about']);

const topicsNamed = (db: Db, managerId: string, search: string) =>
  topicsVisibleTo(db, managerId)
    .leftJoin('application', 'application.id', 'notification.application_id')
    .leftJoin('client_secret', 'client_secret.id', 'notification.secret_id')
    .leftJoin('secret_elsewhere', 'secret_elsewhere.id', 'notification.elsewhere_id')
    .where((where) =>
      where.or([
        anyContains(search, ['application.name', 'client_secret.name', 'secret_elsewhere.name']),
        where(where.cast<string>('application.id', 'text'), '=', search.toLowerCase()),
        where('client_secret.hint', '=', search),
        where('secret_elsewhere.hint', '=', search),
      ]),
    );

/** The mail of this number with its content. */
export const findMailByNumber = (
  db: Db,
  number: string,
): Promise<(LoggedMailRow & Pick<MailRow, 'text' | 'html'>) | undefined> =>
  withRecipient(db).select(['mail.text', 'mail.html']).where('mail.number', '=', number).executeTakeFirst();

/** What these mails speak of. */
export const topicsOfMails = (db: Db, mailIds: string[]) =>
  db
    .selectFrom('notification')
    .leftJoin('application', 'application.id', 'notification.application_id')
    .leftJoin('client_secret', 'client_secret.id', 'notification.secret_id')
    .leftJoin('secret_elsewhere', 'secret_elsewhere.id', 'notification.elsewhere_id')
    .select([
      'notification.mail_id',
      'notification.kind',
      'notification.days',
      'notification.application_id',
      'application.name as application_name',
      'client_secret.id as secret_id',
      'client_secret.name as secret_name',
      'client_secret.hint as secret_hint',
      'secret_elsewhere.id as elsewhere_id',
      'secret_elsewhere.name as elsewhere_name',
      'secret_elsewhere.hint as elsewhere_hint',
      'secret_elsewhere.system as elsewhere_system',
    ])
    .where('notification.mail_id', 'in', mailIds)
    .orderBy('notification.id')
    .execute();
export type TopicRow = Awaited<ReturnType<typeof topicsOfMails>>[number];

/** Of these applications, those that the user manages. */
export async function managedAmong(db: Db, userId: string, applicationIds: string[]): Promise<Set<string>> {
  if (applicationIds.length === 0) return new Set();
  const rows = await managedBy(db, userId).where('application_id', 'in', applicationIds).execute();
  return new Set(rows.map(({ application_id }) => application_id));
}

/** How many mails of this kind this user was sent since `since`. */
export async function countMailsTo(db: Db, userId: string, kind: string, since: Date): Promise<number> {
  const { count } = await db
    .selectFrom('mail')
    .select((select) => select.fn.countAll<string>().as('count'))
    .where('user_id', '=', userId)
    .where('kind', '=', kind)
    .where('created_at', '>', since)
    .executeTakeFirstOrThrow();
  return Number(count);
}
