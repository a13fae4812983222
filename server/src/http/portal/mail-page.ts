import type { MailScheme } from '@keyturn/contract';
import type { FastifyReply } from 'fastify';

/**
 * However a mail's HTML came about, nothing in it runs, loads, navigates or is of our origin, whether it is framed or
 * opened by itself. Its styles are its own.
 */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox";

/** Answers a mail's HTML as a page that only our own pages can frame. */
export const sendMailPage = (reply: FastifyReply, html: string, scheme: MailScheme): string => {
  void reply
    // It has no origin that could be keyed by; browsers complain.
    .removeHeader('origin-agent-cluster')
    .header('content-security-policy', policy)
    .header('x-frame-options', 'SAMEORIGIN')
    .type('text/html; charset=utf-8');
  return inScheme(withoutLinks(html), scheme);
};

/** Links are to be seen, not followed: a sandbox does not keep anybody from opening one in a new tab. */
const withoutLinks = (html: string): string => html.replace(/\shref="[^"]*"/g, '');

/** As it looks where this scheme is the system's. */
const inScheme = (html: string, scheme: MailScheme): string =>
  scheme === undefined
    ? html
    : html
        .replaceAll('(prefers-color-scheme:dark)', scheme === 'dark' ? 'all' : 'not all')
        .replaceAll('color-scheme:light dark', `color-scheme:${scheme}`)
        .replaceAll('content="light dark"', `content="${scheme}"`);
