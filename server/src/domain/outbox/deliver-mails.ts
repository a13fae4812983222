import { claimDueMail, markMailDelivered, markMailFailed, type MailRow } from '../../store/mails.ts';
import type { Deps } from '../deps.ts';

/** A mail is nobody else's while it is handed over; a server that dies leaves it to the others after that. */
const claimMs = 2 * 60 * 1000;
const firstRetryMs = 60 * 1000;
const longestRetryMs = 4 * 60 * 60 * 1000;
const giveUpMs = 24 * 60 * 60 * 1000;

type DeliverDeps = Pick<Deps, 'db' | 'clock' | 'log' | 'mailer' | 'config'>;

/**
 * Hands every due mail over, at least once each; a repeat bears the same Message-ID. A failure is tried again with
 * growing pauses for 24 hours.
 */
export async function deliverMails(deps: DeliverDeps): Promise<void> {
  for (;;) {
    const now = deps.clock.now();
    const mail = await claimDueMail(deps.db, now, new Date(now.getTime() + claimMs));
    if (mail === undefined) return;
    await deliver(deps, mail);
  }
}

async function deliver(deps: DeliverDeps, mail: MailRow): Promise<void> {
  try {
    const { number, recipient: to, subject, text, html, message_id: messageId } = mail;
    await deps.mailer.send({ number, to, subject, text, html, messageId });
  } catch (error) {
    deps.log.warn({ err: error, mail: mail.number }, 'mail could not be handed over');
    const now = deps.clock.now().getTime();
    const pauseMs = Math.min(firstRetryMs * 2 ** mail.attempts, longestRetryMs);
    const isGivenUp = now - mail.created_at.getTime() > giveUpMs;
    await markMailFailed(deps.db, mail.id, {
      status: isGivenUp ? 'failed' : 'queued',
      error: error instanceof Error ? error.message : String(error),
      nextAttemptAt: new Date(now + pauseMs),
      ...(isGivenUp ? keptOf(deps, mail) : {}),
    });
    return;
  }
  await markMailDelivered(deps.db, mail.id, deps.clock.now(), keptOf(deps, mail));
}

/**
 * What is kept of a mail that is not handed over any more. A link or code is its recipient's alone: whoever reads the
 * database later must not find it. Mails that go to files are delivered to nobody; the database keeps them whole.
 */
function keptOf({ config }: DeliverDeps, { text, html }: MailRow): { text: string; html: string } {
  if (config.mail !== 'smtp') return { text, html };
  const kept = (content: string): string =>
    content.replace(/(\/(?:set-up|reset-password)#)[\w-]+/g, '$1…').replace(/\b\d{8}\b/g, '…');
  return { text: kept(text), html: kept(html) };
}
