import { MailRefusedError } from '../../mail/mailer.ts';
import {
  claimDueMail,
  markMailDelivered,
  markMailFailed,
  type KeptContent,
  type MailRow,
} from '../../store/mails.ts';
import { onMailsQueued } from '../../store/db.ts';
import type { Deps } from '../deps.ts';
import type { MailKind } from '../notification/kinds.ts';

/** A mail is nobody else's while it is handed over; a server that dies leaves it to the others after that. */
const claimMs = 2 * 60 * 1000;
const firstRetryMs = 60 * 1000;
const longestRetryMs = 4 * 60 * 60 * 1000;
const giveUpMs = 24 * 60 * 60 * 1000;

type DeliverDeps = Pick<Deps, 'db' | 'clock' | 'log' | 'mailer' | 'config'>;

/**
 * Hands every due mail over, at least once each; a repeat bears the same Message-ID (R4.3). A failure is tried again
 * with growing pauses for 24 hours, unless the mail server refused the mail itself.
 */
export async function deliverMails(deps: DeliverDeps): Promise<void> {
  for (;;) {
    const now = deps.clock.now();
    const mail = await claimDueMail(deps.db, now, new Date(now.getTime() + claimMs));
    if (mail === undefined) return;
    await deliver(deps, mail);
  }
}

/** Calls `wake` whenever this server queued mails, once their transaction is committed. */
export const onQueuedMails = ({ db }: Pick<Deps, 'db'>, wake: () => void): void => onMailsQueued(db, wake);

async function deliver(deps: DeliverDeps, mail: MailRow): Promise<void> {
  let acceptedBy: string;
  try {
    const { number, recipient: to, subject, text, html, message_id: messageId } = mail;
    acceptedBy = await deps.mailer.send({ number, to, subject, text, html, messageId });
  } catch (error) {
    deps.log.warn({ err: error, mail: mail.number }, 'mail could not be handed over');
    const now = deps.clock.now().getTime();
    const pauseMs = Math.min(firstRetryMs * 2 ** mail.attempts, longestRetryMs);
    const isGivenUp = error instanceof MailRefusedError || now - mail.queued_at.getTime() > giveUpMs;
    await markMailFailed(deps.db, mail.id, {
      status: isGivenUp ? 'failed' : 'queued',
      error: error instanceof Error ? error.message : String(error),
      nextAttemptAt: new Date(now + pauseMs),
      ...(isGivenUp ? { kept: keptOf(deps, mail) } : {}),
    });
    return;
  }
  const at = deps.clock.now();
  await markMailDelivered(deps.db, mail.id, { at, acceptedBy, kept: keptOf(deps, mail) });
}

const kindsWithKey = new Set<string>([
  'invitation',
  'invitation-with-role',
  'password-reset',
  'enrolment-code',
] satisfies MailKind[]);

/**
 * What is kept of a mail that is not handed over any more. A link or code is its recipient's alone: whoever reads the
 * database later must not find it. Mails that go to files are delivered to nobody; the database keeps them whole.
 */
function keptOf({ config }: DeliverDeps, { kind, text, html }: MailRow): KeptContent {
  if (config.mail !== 'smtp' || !kindsWithKey.has(kind)) return { text, html, is_whole: true };
  const kept = (content: string): string =>
    content.replace(/(\/(?:set-up|reset-password)#)[\w-]+/g, '$1…').replace(/\b\d{8}\b/g, '…');
  const [keptText, keptHtml] = [kept(text), kept(html)];
  return { text: keptText, html: keptHtml, is_whole: keptText === text && keptHtml === html };
}
