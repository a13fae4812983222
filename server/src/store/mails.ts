import { sql, type Insertable, type Selectable } from 'kysely';
import { noteMailsQueued, type Db, type Tx } from './db.ts';
import type { Schema } from './schema.ts';

export type MailRow = Selectable<Schema['mail']>;

/** Numbers for that many mails, rising. One that is taken stays taken, whatever becomes of the transaction. */
export async function takeMailNumbers(tx: Tx, count: number): Promise<string[]> {
  const { rows } = await sql<{ number: string }>`
    select nextval('mail_number') as number from generate_series(1, ${count})`.execute(tx);
  return rows.map(({ number }) => number);
}

/** Parameters of one statement are limited to 65,535; and a whole mail is among them. */
const mailsAtOnce = 500;

export async function insertMails(tx: Tx, rows: Insertable<Schema['mail']>[]): Promise<void> {
  noteMailsQueued(tx);
  for (let start = 0; start < rows.length; start += mailsAtOnce)
    await tx
      .insertInto('mail')
      .values(rows.slice(start, start + mailsAtOnce))
      .execute();
}

/** Takes one mail that is due, so that no other server delivers it before `until`. */
export const claimDueMail = (db: Db, now: Date, until: Date): Promise<MailRow | undefined> =>
  db
    .updateTable('mail')
    .set({ next_attempt_at: until })
    .where('id', '=', (select) =>
      select
        .selectFrom('mail')
        .select('id')
        .where('status', '=', 'queued')
        .where('next_attempt_at', '<=', now)
        // Whoever waits for a link or code does not wait for thousands of reminders.
        .orderBy(sql`kind = 'reminder'`)
        .orderBy('next_attempt_at')
        .limit(1)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .executeTakeFirst();

/** What is left of a mail's content once it is not handed over any more. */
export type KeptContent = { text: string; html: string; is_whole: boolean };

/** Marks a mail as taken by a mail server. */
export const markMailDelivered = (
  db: Db,
  id: string,
  { at, acceptedBy, kept }: { at: Date; acceptedBy: string; kept: KeptContent },
): Promise<unknown> =>
  db
    .updateTable('mail')
    .set((column) => ({
      ...kept,
      status: 'delivered',
      delivered_at: at,
      accepted_by: acceptedBy,
      attempts: column('attempts', '+', 1),
      last_error: null,
    }))
    .where('id', '=', id)
    .execute();

type Failure = {
  status: 'queued' | 'failed';
  error: string;
  nextAttemptAt: Date;
  /** Left out: its content stays. */
  kept?: KeptContent;
};

export const markMailFailed = (
  db: Db,
  id: string,
  { status, error, nextAttemptAt, kept }: Failure,
): Promise<unknown> =>
  db
    .updateTable('mail')
    .set((column) => ({
      ...kept,
      status,
      attempts: column('attempts', '+', 1),
      last_error: error,
      next_attempt_at: nextAttemptAt,
    }))
    .where('id', '=', id)
    .execute();

/** Queues a mail that failed for good once more; answers whether there is such a one. */
export async function queueMailAgain(tx: Tx, id: string, at: Date): Promise<boolean> {
  noteMailsQueued(tx);
  const { numUpdatedRows } = await tx
    .updateTable('mail')
    .set({ status: 'queued', next_attempt_at: at, queued_at: at })
    .where('id', '=', id)
    .where('status', '=', 'failed')
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** A mail that failed for good: all but what it says, which would be much of a whole day's mails. */
export type FailedMailRow = Pick<
  MailRow,
  'id' | 'number' | 'recipient' | 'subject' | 'attempts' | 'last_error'
>;

/** The mails that failed for good since `since`, other than those that tell of such, oldest first. */
export const listFailedMails = (db: Db, exceptKind: string, since: Date): Promise<FailedMailRow[]> =>
  db
    .selectFrom('mail')
    .select(['id', 'number', 'recipient', 'subject', 'attempts', 'last_error'])
    .where('status', '=', 'failed')
    .where('kind', '!=', exceptKind)
    .where('next_attempt_at', '>', since)
    .orderBy('number')
    .execute();

/** The newest mails first. */
export const listMails = (db: Db, limit: number): Promise<MailRow[]> =>
  db.selectFrom('mail').selectAll().orderBy('number', 'desc').limit(limit).execute();
