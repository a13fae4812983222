import type { Problem, SetUp } from '@keyturn/contract';
import { Secret, TOTP } from 'otpauth';
import { describe, expect, test } from 'vitest';
import { inviteOperator } from '../../src/domain/account/invite-operator.ts';
import { deliverMails } from '../../src/domain/outbox/deliver-mails.ts';
import type { OutgoingMail } from '../../src/mail/mailer.ts';
import { listMails } from '../../src/store/mails.ts';
import { ids } from '../support/federation.ts';
import { publicUrl, startKeyturn, type TestKeyturn } from '../support/keyturn.ts';

const password = 'a long enough password';

/** The link in the mail that the import queued for this address. */
async function mailedToken(keyturn: TestKeyturn, email: string): Promise<string> {
  const mail = (await listMails(keyturn.deps.db, 100)).find(({ recipient }) => recipient === email);
  return /#([\w-]{43})$/m.exec(mail?.text ?? '')?.[1] ?? '';
}

async function startSetUp(email = 'anna@north.example.org') {
  const keyturn = await startKeyturn();
  const token = await mailedToken(keyturn, email);
  const send = (method: 'GET' | 'POST' | 'PUT', path: string, cookie: string | null, payload?: object) =>
    keyturn.app.inject({
      method,
      url: `/api/v1/set-up${path}`,
      headers: { origin: publicUrl, ...(cookie === null ? {} : { cookie }) },
      ...(payload === undefined ? {} : { payload }),
    });
  const begin = (given = token) => send('POST', '', null, { token: given });
  const cookieOf = (response: { headers: Record<string, unknown> }): string =>
    String(response.headers['set-cookie']).split(';', 1)[0] ?? '';
  const codeOf = (setUp: SetUp): string =>
    new TOTP({ secret: Secret.fromBase32(setUp.totp.secret) }).generate({
      timestamp: keyturn.clock.now().getTime(),
    });
  return { ...keyturn, token, send, begin, cookieOf, codeOf };
}

const refusal = (response: { statusCode: number; json(): unknown }) => [
  response.statusCode,
  (response.json() as Problem).code,
];

describe('R6.1 setting up an account', () => {
  test('leads from the mailed link over password and authenticator to being signed in', async () => {
    const { app, send, begin, cookieOf, codeOf } = await startSetUp();
    const begun = await begin();
    expect(begun.statusCode).toBe(204);
    const cookie = cookieOf(begun);
    expect(cookie).toMatch(/^__Host-keyturn_set_up=[\w-]{43}$/);
    const first = (await send('GET', '', cookie)).json<SetUp>();
    expect(first).toMatchObject({
      user: { name: 'Anna (sample)', email: 'anna@north.example.org' },
      organisation: { name: 'North Registry' },
      step: 'password',
    });
    expect(first.totp.uri).toMatch(/^otpauth:\/\/totp\/Keyturn:anna%40north.example.org\?/);

    expect((await send('PUT', '/password', cookie, { password })).statusCode).toBe(204);
    const second = (await send('GET', '', cookie)).json<SetUp>();
    expect(second).toEqual({ ...first, step: 'authenticator' });

    const finished = await send('POST', '/verification', cookie, { code: codeOf(second) });
    expect([finished.statusCode, finished.json<{ user: { id: string } }>().user.id]).toEqual([
      200,
      ids.users.anna,
    ]);
    const cookies = [finished.headers['set-cookie']]
      .flat()
      .map((value) => String(value).split(';', 1)[0] ?? '');
    const session = cookies.find((value) => value.startsWith('__Host-keyturn_session=')) ?? '';
    const listing = await app.inject({ url: '/api/v1/applications', headers: { cookie: session } });
    expect(listing.json<{ items: object[] }>().items).toHaveLength(1);
    expect(refusal(await send('GET', '', cookie))).toEqual([410, 'set-up-link-invalid']);
  });

  test('opening the link consumes nothing; the button does, once', async () => {
    const { app, token, begin } = await startSetUp();
    // A mail scanner fetches the address; what stands behind # never reaches the server.
    for (let scan = 1; scan <= 3; scan += 1) await app.inject({ url: '/set-up' });
    expect(token).toHaveLength(43);
    expect((await begin()).statusCode).toBe(204);
    expect(refusal(await begin())).toEqual([410, 'set-up-link-invalid']);
  });

  test('two presses at once: one succeeds', async () => {
    const { begin } = await startSetUp();
    const answers = await Promise.all([begin(), begin()]);
    expect(answers.filter(({ statusCode }) => statusCode === 204)).toHaveLength(1);
  });

  test('a link is valid for seven days, and for no one disabled', async () => {
    const one = await startSetUp();
    one.clock.advance(7 * 24 * 60 * 60 * 1000);
    expect((await one.begin()).statusCode).toBe(410);
    const two = await startSetUp();
    await two.deps.db.updateTable('portal_user').set({ status: 'disabled' }).execute();
    expect((await two.begin()).statusCode).toBe(410);
  });

  test('a made-up, cut or empty token is refused', async () => {
    const { token, begin } = await startSetUp();
    for (const given of ['', 'x', token.slice(1), `${token}x`])
      expect(refusal(await begin(given))).toEqual([410, 'set-up-link-invalid']);
  });

  test('the password has 12 characters or more; the code must be right; nothing can be skipped', async () => {
    const { send, begin, cookieOf, codeOf } = await startSetUp();
    const cookie = cookieOf(await begin());
    const setUp = (await send('GET', '', cookie)).json<SetUp>();
    expect((await send('POST', '/verification', cookie, { code: codeOf(setUp) })).statusCode).toBe(410);
    const short = await send('PUT', '/password', cookie, { password: 'elevenchars' });
    expect(refusal(short)).toEqual([400, 'password-too-short']);
    await send('PUT', '/password', cookie, { password });
    expect(refusal(await send('POST', '/verification', cookie, { code: '000000' }))).toEqual([
      401,
      'code-wrong',
    ]);
  });

  test('the code that finished the set-up does not sign in again', async () => {
    const { app, send, begin, cookieOf, codeOf } = await startSetUp();
    const cookie = cookieOf(await begin());
    await send('PUT', '/password', cookie, { password });
    const code = codeOf((await send('GET', '', cookie)).json<SetUp>());
    await send('POST', '/verification', cookie, { code });
    const post = (path: string, payload: object, headers: object) =>
      app.inject({
        method: 'POST',
        url: `/api/v1/session${path}`,
        headers: { origin: publicUrl, ...headers },
        payload,
      });
    const first = await post('', { email: 'anna@north.example.org', password }, {});
    expect(first.statusCode).toBe(200);
    expect(refusal(await post('/verification', { code }, { cookie: cookieOf(first) }))).toEqual([
      401,
      'code-used',
    ]);
  });

  test('the set-up cookie opens nothing else, and a set-up ends after an hour', async () => {
    const { app, clock, send, begin, cookieOf } = await startSetUp();
    const cookie = cookieOf(await begin());
    const asSession = cookie.replace('keyturn_set_up', 'keyturn_session');
    for (const header of [cookie, asSession])
      expect(
        (await app.inject({ url: '/api/v1/applications', headers: { cookie: header } })).statusCode,
      ).toBe(401);
    clock.advance(60 * 60 * 1000);
    expect((await send('GET', '', cookie)).statusCode).toBe(410);
  });

  test('an operator’s link is made by the command line; a new one replaces it, and a set-up account gets none', async () => {
    const keyturn = await startKeyturn();
    const actor = { kind: 'command-line', id: null, name: 'test', address: null } as const;
    const invite = (email: string) => inviteOperator(keyturn.deps, actor, { email, name: 'First (sample)' });
    const [first, second] = [await invite('first@example.org'), await invite('First@example.org')];
    expect(first.url).toMatch(new RegExp(`^${publicUrl}/set-up#[\\w-]{43}$`));
    expect(second.expiresAt.getTime() - keyturn.clock.now().getTime()).toBe(24 * 60 * 60 * 1000);
    const begin = async (url: string) =>
      (
        await keyturn.app.inject({
          method: 'POST',
          url: '/api/v1/set-up',
          headers: { origin: publicUrl },
          payload: { token: url.split('#')[1] },
        })
      ).statusCode;
    expect(await begin(first.url)).toBe(410);
    expect(await begin(second.url)).toBe(204);
    await expect(invite('anna@north.example.org')).rejects.toMatchObject({ code: 'email-taken' });
  });
});

