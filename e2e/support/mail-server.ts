import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { callbackify } from 'node:util';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { afterFile } from './after-file.ts';

/** A mail as it came over the wire. */
export type ReceivedMail = ParsedMail & { html: string; text: string };

export type MailServer = {
  /** For KEYTURN_SMTP_URL. */
  url: string;
  /** Addresses that it has no mailbox for: mails to them are refused for good. */
  unknown: Set<string>;
  /** Every mail to this address so far, oldest first. */
  mailsTo(address: string): ReceivedMail[];
  /** The oldest mail to this address with this subject that was not waited for before; fails when none comes. */
  waitForMail(address: string, subject: string | RegExp): Promise<ReceivedMail>;
};

const withinMs = 40_000;

/** An SMTP server on a loopback port of its own that takes every mail and keeps it; it ends after the file's tests. */
export async function startMailServer(): Promise<MailServer> {
  const received: { address: string; mail: ReceivedMail }[] = [];
  const waitedFor = new Set<ReceivedMail>();
  const unknown = new Set<string>();
  const server = new SMTPServer({
    authOptional: true,
    // Its certificate is made up, so that whoever takes the offer ends there.
    disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address }, _session, callback) =>
      callback(
        unknown.has(address)
          ? Object.assign(new Error('5.1.1 There is no such mailbox'), { responseCode: 550 })
          : null,
      ),
    onData: callbackify(async (stream: Readable, { envelope }: SMTPServerSession) => {
      const mail = (await simpleParser(stream)) as ReceivedMail;
      for (const { address } of envelope.rcptTo) received.push({ address, mail });
    }),
  });
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  afterFile(() => new Promise<void>((resolve) => server.close(resolve)));

  const mailsTo = (address: string): ReceivedMail[] =>
    received.filter((one) => one.address === address).map(({ mail }) => mail);
  return {
    url: `smtp://127.0.0.1:${(listening.address() as AddressInfo).port}`,
    unknown,
    mailsTo,
    async waitForMail(address, subject) {
      for (const deadline = Date.now() + withinMs; ;) {
        const isMeant = (mail: ReceivedMail): boolean =>
          typeof subject === 'string' ? mail.subject === subject : subject.test(mail.subject ?? '');
        const found = mailsTo(address).find((mail) => isMeant(mail) && !waitedFor.has(mail));
        if (found !== undefined) {
          waitedFor.add(found);
          return found;
        }
        if (Date.now() > deadline)
          throw new Error(
            `no mail “${String(subject)}” to ${address}, but: ${received.map(({ address: to, mail }) => `${to}: ${mail.subject}`).join('; ')}`,
          );
        await new Promise((resolve) => void setTimeout(resolve, 50));
      }
    },
  };
}

/** The one link of a mail, which its text and its HTML have to agree on. */
export function linkIn({ text, html }: ReceivedMail): string {
  const links = text.match(/https?:\/\/\S+/g) ?? [];
  const anchors = Array.from(html.matchAll(/<a\s[^>]*href="([^"]*)"[^>]*>([^<]*)<\/a>/g));
  const [link = ''] = links;
  const agreed =
    links.length === 1 && anchors.length === 1 && anchors[0]?.[1] === link && anchors[0][2] === link;
  if (!agreed) throw new Error(`not one link with its whole address to see:\n${text}\n${html}`);
  return link;
}
