import { randomUUID } from 'node:crypto';
import type { Config } from '../../config.ts';
import { escapeHtml } from '../../escape-html.ts';
import { text } from '../../messages.ts';
import type { Tx } from '../../store/db.ts';
import { insertMail } from '../../store/mails.ts';
import type { Deps } from '../deps.ts';

/** What a mail says: lines of text, of which those that are addresses become links. */
export type MailContent = { recipient: string; subject: string; lines: string[] };

/** Queues a mail in the transaction of what it tells about: neither exists without the other. */
export async function queueMail(
  tx: Tx,
  deps: { config: Config } & Pick<Deps, 'clock'>,
  { recipient, subject, lines }: MailContent,
): Promise<void> {
  const { publicUrl, operatorName, supportEmail } = deps.config;
  const all = [...lines, text('mail.footer', { operator: operatorName, support: supportEmail })];
  const now = deps.clock.now();
  await insertMail(tx, {
    id: randomUUID(),
    created_at: now,
    recipient,
    subject,
    text: `${all.join('\n\n')}\n`,
    html: renderHtml(subject, all),
    // Stays the same however often the mail is handed over.
    message_id: `<${randomUUID()}@${new URL(publicUrl).hostname}>`,
    status: 'queued',
    attempts: 0,
    next_attempt_at: now,
  });
}

const style =
  'max-width:36rem;margin:0 auto;padding:1.5rem;font:16px/1.55 system-ui,-apple-system,Segoe UI,sans-serif';

function renderHtml(subject: string, lines: string[]): string {
  const body = lines
    .map((line) =>
      /^https?:\/\/\S+$/.test(line)
        ? `<p style="overflow-wrap:anywhere"><a href="${escapeHtml(line)}">${escapeHtml(line)}</a></p>`
        : `<p>${escapeHtml(line)}</p>`,
    )
    .join('\n');
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${escapeHtml(subject)}</title></head>
<body><div style="${style}">
${body}
</div></body>
</html>
`;
}
