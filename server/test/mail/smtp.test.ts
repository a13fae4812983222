import { describe, expect, test } from 'vitest';
import { deliverMails } from '../../src/domain/outbox/deliver-mails.ts';
import { composePreviews } from '../../src/domain/notification/preview-mails.ts';
import { createMailer, MailRefusedError, type OutgoingMail } from '../../src/mail/mailer.ts';
import { ids } from '../support/federation.ts';
import { startReminders, type Reminders } from '../support/reminders.ts';
import { startSmtpServer, startTalkingServer, type SmtpServer } from '../support/smtp-server.ts';
import { openAs } from '../support/operator-browser.ts';
import { emails, openBrowser, refusal, withAccount } from '../support/portal-browser.ts';

/** A Keyturn whose mails go to a real mail server. */
async function start() {
  const reminders = await startReminders();
  const smtp = await startSmtpServer();
  const { deps } = reminders;
  const config = { ...deps.config, mail: 'smtp' as const };
  const withMailer = { ...deps, config, mailer: createMailer(config, { smtpUrl: smtp.url }) };
  const stored = () => deps.db.selectFrom('mail').selectAll().orderBy('number').execute();
  return { ...reminders, smtp, stored, deliver: () => deliverMails(withMailer) };
}

async function queueReminder(keyturn: Reminders): Promise<string> {
  const id = await keyturn.insertSecret({
    application: 'northSearch',
    name: '<b>http://evil.example.org/?token=</b>',
    expiresAt: '2027-11-14T11:00:00Z',
  });
  await keyturn.useSecret(id, ['2027-03-16T09:00:00Z', '2027-10-01T09:00:00Z']);
  await keyturn.runAt('2027-10-15T08:00:00Z');
  return id;
}

/** What somebody sees who opens the HTML: its paragraphs, without the operator's name at the top. */
function shownIn(html: string): string[] {
  const body = html.replace(/^[^]*<body[^>]*>/, '');
  return body
    .split(/<\/(?:p|h2|td)>/)
    .map((part) =>
      part
        .replace(/<[^>]*>/g, '')
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&#39;', "'")
        .replaceAll('&amp;', '&')
        .trim(),
    )
    .filter((part) => part !== '')
    .slice(1);
}

