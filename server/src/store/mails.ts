import type { Insertable, Selectable } from 'kysely';
import type { Db, Tx } from './db.ts';
import type { Schema } from './schema.ts';

export type MailRow = Selectable<Schema['mail']>;

export const insertMail = (tx: Tx, row: Insertable<Schema['mail']>): Promise<unknown> =>
  tx.insertInto('mail').values(row).execute();

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
        .orderBy('next_attempt_at')
        .limit(1)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .executeTakeFirst();

/** Marks a mail as delivered and keeps `kept` of its content. */
export const markMailDelivered = (
  db: Db,
  id: string,
  at: Date,
  kept: { text: string; html: string },
): Promise<unknown> =>
  db
    .updateTable('mail')
    .set((column) => ({
      ...kept,
      status: 'delivered',
      delivered_at: at,
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
  text?: string;
  html?: string;
};

export const markMailFailed = (
  db: Db,
  id: string,
  { error, nextAttemptAt, ...values }: Failure,
): Promise<unknown> =>
  db
    .updateTable('mail')
    .set((column) => ({
      ...values,
      attempts: column('attempts', '+', 1),
      last_error: error,
      next_attempt_at: nextAttemptAt,
    }))
    .where('id', '=', id)
    .execute();

/** The newest mails first. */
export const listMails = (db: Db, limit: number): Promise<MailRow[]> =>
  db.selectFrom('mail').selectAll().orderBy('number', 'desc').limit(limit).execute();
