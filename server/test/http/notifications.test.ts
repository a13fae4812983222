import { randomUUID } from 'node:crypto';
import type { Notification, NotificationDetails, NotificationKind } from '@keyturn/contract';
import { describe, expect, test } from 'vitest';
import { deliverMails, onQueuedMails } from '../../src/domain/outbox/deliver-mails.ts';
import { queueMails, type MailTopic, type NewMail } from '../../src/domain/outbox/queue-mail.ts';
import { MailRefusedError } from '../../src/mail/mailer.ts';
import { inTransaction } from '../../src/store/db.ts';
import { ids } from '../support/federation.ts';
import { bearer, startKeyturn, startOfTest, type TestKeyturn } from '../support/keyturn.ts';

const { northSearch, northData, southData } = ids.applications;
const emails = { anna: 'anna@north.example.org', peter: 'peter@north.example.org' };
const resetLink = 'https://credentials.example.org/reset-password#abc';
const refusal = '550 5.1.1 no such mailbox';

/** Without the invitations of the sample federation. */
async function startWithoutMails() {
  const keyturn = await startKeyturn();
  await keyturn.deps.db.deleteFrom('mail').execute();

  /** Queues a mail about these applications, by default to Anna, and answers its number. */
  async function mail(
    topics: MailTopic[],
    more: Partial<NewMail> = {},
    link = 'https://example.org/x',
  ): Promise<number> {
    let queued = '';
    await inTransaction(keyturn.deps.db, (tx) =>
      queueMails(tx, keyturn.deps, [
        {
          to: { userId: ids.users.anna, email: emails.anna },
          kind: 'reminder',
          topics,
          ...more,
          compose: (number) => {
            queued = number;
            return { subject: `About ${topics.length}`, lines: ['Hello,', { link }] };
          },
        },
      ]),
    );
    return Number(queued);
  }

  /** Hands over what is queued, to a mail server that refuses everything or takes it. */
  const deliver = (refuses = false): Promise<void> =>
    deliverMails({
      ...keyturn.deps,
      config: { ...keyturn.deps.config, mail: 'smtp' },
      mailer: {
        send: () =>
          refuses
            ? Promise.reject(new MailRefusedError(refusal))
            : Promise.resolve('smtp.example.org: 250 2.0.0 OK'),
      },
    });

  return { keyturn, mail, deliver, ask: askOf(keyturn) };
}

type Person = keyof typeof ids.users;

function askOf(keyturn: TestKeyturn) {
  async function request(method: 'GET' | 'POST', as: Person, path: string) {
    return keyturn.app.inject({ method, url: `/api/v1${path}`, headers: await keyturn.signedIn(as) });
  }
  return {
    get: (as: Person, path: string) => request('GET', as, path),
    post: (as: Person, path: string) => request('POST', as, path),
    async numbers(as: Person, query = ''): Promise<number[]> {
      const response = await request('GET', as, `/notifications${query}`);
      expect(response.statusCode).toBe(200);
      return response.json<{ items: Notification[] }>().items.map(({ number }) => number);
    },
    async one(as: Person, number: number): Promise<NotificationDetails> {
      const response = await request('GET', as, `/notifications/${number}`);
      expect(response.statusCode).toBe(200);
      return response.json<NotificationDetails>();
    },
  };
}

const about = (applicationId: string | null, kind: NotificationKind = 'expiring'): MailTopic => ({
  kind,
  applicationId,
  days: 30,
});