const paragraphs = (plain: string): string[] =>
  plain
    .split('\n\n')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const addressesOf = (content: string): string[] => content.match(/https?:\/\/[^\s<>"]+/g) ?? [];

/** Links and nothing but links, each with its whole address to see; nothing that is loaded. */
function expectPlain({ text, html }: { text: string; html: string }): void {
  expect(shownIn(html)).toEqual(paragraphs(text));
  const links = Array.from(html.matchAll(/<a [^>]*href="([^"]*)"[^>]*>([^<]*)<\/a>/g));
  for (const [, address, shown] of links) expect(shown).toBe(address);
  const addresses = links.map(([, address = '']) => address.replaceAll('&amp;', '&'));
  expect(addressesOf(text)).toEqual(addresses);
  expect(html).not.toMatch(/<(?:img|link|script|iframe|picture|video|object|form)|url\(|@import|src=/i);
  let rest = html;
  for (const [link] of links) rest = rest.replace(link, '');
  expect(rest).not.toContain('://');
}

describe('a mail, as a mail server receives it', () => {
  test('has its headers, and says the same in text and HTML', async () => {
    const keyturn = await start();
    await queueReminder(keyturn);
    await keyturn.deliver();
    expect(keyturn.smtp.received).toHaveLength(2);
    for (const { parsed, recipients } of keyturn.smtp.received) {
      const [row] = (await keyturn.stored()).filter(({ message_id }) => message_id === parsed.messageId);
      expect(recipients).toEqual([row?.recipient]);
      expect(parsed.subject).toBe(row?.subject);
      expect(parsed.replyTo?.text).toBe('support@example.org');
      expect(parsed.headers.get('auto-submitted')).toBe('auto-generated');
      expect(parsed.attachments).toEqual([]);
      expect(parsed.headers.get('content-type')).toMatchObject({ value: 'multipart/alternative' });
      expectPlain({ text: parsed.text ?? '', html: String(parsed.html) });
      expect(row).toMatchObject({ status: 'delivered', attempts: 1 });
      expect(row?.accepted_by).toMatch(/^127\.0\.0\.1: 250 /);
    }
    const anna = keyturn.smtp.received.find(({ recipients }) => recipients[0] === emails.anna);
    const links = addressesOf(anna?.parsed.text ?? '');
    expect(links).toEqual([
      `https://credentials.example.org/manage-api-credentials?application=${ids.applications.northSearch}`,
      keyturn.deps.config.apiGuideUrl,
    ]);
  });

  test('never holds the value of a client secret, nor a link that signs somebody in', async () => {
    const keyturn = await start();
    const expiresAt = new Date('2027-11-14T11:00:00Z');
    const { id, clientSecret } = await keyturn.createSecret('northData', { expiresAt });
    await keyturn.useSecret(id, ['2027-03-17T09:00:00Z', '2027-10-01T09:00:00Z']);
    await keyturn.runAt('2027-10-15T08:00:00Z');
    await keyturn.runAt('2027-11-14T11:00:00Z');
    await keyturn.deliver();
    expect(keyturn.smtp.received.map(({ parsed }) => String(parsed.subject)).toSorted()).toEqual([
      'Client secret created: Partner-DE-NorthRegistry-DM',
      'Client secret expires 14 Nov 2027: Partner-DE-NorthRegistry-DM',
      'Expired: client secret of Partner-DE-NorthRegistry-DM',
    ]);
    for (const { parsed } of keyturn.smtp.received)
      for (const content of [parsed.text, String(parsed.html)]) {
        expect(content).not.toContain(clientSecret);
        expect(content).not.toContain(clientSecret.slice(0, 12));
        for (const address of addressesOf(content ?? '')) expect(address).not.toMatch(/#|token|[\w-]{43}/);
      }
  });

  test('of every kind says the same in text and HTML, and its links are whole addresses', async () => {
    const { deps } = await startReminders();
    const previews = composePreviews(deps);
    expect(previews.length).toBeGreaterThan(25);
    for (const preview of previews) expectPlain(preview);
  });
});

describe('R4.3 a mail that a mail server does not take', () => {
  test.each([
    ['rcpt', 550],
    ['data', 554],
    ['mail', 553],
  ] as const)('fails for good at once when it answers %s with %i', async (command, code) => {
    const keyturn = await start();
    await queueReminder(keyturn);
    keyturn.smtp.refusal = { command, code };
    await keyturn.deliver();
    for (const mail of await keyturn.stored()) {
      expect(mail).toMatchObject({ status: 'failed', attempts: 1 });
      expect(mail.last_error).toContain(String(code));
    }
  });

  const passing = [
    ['rcpt', 450],
    ['data', 451],
    ['mail', 421],
    ['mail', 530],
    ['auth', 535],
    ['auth', 454],
  ] as const;
  test.each(passing)(
    'is tried again when it answers %s with %i, under one Message-ID',
    async (command, code) => {
      const keyturn = await start();
      await queueReminder(keyturn);
      keyturn.smtp.refusal = { command, code };
      const url = new URL(keyturn.smtp.url);
      if (command === 'auth') [url.username, url.password] = ['keyturn', 'wrong'];
      const mailer = createMailer(keyturn.deps.config, { smtpUrl: url.href });
      const deliver = () => deliverMails({ ...keyturn.deps, mailer });
      await deliver();
      const before = await keyturn.stored();
      for (const mail of before) {
        expect(mail).toMatchObject({ status: 'queued', attempts: 1 });
        expect(mail.last_error).toContain(String(code));
      }
      keyturn.smtp.refusal = null;
      keyturn.clock.advance(60_000);
      await deliver();
      expect(keyturn.smtp.received.map(({ parsed }) => String(parsed.messageId)).toSorted()).toEqual(
        before.map(({ message_id }) => message_id).toSorted(),
      );
      for (const mail of await keyturn.stored())
        expect(mail).toMatchObject({ status: 'delivered', attempts: 2 });
    },
  );

  test('is tried again when nobody is there', async () => {
    const keyturn = await start();
    await queueReminder(keyturn);
    const mailer = createMailer(keyturn.deps.config, { smtpUrl: 'smtp://127.0.0.1:1' });
    await deliverMails({ ...keyturn.deps, mailer });
    for (const mail of await keyturn.stored()) expect(mail).toMatchObject({ status: 'queued', attempts: 1 });
  });
});

describe('a mail server that hangs', () => {
  const mail: OutgoingMail = {
    number: '1',
    to: emails.anna,
    subject: 'Test',
    text: 'Test',
    html: '<p>Test</p>',
    messageId: '<test@credentials.example.org>',
  };
  const greeting = '220 smtp.example.org ESMTP';
  /** Goes on greeting for ever, a line at a time, so that it is never silent. */
  const drip = [greeting, ...Array.from({ length: 200 }, (_, index) => `250-EXTENSION${index}`)];

  test.each([
    ['says nothing', [], 20, { longestMs: 5_000, connectMs: 150, silenceMs: 5_000 }],
    ['falls silent', [greeting], 20, { longestMs: 5_000, connectMs: 1_000, silenceMs: 150 }],
    ['says little by little', drip, 20, { longestMs: 300, connectMs: 5_000, silenceMs: 5_000 }],
  ])('and %s is given up in time; the mail is tried again', async (_how, lines, pauseMs, limits) => {
    const { deps } = await startReminders();
    const mailer = createMailer(deps.config, { smtpUrl: await startTalkingServer(lines, pauseMs) }, limits);
    const startedAt = performance.now();
    const error: unknown = await mailer.send(mail).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(MailRefusedError);
    expect(performance.now() - startedAt).toBeLessThan(4_000);
  });
});

describe('a mail that failed for good', () => {
  async function fail(keyturn: { smtp: SmtpServer; deliver: () => Promise<void> }): Promise<void> {
    keyturn.smtp.refusal = { command: 'rcpt', code: 550 };
    await keyturn.deliver();
    keyturn.smtp.refusal = null;
  }

  test('goes out as it was when an operator sends it again, under its Message-ID', async () => {
    const keyturn = await start();
    await queueReminder(keyturn);
    await fail(keyturn);
    const [failed] = await keyturn.stored();
    const operator = await openAs(keyturn, 'operator');
    const path = `/notifications/${failed?.number}/send-again`;
    expect((await operator.send('POST', path)).statusCode).toBe(204);
    expect(refusal(await operator.send('POST', path))).toEqual([409, 'mail-not-failed']);
    await keyturn.deliver();
    const [received, ...others] = keyturn.smtp.received;
    expect(others).toEqual([]);
    expect(received?.parsed).toMatchObject({ messageId: failed?.message_id, subject: failed?.subject });
    expect(received?.parsed.text?.trim()).toBe(failed?.text.trim());
    expect((await keyturn.stored())[0]).toMatchObject({ status: 'delivered', attempts: 2, last_error: null });
  });

  test('is not sent again once its link was taken out', async () => {
    const keyturn = await start();
    await withAccount(keyturn, 'anna');
    await openBrowser(keyturn).send('POST', '/password-reset', { email: emails.anna });
    await keyturn.deps.background.drain();
    await fail(keyturn);
    const operator = await openAs(keyturn, 'operator');
    const [failed] = await keyturn.stored();
    expect(failed).toMatchObject({ status: 'failed', kind: 'password-reset', is_whole: false });
    const answer = await operator.send('POST', `/notifications/${failed?.number}/send-again`);
    expect(refusal(answer)).toEqual([409, 'mail-incomplete']);
    const shown = await operator.send('GET', `/notifications/${failed?.number}`);
    expect(shown.json()).toMatchObject({ canSendAgain: false });
  });

  test('is sent again by operators only', async () => {
    const keyturn = await start();
    await queueReminder(keyturn);
    await fail(keyturn);
    const [failed] = await keyturn.stored();
    const anna = await openAs(keyturn, 'anna');
    const answer = await anna.send('POST', `/notifications/${failed?.number}/send-again`);
    expect(answer.statusCode).toBeGreaterThanOrEqual(403);
    expect((await keyturn.stored())[0]?.status).toBe('failed');
  });
});
