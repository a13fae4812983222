import { randomUUID } from 'node:crypto';
import type { Config } from '../../config.ts';
import { renderMail, type MailLine } from '../../mail/render-mail.ts';
import type { Tx } from '../../store/db.ts';
import { insertMail } from '../../store/mails.ts';
import type { Deps } from '../deps.ts';

/** Queues a mail in the transaction of what it tells about: neither exists without the other. */
export async function queueMail(
  tx: Tx,
  deps: { config: Config } & Pick<Deps, 'clock'>,
  { recipient, subject, lines }: { recipient: string; subject: string; lines: MailLine[] },
): Promise<void> {
  const { publicUrl, operatorName: operator, supportEmail: support } = deps.config;
  const now = deps.clock.now();
  await insertMail(tx, {
    id: randomUUID(),
    created_at: now,
    recipient,
    subject,
    ...renderMail({ subject, operator, support, lines }),
    // Stays the same however often the mail is handed over.
    message_id: `<${randomUUID()}@${new URL(publicUrl).hostname}>`,
    status: 'queued',
    attempts: 0,
    next_attempt_at: now,
  });
}
