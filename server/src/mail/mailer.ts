import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
export function createMailer(
  config: MailerConfig,
  { smtpUrl }: Pick<ConfigSecrets, 'smtpUrl'>,
  timeLimits: TimeLimits = defaultTimeLimits,
): Mailer {
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
  return smtpUrl === null ? createFileMailer(config, fields) : createSmtpMailer(smtpUrl, fields, timeLimits);
}

/** Loaded with the first mail: most commands send none. */
const nodemailer = () => import('nodemailer');

type Fields = (mail: OutgoingMail) => object;

export type TimeLimits = {
  /** Of the whole attempt: shorter than a mail is claimed for, so that no two servers hand it over at the same time. */
  longestMs: number;
  connectMs: number;
  /** Of a server that says nothing. */
  silenceMs: number;
};

const defaultTimeLimits: TimeLimits = { longestMs: 90_000, connectMs: 15_000, silenceMs: 60_000 };

function createSmtpMailer(
  smtpUrl: string,
  fields: Fields,
  { longestMs, connectMs, silenceMs }: TimeLimits,
): Mailer {
  const { hostname } = new URL(smtpUrl);
  const connect = async () => {
    const { createTransport } = await nodemailer();
    return createTransport({
      url: smtpUrl,
      dnsTimeout: connectMs,
      connectionTimeout: connectMs,
      greetingTimeout: connectMs,
      socketTimeout: silenceMs,
    });
  };
  let smtp: ReturnType<typeof connect> | undefined;
  return {
    async send(mail) {
      // It closes the connection, which is this mail's alone.
      const signal = AbortSignal.timeout(longestMs);
      try {
        smtp ??= connect();
        const { response } = await (await smtp).sendMail({ ...fields(mail), signal });
        return `${hostname}: ${response}`;
      } catch (error) {
        if (signal.aborted)
          throw new Error(`${hostname} did not take the mail within ${longestMs / 1000} seconds`, {
            cause: error,
          });
        throw isRefusal(error) ? new MailRefusedError(error.message, { cause: error }) : error;
      }
    },
  };
}

const mailCommands = new Set(['MAIL FROM', 'RCPT TO', 'DATA']);
/** What some mail servers say to the sender until somebody signs in or encrypts (RFC 4954 section 6). */
const signInCodes = new Set([530, 534, 535, 538]);

/** A refusal of the mail itself; one of the connection or the sign-in is the mail server's configuration, and passes. */
function isRefusal(error: unknown): error is Error {
  if (!(error instanceof Error) || !('responseCode' in error) || !('command' in error)) return false;
  const { responseCode, command } = error;
  return (
    typeof responseCode === 'number' &&
    responseCode >= 500 &&
    !signInCodes.has(responseCode) &&
    typeof command === 'string' &&
    mailCommands.has(command)
  );
}

function createFileMailer({ dataDirectory }: MailerConfig, fields: Fields): Mailer {
  const directory = join(dataDirectory, 'mail');
  return {
    async send(mail) {
      const { createTransport } = await nodemailer();
      const composer = createTransport({ streamTransport: true, buffer: true });
      const { message } = await composer.sendMail(fields(mail));
      if (!Buffer.isBuffer(message)) throw new Error('the composer was asked for a buffer');
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      const name = `${mail.number}.eml`;
      writeFileSync(join(directory, name), message, { mode: 0o600 });
      return name;
    },
  };
}
