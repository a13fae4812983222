import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import type { Config, ConfigSecrets } from '../config.ts';

/** One mail, ready to be sent. */
export type OutgoingMail = {
  /** Names the file when mails go to files. */
  number: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  messageId: string;
};

/**
 * Hands one mail to whoever delivers it, and answers who took it with what words.
 * @throws MailRefusedError when trying again would not help; any other error: it may
 */
export type Mailer = { send(mail: OutgoingMail): Promise<string> };

/** The mail server refused this mail for good (RFC 5321 section 4.2.1, a reply 5yz to its sender, recipient or content). */
export class MailRefusedError extends Error {
  override readonly name = 'MailRefusedError';
}

type MailerConfig = Pick<Config, 'mail' | 'mailFrom' | 'supportEmail' | 'dataDirectory'>;

/** By SMTP, or as `.eml` files below the data directory (`KEYTURN_MAIL=files`). */
export function createMailer(config: MailerConfig, { smtpUrl }: Pick<ConfigSecrets, 'smtpUrl'>): Mailer {
  const fields = ({ to, subject, text, html, messageId }: OutgoingMail) => ({
    from: config.mailFrom,
    replyTo: config.supportEmail,
    to,
    subject,
    text,
    html,
    messageId,
    headers: { 'Auto-Submitted': 'auto-generated' },
  });
  return smtpUrl === null ? createFileMailer(config, fields) : createSmtpMailer(smtpUrl, fields);
}

type Fields = (mail: OutgoingMail) => object;

/** Shorter than a mail is claimed for: two servers must not hand it over at the same time. */
const longestMs = 90_000;
const timeouts = {
  dnsTimeout: 10_000,
  connectionTimeout: 15_000,
  greetingTimeout: 15_000,
  socketTimeout: 60_000,
};

function createSmtpMailer(smtpUrl: string, fields: Fields): Mailer {
  const { hostname } = new URL(smtpUrl);
  return {
    async send(mail) {
      // A connection for each mail: closing it ends an attempt that took too long.
      const smtp = createTransport({ url: smtpUrl, ...timeouts });
      const done = new AbortController();
      const tooLong = wait(longestMs, undefined, { signal: done.signal, ref: false }).then(() => {
        throw new Error(`${hostname} did not take the mail within ${longestMs / 1000} seconds`);
      });
      try {
        const { response } = await Promise.race([smtp.sendMail(fields(mail)), tooLong]);
        return `${hostname}: ${response}`;
      } catch (error) {
        throw isRefusal(error) ? new MailRefusedError(error.message, { cause: error }) : error;
      } finally {
        done.abort();
        tooLong.catch(() => undefined);
        smtp.close();
      }
    },
  };
}

const mailCommands = new Set(['MAIL FROM', 'RCPT TO', 'DATA']);

/** A refusal of the mail itself; one of the connection or the sign-in is the mail server's configuration, and passes. */
function isRefusal(error: unknown): error is Error {
  if (!(error instanceof Error) || !('responseCode' in error) || !('command' in error)) return false;
  const { responseCode, command } = error;
  return (
    typeof responseCode === 'number' &&
    responseCode >= 500 &&
    typeof command === 'string' &&
    mailCommands.has(command)
  );
}

function createFileMailer({ dataDirectory }: MailerConfig, fields: Fields): Mailer {
  const composer = createTransport({ streamTransport: true, buffer: true });
  const directory = join(dataDirectory, 'mail');
  return {
    async send(mail) {
      const { message } = await composer.sendMail(fields(mail));
      if (!Buffer.isBuffer(message)) throw new Error('the composer was asked for a buffer');
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      const name = `${mail.number}.eml`;
      writeFileSync(join(directory, name), message, { mode: 0o600 });
      return name;
    },
  };
}