describe('mails', () => {
  test('a new user’s mail is queued with the import, in text and HTML, and names who, what and until when', async () => {
    const keyturn = await startKeyturn();
    const mails = await listMails(keyturn.deps.db, 100);
    expect(mails.map(({ recipient }) => recipient).toSorted()).toEqual([
      'anna@north.example.org',
      'maria@south.example.org',
      'olga@north.example.org',
      'operator@example.org',
      'peter@north.example.org',
    ]);
    const mail = mails.find(({ recipient }) => recipient.startsWith('anna'));
    expect(mail?.subject).toBe('Set up your Keyturn portal account');
    expect(mail?.text).toContain('Tuesday, 23 March 2027 at 11:00 (Europe/Berlin)');
    const [link = ''] = /https:\S+/.exec(mail?.text ?? '') ?? [];
    expect(mail?.html).toContain(`<a href="${link}">${link}</a>`);
  });

  test('are handed over with growing pauses, always under one Message-ID, and fail for good after a day', async () => {
    const keyturn = await startKeyturn();
    await keyturn.deps.db.deleteFrom('mail').where('recipient', '!=', 'anna@north.example.org').execute();
    const sent: OutgoingMail[] = [];
    let broken = true;
    const deps = {
      ...keyturn.deps,
      config: { ...keyturn.deps.config, mail: 'smtp' as const },
      mailer: {
        send(mail: OutgoingMail) {
          sent.push(mail);
          return broken ? Promise.reject(new Error('451 try later')) : Promise.resolve();
        },
      },
    };
    await deliverMails(deps);
    await deliverMails(deps);
    expect(sent).toHaveLength(1);
    keyturn.clock.advance(60_000);
    broken = false;
    await deliverMails(deps);
    await deliverMails(deps);
    expect(sent.map(({ messageId }) => messageId)).toEqual([sent[0]?.messageId, sent[0]?.messageId]);
    expect((await listMails(deps.db, 1))[0]).toMatchObject({
      status: 'delivered',
      attempts: 2,
      last_error: null,
    });

    await keyturn.deps.db.updateTable('mail').set({ status: 'queued' }).execute();
    broken = true;
    keyturn.clock.advance(24 * 60 * 60 * 1000);
    await deliverMails(deps);
    expect((await listMails(deps.db, 1))[0]).toMatchObject({ status: 'failed', last_error: '451 try later' });
  });
});
