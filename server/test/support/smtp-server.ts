import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import type { Readable } from 'node:stream';
import { text as readText } from 'node:stream/consumers';
import { callbackify } from 'node:util';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { onTestFinished } from 'vitest';

type Command = 'auth' | 'mail' | 'rcpt' | 'data';

export type SmtpServer = {
  url: string;
  /** What it answers instead of its consent. */
  refusal: { command: Command; code: number } | null;
  received: { source: string; parsed: ParsedMail; recipients: string[] }[];
};

/** A real SMTP server on a loopback port; it takes every mail until it is told what to refuse. */
export async function startSmtpServer(): Promise<SmtpServer> {
  const own: SmtpServer = { url: '', refusal: null, received: [] };
  const answer =
    (command: Command) =>
    (callback: (error?: Error | null) => void): void => {
      if (own.refusal?.command !== command) return callback();
      const { code } = own.refusal;
      callback(Object.assign(new Error(`no ${command} now`), { responseCode: code }));
    };
  const server = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    onAuth: ({ username = '' }, _session, callback) =>
      answer('auth')((error) => (error ? callback(error) : callback(null, { user: username }))),
    onMailFrom: (_address, _session, callback) => answer('mail')(callback),
    onRcptTo: (_address, _session, callback) => answer('rcpt')(callback),
    onData: callbackify(
      async (stream: Readable, { envelope }: { envelope: { rcptTo: { address: string }[] } }) => {
        const source = await readText(stream);
        await new Promise<void>((resolve, reject) =>
          answer('data')((error) => (error ? reject(error) : resolve())),
        );
        const recipients = envelope.rcptTo.map(({ address }) => address);
        own.received.push({ source, parsed: await simpleParser(source), recipients });
      },
    ),
  });
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  own.url = `smtp://127.0.0.1:${(listening.address() as AddressInfo).port}`;
  return own;
}

/** A server that takes connections and then says this, line by line, a pause between each; then nothing. */
export async function startTalkingServer(lines: string[], pauseMs: number): Promise<string> {
  const server = createServer((socket) => {
    let next = 0;
    const timer = setInterval(() => {
      const line = lines[next];
      next += 1;
      if (line === undefined) clearInterval(timer);
      else socket.write(`${line}\r\n`);
    }, pauseMs);
    socket.on('error', () => undefined).on('close', () => clearInterval(timer));
    socket.resume();
    onTestFinished(() => void socket.destroy());
  });
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  return `smtp://127.0.0.1:${(listening.address() as AddressInfo).port}`;
}
