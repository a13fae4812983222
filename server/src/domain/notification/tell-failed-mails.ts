import { text } from '../../messages.ts';
import { inTransaction } from '../../store/db.ts';
import { listFailedMails, type FailedMailRow } from '../../store/mails.ts';
import { lockJob } from '../../store/jobs.ts';
import { listTold, toldKey } from '../../store/reminders.ts';
import { plainName } from '../../mail/plain-name.ts';
import type { Deps } from '../deps.ts';
import { queueMails, recipientKey, type MailText } from '../outbox/queue-mail.ts';
import { numberWords } from './compose-reminder.ts';
import { operatorTeam, type Told } from './recipients.ts';

const job = 'tell-failed-mails';
const kind = 'failed-mails';
/** Who becomes an operator later need not hear of every failure there ever was. */
const newsMs = 7 * 24 * 60 * 60 * 1000;
const shownAtMost = 30;

/**
 * Tells the operator team which mails have failed for good since the last run, in one mail each (R4.4). Of one that
 * fails again after it was sent again they are told again; of these mails themselves never. Answers how many mails.
 */
export function tellFailedMails(deps: Pick<Deps, 'db' | 'clock' | 'config'>): Promise<number> {
  const { db, clock, config } = deps;
  return inTransaction(db, async (tx) => {
    await lockJob(tx, job);
    const failed = await listFailedMails(tx, kind, new Date(clock.now().getTime() - newsMs));
    if (failed.length === 0) return 0;
    const told = await listTold(tx, failed.map(occasionOf));
    const mails = (await operatorTeam({ db: tx, config })).flatMap((to) => {
      const untold = failed.filter((mail) => !told.has(toldKey(occasionOf(mail), recipientKey(to))));
      return untold.length === 0 ? [] : [{ to, untold }];
    });
    await queueMails(
      tx,
      { clock, config },
      mails.map(({ to, untold }) => ({
        to,
        kind,
        compose: () => composeFailedMails(to, untold),
        topics: untold.map((mail) => ({ kind, applicationId: null, occasion: occasionOf(mail) })),
      })),
    );
    return mails.length;
  });
}

const occasionOf = ({ id, attempts }: FailedMailRow): string => `failed-mails/${id}/${attempts}`;

/** What such a mail says. */
export function composeFailedMails(
  to: Pick<Told, 'name'>,
  failed: Pick<FailedMailRow, 'number' | 'recipient' | 'subject' | 'last_error'>[],
): MailText {
  const count = failed.length;
  const more = count - shownAtMost;
  return {
    subject: text('mail.failed-mails.subject', { count }),
    lines: [
      text('mail.greeting', { name: plainName(to.name) }),
      text('mail.failed-mails.first', { count }),
      ...failed.slice(0, shownAtMost).map(({ number, recipient, subject, last_error: error }) =>
        text('mail.failed-mails.line', {
          number: numberWords(number),
          recipient,
          subject,
          error: plainName(error ?? ''),
        }),
      ),
      ...(more > 0 ? [text('mail.failed-mails.more', { count: more })] : []),
      { important: text('mail.failed-mails.next', { count }) },
    ],
  };
}
