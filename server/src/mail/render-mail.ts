import { escapeHtml } from '../escape-html.ts';
import { text } from '../messages.ts';

/** One paragraph of a mail. Nothing is a link but what is marked as one, whatever it looks like. */
export type MailLine =
  string | { link: string } | { code: string } | { heading: string } | { important: string };

/** What a mail says, and in whose name. */
export type MailContent = { subject: string; operator: string; support: string; lines: MailLine[] };

/** A mail as plain text, and as HTML that says the same and loads nothing. */
export const renderMail = (content: MailContent): { text: string; html: string } => ({
  text: `${[...content.lines.map(plainText), footerOf(content)].join('\n\n')}\n`,
  html: renderHtml(content),
});

const footerOf = ({ operator, support }: MailContent): string => text('mail.footer', { operator, support });

function plainText(line: MailLine): string {
  if (typeof line === 'string') return line;
  if ('heading' in line) return line.heading;
  if ('important' in line) return line.important;
  return 'link' in line ? line.link : line.code;
}

const sans = 'font-family:system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif';
const breakAnywhere = 'overflow-wrap:anywhere;word-break:break-word';

// Inline, because some mail programs drop style sheets; dark is for those that do not.
const styles = {
  page: 'margin:0;padding:0;background-color:#f4f6f7',
  outer: 'padding:24px 8px',
  card: 'max-width:576px;background-color:#ffffff;border:1px solid #dbe2e6;border-radius:10px',
  head: `padding:16px 20px;border-bottom:1px solid #dbe2e6;${sans};font-size:18px;line-height:1.4;font-weight:600;color:#0b5c70;${breakAnywhere}`,
  body: `padding:8px 20px;${sans};font-size:16px;line-height:1.55;color:#15212b;${breakAnywhere}`,
  foot: `padding:12px 20px 16px;border-top:1px solid #dbe2e6;${sans};font-size:14px;line-height:1.5;color:#4f5f6b;${breakAnywhere}`,
  paragraph: 'margin:16px 0',
  heading: 'margin:24px 0 0;font-size:16px;line-height:1.4;font-weight:600',
  // A hyphen is no better place to break an address than any other.
  link: 'color:#0b5c70;text-decoration:underline;word-break:break-all',
  code: 'margin:16px 0;font-family:ui-monospace,Consolas,Menlo,monospace;font-size:26px;line-height:1.3;font-weight:600;letter-spacing:3px',
};

const dark = {
  page: 'background-color:#0e1418',
  card: 'background-color:#161e24;border-color:#2a3741',
  head: 'color:#77cbdc;border-color:#2a3741',
  body: 'color:#e7edf1',
  foot: 'color:#a5b4bf;border-color:#2a3741',
  link: 'color:#77cbdc',
} satisfies Partial<typeof styles>;

const darkRules = Object.entries(dark)
  .map(([name, rules]) => `.${name}{${rules.replaceAll(/(?=;|$)/g, '!important')}}`)
  .join('\n');

/** The attributes by which an element has a style, in both schemes. */
const styled = (name: keyof typeof styles): string => `class="${name}" style="${styles[name]}"`;

function renderHtml(content: MailContent): string {
  const { subject, operator, lines } = content;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no">
<title>${escapeHtml(subject)}</title>
<style>
:root{color-scheme:light dark}
@media (prefers-color-scheme:dark){
${darkRules}
}
</style>
</head>
<body ${styled('page')}>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td align="center" ${styled('outer')}>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" ${styled('card')}>
<tr><td align="left" ${styled('head')}>${escapeHtml(operator)}</td></tr>
<tr><td align="left" ${styled('body')}>
${lines.map(renderLine).join('\n')}
</td></tr>
<tr><td align="left" ${styled('foot')}>${escapeHtml(footerOf(content))}</td></tr>
</table>
</td></tr></table>
</body>
</html>
`;
}

function renderLine(line: MailLine): string {
  if (typeof line === 'string') return `<p ${styled('paragraph')}>${escapeHtml(line)}</p>`;
  if ('code' in line) return `<p ${styled('code')}>${escapeHtml(line.code)}</p>`;
  if ('important' in line)
    return `<p ${styled('paragraph')}><strong>${escapeHtml(line.important)}</strong></p>`;
  if ('heading' in line) return `<h2 ${styled('heading')}>${escapeHtml(line.heading)}</h2>`;
  const address = escapeHtml(line.link);
  // The visible text is the whole address, so that nobody has to guess where it leads.
  return `<p ${styled('paragraph')}><a href="${address}" ${styled('link')}>${address}</a></p>`;
}