describe('the notification log', () => {
  test('says what, when, to whom, about which secret, and which server accepted it', async () => {
    const { keyturn, mail, deliver, ask } = await startWithoutMails();
    const secret = await keyturn.createSecret('northSearch', { name: 'Gateway' });
    await keyturn.deps.db.deleteFrom('mail').execute();
    const number = await mail([{ ...about(northSearch), secretId: secret.id }]);
    const queued = {
      number,
      kind: 'reminder',
      subject: 'About 1',
      at: startOfTest.toISOString(),
      recipient: { email: emails.anna, name: 'Anna (sample)' },
      status: 'queued',
      deliveredAt: null,
      acceptedBy: null,
      attempts: 0,
      nextAttemptAt: startOfTest.toISOString(),
      error: null,
      canSendAgain: false,
      topics: [
        {
          kind: 'expiring',
          days: 30,
          application: { clientId: northSearch, name: 'Partner-DE-NorthRegistry-SMC' },
          secret: { id: secret.id, name: 'Gateway', hint: secret.hint, system: null },
        },
      ],
    };
    expect((await ask.get('anna', '/notifications')).json()).toEqual({ items: [queued], next: null });
    keyturn.clock.advance(60_000);
    await deliver();
    const { content, ...delivered } = await ask.one('anna', number);
    expect(content?.text).toContain('Hello,');
    expect(content?.html).toContain('<p ');
    expect(delivered).toEqual({
      ...queued,
      status: 'delivered',
      deliveredAt: new Date(startOfTest.getTime() + 60_000).toISOString(),
      acceptedBy: 'smtp.example.org: 250 2.0.0 OK',
      attempts: 1,
      nextAttemptAt: null,
    });
  });

  test('shows managers the mails about their applications, operators all, and nobody else’s to anybody', async () => {
    const { mail, ask } = await startWithoutMails();
    const search = await mail([about(northSearch)]);
    const shared = await mail([about(northSearch)], {
      to: { userId: null, email: 'team@north.example.org' },
    });
    const data = await mail([about(northData)], { to: { userId: ids.users.peter, email: emails.peter } });
    const south = await mail([about(southData)], {
      to: { userId: ids.users.maria, email: 'maria@south.example.org' },
    });
    const toOperators = await mail([about(northSearch, 'not-replaced')], {
      to: { userId: ids.users.operator, email: 'operator@example.org', isOperator: true },
    });
    const account = await mail([], { kind: 'password-changed' });
    const failures = await mail([about(null, 'failed-mails')], {
      kind: 'failed-mails',
      to: { userId: ids.users.operator, email: 'operator@example.org', isOperator: true },
    });
    const all = [search, shared, data, south, toOperators, account, failures];

    const seen = {
      anna: [search, shared],
      peter: [search, shared, data],
      maria: [south],
      olga: [],
      operator: all,
    };
    for (const [person, numbers] of Object.entries(seen) as [Person, number[]][]) {
      expect({ person, numbers: await ask.numbers(person) }).toEqual({
        person,
        numbers: numbers.toReversed(),
      });
      for (const number of all) {
        const { statusCode } = await ask.get(person, `/notifications/${number}`);
        expect({ person, number, statusCode }).toEqual({
          person,
          number,
          statusCode: numbers.includes(number) ? 200 : 404,
        });
      }
    }
    expect((await ask.one('anna', shared)).recipient).toEqual({
      email: 'team@north.example.org',
      name: null,
    });
  });

  test('answers what one may not see exactly as what does not exist', async () => {
    const { mail, ask } = await startWithoutMails();
    const south = await mail([about(southData)]);
    const answer = async (path: string) => {
      const { statusCode, body } = await ask.get('anna', path);
      return { statusCode, body: body.replace(/"requestId":"[^"]*"/, '') };
    };
    const nothing = await answer('/notifications/999999999');
    expect(nothing.statusCode).toBe(404);
    expect(await answer(`/notifications/${south}`)).toEqual(nothing);
    for (const number of ['x', '-1', '1.5', '9'.repeat(16), '%00'])
      expect(await answer(`/notifications/${number}`)).toEqual(nothing);
    // As the mail writes it.
    const own = await mail([about(northSearch)]);
    expect((await answer(`/notifications/${String(own).padStart(5, '0')}`)).statusCode).toBe(200);
  });

  test('hides what a mail says of other applications, and then all of its content', async () => {
    const { mail, ask } = await startWithoutMails();
    const both = await mail([about(northData), about(northSearch)], {
      to: { userId: ids.users.peter, email: emails.peter },
    });
    const anna = await ask.one('anna', both);
    expect(anna.topics.map(({ application }) => application?.clientId)).toEqual([northSearch]);
    expect(anna.content).toBeNull();
    expect(JSON.stringify(anna)).not.toContain(northData);
    expect((await ask.get('anna', `/notifications/${both}/page`)).statusCode).toBe(404);
    expect(await ask.numbers('anna', `?application=${northData}`)).toEqual([]);
    expect(await ask.numbers('anna', '?search=NorthRegistry-DM')).toEqual([]);
    for (const person of ['peter', 'operator'] as const) {
      const whole = await ask.one(person, both);
      expect(whole.topics).toHaveLength(2);
      expect(whole.content?.text).toContain('Hello,');
    }
  });

  test('shows nobody what a mail about an account says, operators neither', async () => {
    const { mail, ask } = await startWithoutMails();
    const number = await mail([], { kind: 'password-reset' }, resetLink);
    expect(await ask.numbers('operator')).toEqual([number]);
    expect((await ask.one('operator', number)).content).toBeNull();
    expect((await ask.get('operator', `/notifications/${number}/page`)).statusCode).toBe(404);
    // Not even whose it is: a session that somebody else uses must not find the link here.
    expect(await ask.numbers('anna')).toEqual([]);
    expect((await ask.get('anna', `/notifications/${number}`)).statusCode).toBe(404);
  });

  test('tells errors to operators alone', async () => {
    const { mail, deliver, ask } = await startWithoutMails();
    const number = await mail([about(northSearch)]);
    await deliver(true);
    expect(await ask.one('operator', number)).toMatchObject({
      status: 'failed',
      error: refusal,
      canSendAgain: true,
    });
    expect(await ask.one('anna', number)).toMatchObject({
      status: 'failed',
      error: null,
      canSendAgain: false,
    });
  });

  test('is not for applications', async () => {
    const { keyturn } = await startWithoutMails();
    const secret = await keyturn.createSecret('northSearch');
    const headers = bearer(await keyturn.accessToken(secret, 'https://credentials.example.org/api'));
    for (const url of ['/api/v1/notifications', '/api/v1/notification-previews'])
      expect((await keyturn.app.inject({ url, headers })).statusCode).toBe(404);
  });
});

describe('filters and pages', () => {
  test('find mails by application, secret, person, status, kind and words', async () => {
    const { keyturn, mail, deliver, ask } = await startWithoutMails();
    const secret = await keyturn.createSecret('northData', { name: '100 % Gateway' });
    await keyturn.deps.db.deleteFrom('mail').execute();
    const peter = { userId: ids.users.peter, email: emails.peter };
    const search = await mail([about(northSearch)]);
    await deliver(true);
    const data = await mail([{ ...about(northData, 'never-used'), secretId: secret.id }], { to: peter });
    const both = await mail([about(northSearch, 'expired'), about(northData)], { to: peter });

    const found: Record<string, number[]> = {
      [`application=${northSearch}`]: [both, search],
      [`application=${northSearch.toUpperCase()}`]: [both, search],
      [`application=${northData}&kind=never-used`]: [data],
      // One topic has both, not one this and another one that.
      [`application=${northData}&kind=expired`]: [],
      [`secret=${secret.id}`]: [data],
      [`user=${ids.users.anna}`]: [search],
      'status=failed': [search],
      'status=queued': [both, data],
      'kind=expiring': [both, search],
      'search=ANNA%40north': [search],
      'search=peter%20(sam': [both, data],
      'search=northregistry-smc': [both, search],
      'search=100%20%25%20gate': [data],
      'search=%25%25': [],
      'search=1_0': [],
      [`search=${secret.hint}`]: [data],
      [`search=${northSearch}`]: [both, search],
      'search=nobody': [],
      'search=%20': [both, data, search],
    };
    for (const person of ['peter', 'operator'] as const)
      for (const [query, numbers] of Object.entries(found))
        expect({ query, numbers: await ask.numbers(person, `?${query}`) }).toEqual({ query, numbers });
    for (const query of [
      'status=sent',
      'kind=nonsense',
      'application=x',
      'limit=0',
      'cursor=x',
      'search=%00',
    ])
      expect((await ask.get('peter', `/notifications?${query}`)).statusCode).toBe(400);
  });

  test('come one after the other, newest first, also while others are added', async () => {
    const { mail, ask } = await startWithoutMails();
    const numbers: number[] = [];
    for (let count = 0; count < 5; count += 1) numbers.unshift(await mail([about(northSearch)]));
    const seen: number[] = [];
    let cursor = '';
    for (let pages = 0; pages < 3; pages += 1) {
      const page = (await ask.get('anna', `/notifications?limit=2${cursor}`)).json<{
        items: Notification[];
        next: string | null;
      }>();
      seen.push(...page.items.map(({ number }) => number));
      await mail([about(northSearch)]);
      cursor = `&cursor=${page.next}`;
      expect(page.next === null).toBe(pages === 2);
    }
    expect(seen).toEqual(numbers);
  });
});

describe('a mail’s page', () => {
  test('runs, loads and leads to nothing, can be framed by us alone, and shows either scheme', async () => {
    const { mail, ask } = await startWithoutMails();
    const number = await mail([about(northSearch)]);
    const page = await ask.get('anna', `/notifications/${number}/page`);
    expect(page.statusCode).toBe(200);
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox",
      'x-frame-options': 'SAMEORIGIN',
      'cache-control': 'no-store',
    });
    expect(page.body).toContain('>https://example.org/x</a>');
    expect(page.body).not.toMatch(/href|<script/);
    const dark = (await ask.get('anna', `/notifications/${number}/page?scheme=dark`)).body;
    expect(dark).toContain('@media all{');
    expect(dark).not.toContain('light dark');
    const light = (await ask.get('anna', '/notification-previews/test/page?scheme=light')).body;
    expect(light).toContain('@media not all{');
    expect((await ask.get('anna', '/notification-previews/nonsense/page')).statusCode).toBe(404);
    expect((await ask.get('anna', `/notifications/${number}/page?scheme=x`)).statusCode).toBe(400);
  });
});

