import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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

/** Hands one mail to whoever delivers it; fails with the mail server's answer. */
export type Mailer = { send(mail: OutgoingMail): Promise<void> };

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
  if (smtpUrl !== null) {
    const smtp = createTransport(smtpUrl);
    return {
      async send(mail) {
        await smtp.sendMail(fields(mail));
      },
    };
  }
  const composer = createTransport({ streamTransport: true, buffer: true });
  const directory = join(config.dataDirectory, 'mail');
  return {
    async send(mail) {
      const { message } = await composer.sendMail(fields(mail));
      if (!Buffer.isBuffer(message)) throw new Error('the composer was asked for a buffer');
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      writeFileSync(join(directory, `${mail.number}.eml`), message, { mode: 0o600 });
    },
  };
}
