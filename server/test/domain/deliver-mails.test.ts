import { describe, expect, test } from 'vitest';
import { deliverMails } from '../../src/domain/outbox/deliver-mails.ts';
import { queueNotice } from '../../src/domain/outbox/queue-notice.ts';
import type { OutgoingMail } from '../../src/mail/mailer.ts';
import { inTransaction } from '../../src/store/db.ts';
import { listMails } from '../../src/store/mails.ts';
import { ids } from '../support/federation.ts';
import { startKeyturn } from '../support/keyturn.ts';
import { emails, linkToken, mailsTo, openBrowser, password, withAccount } from '../support/portal-browser.ts';

/** A Keyturn whose mails go to a mail server that `refusal` breaks; with Anna's invitation as the only mail. */
async function startWithMailServer() {
  const keyturn = await startKeyturn();
  await keyturn.deps.db.deleteFrom('mail').where('recipient', '!=', emails.anna).execute();
  const sent: OutgoingMail[] = [];
  const server: { refusal: string | null } = { refusal: null };
  const deps = {
    ...keyturn.deps,
    config: { ...keyturn.deps.config, mail: 'smtp' as const },
    mailer: {
      send(mail: OutgoingMail) {
        sent.push(mail);
        return server.refusal === null
          ? Promise.resolve('smtp.example.org: 250 OK')
          : Promise.reject(new Error(server.refusal));
      },
    },
  };
  const newest = async () => (await listMails(deps.db, 1))[0];
  return { keyturn, clock: keyturn.clock, deps, sent, server, newest };
}

describe('a new user’s mail', () => {
  test('is queued with the import, in text and HTML, and names who, what and until when', async () => {
    const keyturn = await startKeyturn();
    const mails = await listMails(keyturn.deps.db, 100);
    expect(mails.map(({ recipient }) => recipient).toSorted()).toEqual(Object.values(emails).toSorted());
    const mail = mails.find(({ recipient }) => recipient === emails.anna);
    expect(mail?.subject).toBe('Set up your Keyturn portal account');
    expect(mail?.text).toContain('Hello Anna (sample),');
    expect(mail?.text).toContain('Partner-DE-NorthRegistry-SMC');
    expect(mail?.text).toContain('Tuesday, 23 March 2027 at 11:00 (Europe/Berlin)');
    const [link = ''] = /https:\S+/.exec(mail?.text ?? '') ?? [];
    expect(
      Array.from(mail?.html.matchAll(/<a href="([^"]*)"[^>]*>([^<]*)<\/a>/g) ?? [], ([, ...found]) => found),
    ).toEqual([[link, link]]);
  });

  test('makes no link of a name, neither in HTML nor in text', async () => {
    const { deps, newest } = await startWithMailServer();
    const names = { colleague: 'http://evil.example.org', applications: 'https://evil.example.org' };
    const anna = { id: ids.users.anna, name: 'evil.example.org', email: emails.anna, time_zone: null };
    await inTransaction(deps.db, (tx) =>
      queueNotice(tx, deps, { ...anna, organisation_time_zone: 'UTC' }, 'colleague-without-factor', names),
    );
    const mail = await newest();
    expect(mail?.text.replaceAll('\u{200c}', '')).toContain('http://evil.example.org manages with you:');
    for (const shown of [mail?.subject, mail?.text, mail?.html]) expect(shown).not.toContain('evil.example');
    expect(mail?.html).not.toContain('<a ');
  });
});

describe('mails', () => {
  test('are handed over with growing pauses, always under one Message-ID, and fail for good after a day', async () => {
    const { deps, clock, sent, server, newest } = await startWithMailServer();
    server.refusal = '451 try later';
    const pauses: number[] = [];
    for (let attempt = 1; attempt <= 10; attempt += 1) {
      await deliverMails(deps);
      await deliverMails(deps);
      expect(sent).toHaveLength(attempt);
      expect(await newest()).toMatchObject({
        status: 'queued',
        attempts: attempt,
        last_error: server.refusal,
      });
      const pauseMs = ((await newest())?.next_attempt_at.getTime() ?? 0) - clock.now().getTime();
      pauses.push(pauseMs / 60_000);
      clock.advance(pauseMs);
    }
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 240, 240]);
    expect(new Set(sent.map(({ messageId }) => messageId)).size).toBe(1);

    clock.advance(24 * 60 * 60_000);
    await deliverMails(deps);
    expect(await newest()).toMatchObject({ status: 'failed', last_error: server.refusal });
    clock.advance(24 * 60 * 60_000);
    await deliverMails(deps);
    expect(sent).toHaveLength(11);
  });

  test('are handed over once when the mail server takes them', async () => {
    const { deps, clock, sent, server, newest } = await startWithMailServer();
    server.refusal = '451 try later';
    await deliverMails(deps);
    clock.advance(60_000);
    server.refusal = null;
    await deliverMails(deps);
    clock.advance(24 * 60 * 60_000);
    await deliverMails(deps);
    expect(sent).toHaveLength(2);
    expect(await newest()).toMatchObject({ status: 'delivered', attempts: 2, last_error: null });
  });

  test('keep no link in the database once delivered, and the whole one until then', async () => {
    const { keyturn, deps, sent, newest } = await startWithMailServer();
    const token = linkToken((await mailsTo(keyturn, emails.anna)).text);
    expect(token).toHaveLength(43);
    await deliverMails(deps);
    for (const content of [sent[0]?.text, sent[0]?.html]) expect(content).toContain(`/set-up#${token}`);
    const kept = await newest();
    expect(JSON.stringify(kept)).not.toContain(token);
    for (const content of [kept?.text, kept?.html]) expect(content).toContain('/set-up#…');
    expect(kept?.text).toContain('Hello Anna (sample),');
  });

  test('keep no code in the database once delivered', async () => {
    const { keyturn, deps, sent, newest } = await startWithMailServer();
    await withAccount(keyturn, 'anna');
    await deps.db.deleteFrom('second_factor').execute();
    const email = emails.anna;
    const answer = await openBrowser(keyturn).send('POST', '/session', { email, password });
    expect(answer.json()).toMatchObject({ next: 'enrolment-code' });
    await deliverMails(deps);
    const [code = ''] = /^\d{8}$/m.exec(sent.at(-1)?.text ?? '') ?? [];
    expect(code).toHaveLength(8);
    expect(sent.at(-1)?.html).toContain(`>${code}</p>`);
    expect(JSON.stringify(await newest())).not.toContain(code);
  });

  test('keep no link in the database once they have failed for good', async () => {
    const { keyturn, deps, clock, server, newest } = await startWithMailServer();
    const token = linkToken((await mailsTo(keyturn, emails.anna)).text);
    server.refusal = '451 try later';
    await deliverMails(deps);
    expect((await newest())?.text).toContain(token);
    clock.advance(25 * 60 * 60_000);
    await deliverMails(deps);
    expect(await newest()).toMatchObject({ status: 'failed' });
    expect(JSON.stringify(await newest())).not.toContain(token);
  });

  test('that go to files stay whole: nobody else receives them', async () => {
    const { keyturn, deps, newest } = await startWithMailServer();
    const token = linkToken((await mailsTo(keyturn, emails.anna)).text);
    await deliverMails({ ...deps, config: keyturn.deps.config });
    expect(await newest()).toMatchObject({ status: 'delivered' });
    expect((await newest())?.text).toContain(token);
  });
});