describe('a test mail', () => {
  test('is followed by whoever asked for it, and by operators', async () => {
    const { deliver, ask } = await startWithoutMails();
    const response = await ask.post('olga', '/notifications/test');
    expect(response.statusCode).toBe(201);
    const { number } = response.json<{ number: number }>();
    expect(await ask.one('olga', number)).toMatchObject({
      kind: 'test',
      status: 'queued',
      recipient: { email: 'olga@north.example.org' },
      topics: [{ kind: 'test', days: null, application: null, secret: null }],
    });
    await deliver();
    expect(await ask.one('olga', number)).toMatchObject({ status: 'delivered' });
    expect((await ask.one('olga', number)).content?.text).toContain('test mail that you asked for');
    expect(await ask.numbers('olga', '?kind=test')).toEqual([number]);
    expect(await ask.numbers('operator')).toEqual([number]);
    expect(await ask.numbers('anna')).toEqual([]);
    expect((await ask.get('anna', `/notifications/${number}`)).statusCode).toBe(404);
  });

  test('is sent five times an hour', async () => {
    const { keyturn, ask } = await startWithoutMails();
    for (let count = 0; count < 5; count += 1)
      expect((await ask.post('anna', '/notifications/test')).statusCode).toBe(201);
    expect((await ask.post('anna', '/notifications/test')).statusCode).toBe(429);
    expect((await ask.post('peter', '/notifications/test')).statusCode).toBe(201);
    keyturn.clock.advance(60 * 60_000);
    expect((await ask.post('anna', '/notifications/test')).statusCode).toBe(201);
  });

  test('is asked for by an operator client too, which says for whom; operators may, others may not', async () => {
    const { keyturn, ask, deliver } = await startWithoutMails();
    const url = '/api/v1/notifications/test';
    const client = bearer(await keyturn.accessToken(await keyturn.operatorClient()));
    const post = (headers: Record<string, string>, payload: object) =>
      keyturn.app.inject({ method: 'POST', url, headers, payload });
    for (const payload of [{}, { userId: randomUUID() }]) {
      const nobody = await post(client, payload);
      expect(nobody.statusCode).toBe(400);
      expect(nobody.json()).toMatchObject({ code: 'invalid-request', errors: [{ path: 'userId' }] });
    }
    const sent = await post(client, { userId: ids.users.olga });
    expect(sent.statusCode).toBe(201);
    await deliver();
    const { number } = sent.json<{ number: number }>();
    const mail = await ask.one('olga', number);
    expect(mail).toMatchObject({ status: 'delivered', recipient: { email: 'olga@north.example.org' } });
    expect(mail.content?.text).toContain('test mail that Automation asked for');

    const statusOf = async (person: 'anna' | 'operator', userId: string) =>
      (await post(await keyturn.signedIn(person), { userId })).statusCode;
    expect(await statusOf('operator', ids.users.olga)).toBe(201);
    expect(await statusOf('anna', ids.users.olga)).toBe(403);
    expect(await statusOf('anna', ids.users.anna)).toBe(201);
  });
});

