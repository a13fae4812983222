import type { Db } from '../store/db.ts';
import { escapeHtml } from '../escape-html.ts';
import { renderPlainPage } from '../http/plain-page.ts';
import { text } from '../messages.ts';
import { listMails } from '../store/mails.ts';

const shown = 200;

/** A page with every mail of the demo, newest first; nothing leaves this machine. */
export async function renderDemoMail(db: Db): Promise<string> {
  const mails = await listMails(db, shown);
  const articles = mails.map(
    (mail) => `<article>
<h2>${escapeHtml(mail.subject)}</h2>
<p>${escapeHtml(text('demo.mail.line', { number: mail.number, recipient: mail.recipient, at: mail.created_at.toISOString() }))}</p>
${linkify(mail.text)}
</article>`,
  );
  const intro = text(mails.length === 0 ? 'demo.mail.none' : 'demo.mail.intro');
  return renderPlainPage(
    text('demo.mail.title'),
    `<h1>${escapeHtml(text('demo.mail.title'))}</h1>\n<p>${escapeHtml(intro)}</p>\n${articles.join('\n')}`,
  );
}

const linkify = (content: string): string =>
  content
    .trim()
    .split('\n\n')
    .map((line) => escapeHtml(line))
    .map((line) =>
      /^https?:\/\/\S+$/.test(line) ? `<p><a href="${line}">${line}</a></p>` : `<p>${line}</p>`,
    )
    .join('\n');