describe('R4.3 a server', () => {
  test('is told of the mails that it queued once they are committed, and of nothing that was rolled back', async () => {
    const { keyturn, mail, ask } = await startWithoutMails();
    const queued: number[] = [];
    onQueuedMails(keyturn.deps, () => void queued.push(1));
    const number = await mail([{ kind: 'test', applicationId: null }]);
    expect(queued).toHaveLength(1);
    const rolledBack = inTransaction(keyturn.deps.db, async (tx) => {
      const to = { userId: ids.users.anna, email: emails.anna };
      const compose = () => ({ subject: 'Never', lines: [] });
      await queueMails(tx, keyturn.deps, [{ to, kind: 'test', compose }]);
      throw new Error('rolled back');
    });
    await expect(rolledBack).rejects.toThrow('rolled back');
    await ask.get('anna', '/notifications');
    expect(queued).toHaveLength(1);

    await keyturn.deps.db.updateTable('mail').set({ status: 'failed' }).execute();
    expect((await ask.post('operator', `/notifications/${number}/send-again`)).statusCode).toBe(204);
    expect(queued).toHaveLength(2);
  });
});

describe('a mail that failed for good', () => {
  test('is sent again by operators, as it was written, and the audit log says so', async () => {
    const { keyturn, mail, deliver, ask } = await startWithoutMails();
    const number = await mail([about(northSearch)]);
    const again = (as: Person) => ask.post(as, `/notifications/${number}/send-again`);
    expect((await again('operator')).json()).toMatchObject({ code: 'mail-not-failed' });
    await deliver(true);
    expect((await again('anna')).statusCode).toBe(404);
    expect((await again('operator')).statusCode).toBe(204);
    expect(await ask.one('operator', number)).toMatchObject({ status: 'queued', canSendAgain: false });
    const event = await keyturn.deps.db
      .selectFrom('audit_event')
      .selectAll()
      .where('action', '=', 'mail.sent-again')
      .executeTakeFirstOrThrow();
    expect(JSON.stringify(event)).toContain(refusal);
    await deliver();
    expect(await ask.one('anna', number)).toMatchObject({ status: 'delivered', attempts: 2 });
    expect((await again('operator')).statusCode).toBe(409);
    expect((await ask.post('operator', '/notifications/999999999/send-again')).statusCode).toBe(404);
  });

  test('is not sent again without the link or code that it held', async () => {
    const { mail, deliver, ask } = await startWithoutMails();
    const number = await mail([], { kind: 'password-reset' }, resetLink);
    await deliver(true);
    expect(await ask.one('operator', number)).toMatchObject({ canSendAgain: false });
    const answer = await ask.post('operator', `/notifications/${number}/send-again`);
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([409, 'mail-incomplete']);
  });
});
