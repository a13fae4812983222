import type { Session, SignInProgress } from '@keyturn/contract';
import { describe, expect, test } from 'vitest';
import { ids } from '../support/federation.ts';
import { startKeyturn, startOfTest } from '../support/keyturn.ts';
import {
  emails,
  openBrowser,
  password,
  recordedActions,
  refusal,
  signIn,
  withAccount,
} from '../support/portal-browser.ts';

async function startWithAnna() {
  const keyturn = await startKeyturn();
  const code = await withAccount(keyturn, 'anna');
  const firstStep = async () => {
    const browser = openBrowser(keyturn);
    await browser.send('POST', '/session', { email: emails.anna, password });
    return browser;
  };
  const enter = async (given: string) =>
    (await firstStep()).send('POST', '/session/verification', { code: given });
  const enterPassword = (given = password, email: string = emails.anna) =>
    openBrowser(keyturn).send('POST', '/session', { email, password: given });
  return { keyturn, ...keyturn, code, firstStep, enter, enterPassword };
}

describe('R1.1 signing in', () => {
  test('takes the password, then a code, and answers who is signed in', async () => {
    const { keyturn, code } = await startWithAnna();
    const browser = openBrowser(keyturn);
    const first = await browser.send('POST', '/session', { email: ' Anna@North.example.org ', password });
    const progress: SignInProgress = {
      next: 'second-factor',
      setUp: false,
      user: { name: 'Anna (sample)', email: emails.anna },
      organisation: { name: 'North Registry' },
      factors: ['totp'],
      termsVersion: null,
    };
    expect([first.statusCode, first.json()]).toEqual([200, progress]);
    expect(first.headers['set-cookie']).toMatch(
      /^__Host-keyturn_session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    expect((await browser.send('GET', '/session/progress')).json()).toEqual(progress);
    const second = await browser.send('POST', '/session/verification', {
      code: code().replace(/^.../, '$& '),
    });
    expect(second.statusCode).toBe(200);
    const session = second.json<Session>();
    expect(session).toEqual({
      id: session.id,
      user: {
        id: ids.users.anna,
        name: 'Anna (sample)',
        email: emails.anna,
        role: 'member',
        locale: 'en',
        timeZone: 'Europe/Berlin',
      },
      organisation: { id: ids.organisations.north, name: 'North Registry', timeZone: 'Europe/Berlin' },
      mfaAt: startOfTest.toISOString(),
      coversAt: '2027-03-16T11:00:00.000Z',
      endsAt: '2027-03-16T12:00:00.000Z',
      termsToAccept: null,
      recoveryCodesLeft: 0,
    } satisfies Session);
    expect((await browser.send('GET', '/session')).json()).toEqual(session);
    expect((await browser.send('GET', '/session/progress')).json()).toMatchObject({ next: 'done' });
  });

  test('the password alone opens nothing', async () => {
    const { firstStep } = await startWithAnna();
    const browser = await firstStep();
    for (const path of ['/session', '/sessions', '/applications', '/account', '/audit-events'])
      expect(refusal(await browser.send('GET', path))).toEqual([401, 'unauthenticated']);
    for (const path of ['/account/factors/totp', '/account/factors/passkey/options'])
      expect(refusal(await browser.send('POST', path))).toEqual([401, 'sign-in-failed']);
    expect(refusal(await browser.send('POST', '/account/recovery-codes'))).toEqual([401, 'unauthenticated']);
  });

  test('the cookie of the first step, which somebody may have planted, is worth nothing after the second', async () => {
    const { keyturn, firstStep, code } = await startWithAnna();
    const browser = await firstStep();
    const planted = openBrowser(keyturn);
    planted.cookie = browser.cookie;
    expect((await browser.send('POST', '/session/verification', { code: code() })).statusCode).toBe(200);
    expect(browser.cookie).not.toBe(planted.cookie);
    for (const path of ['/session', '/session/progress'])
      expect(refusal(await planted.send('GET', path))).toEqual([401, 'unauthenticated']);
  });

  test('what the database keeps of a session continues nobody’s', async () => {
    const { keyturn, code, deps } = await startWithAnna();
    await signIn(keyturn, 'anna', code);
    const { id, token_sha256 } = await deps.db
      .selectFrom('session')
      .select(['id', 'token_sha256'])
      .executeTakeFirstOrThrow();
    const thief = openBrowser(keyturn);
    for (const stored of [
      id,
      ...(['hex', 'base64url', 'base64'] as const).map((as) => token_sha256.toString(as)),
    ]) {
      thief.cookie = stored;
      expect(refusal(await thief.send('GET', '/session'))).toEqual([401, 'unauthenticated']);
    }
  });

  test('a code works once, also in another session, and so does an earlier one after a later one', async () => {
    const { clock, enter, code } = await startWithAnna();
    const [current, previous] = [code(), code(new Date(clock.now().getTime() - 30_000))];
    expect((await enter(current)).statusCode).toBe(200);
    expect(refusal(await enter(current))).toEqual([401, 'code-used']);
    expect(refusal(await enter(previous))).toEqual([401, 'code-used']);
    clock.advance(30_000);
    expect((await enter(code())).statusCode).toBe(200);
  });

  test('two requests with one code at once: one succeeds', async () => {
    const { firstStep, code } = await startWithAnna();
    const [one, two] = [await firstStep(), await firstStep()];
    const send = (browser: typeof one) => browser.send('POST', '/session/verification', { code: code() });
    const answers = await Promise.all([send(one), send(two)]);
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
  });

  test('a clock one step off is accepted, two are not', async () => {
    const { clock, enter, code } = await startWithAnna();
    const at = (seconds: number) => code(new Date(clock.now().getTime() + seconds * 1000));
    expect(refusal(await enter(at(-60)))).toEqual([401, 'code-wrong']);
    expect(refusal(await enter(at(60)))).toEqual([401, 'code-wrong']);
    expect((await enter(at(-30))).statusCode).toBe(200);
  });

  test('after five wrong codes, or ten minutes, the password is asked again', async () => {
    const { clock, firstStep, code } = await startWithAnna();
    const browser = await firstStep();
    const enter = (given: string) => browser.send('POST', '/session/verification', { code: given });
    for (let attempt = 1; attempt <= 5; attempt += 1)
      expect(refusal(await enter('000000'))).toEqual([401, 'code-wrong']);
    expect(refusal(await enter(code()))).toEqual([401, 'sign-in-failed']);
    const slow = await firstStep();
    clock.advance(10 * 60_000);
    expect(refusal(await slow.send('POST', '/session/verification', { code: code() }))).toEqual([
      401,
      'unauthenticated',
    ]);
  });

  test('text with a NUL is refused, not an error', async () => {
    const { enterPassword } = await startWithAnna();
    expect(refusal(await enterPassword(password, 'a\u0000b'))).toEqual([400, 'invalid-request']);
  });

  test('a wrong password, an unknown, a disabled and a not yet set-up account are refused alike', async () => {
    const { deps, enterPassword } = await startWithAnna();
    const answers = [
      await enterPassword('wrong'),
      await enterPassword(password, 'nobody@north.example.org'),
      await enterPassword(password, emails.peter),
    ];
    await deps.db.updateTable('portal_user').set({ status: 'disabled' }).execute();
    answers.push(await enterPassword());
    const [first] = answers.map((answer) => ({ ...answer.json<object>(), requestId: null }));
    for (const answer of answers) {
      expect(refusal(answer)).toEqual([401, 'sign-in-failed']);
      expect({ ...answer.json<object>(), requestId: null }).toEqual(first);
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
  });

  test('from another origin, or from none, every change is refused', async () => {
    const { keyturn, code } = await startWithAnna();
    const { cookie } = await signIn(keyturn, 'anna', code);
    for (const origin of [null, 'https://evil.example.org', 'null']) {
      const foreign = openBrowser(keyturn, { origin });
      foreign.cookie = cookie;
      for (const [method, path, body] of [
        ['POST', '/session', { email: emails.anna, password }],
        ['POST', '/session/verification', { code: '000000' }],
        ['POST', '/session/continue'],
        ['POST', '/session/input'],
        ['DELETE', '/session'],
        ['DELETE', '/sessions'],
        ['POST', '/set-up', { token: 'x' }],
        ['POST', '/password-reset', { email: emails.anna }],
        ['PUT', '/account/password', { currentPassword: password, password }],
        ['PUT', '/account/terms', { version: 1 }],
        ['POST', '/account/factors/totp'],
        ['POST', '/account/recovery-codes'],
        ['DELETE', `/account/factors/${ids.users.anna}`],
      ] as const)
        expect([path, ...refusal(await foreign.send(method, path, body))]).toEqual([
          path,
          403,
          'foreign-origin',
        ]);
    }
  });

  test('R7 sign-ins, failures and signing out are recorded; signing out ends the session', async () => {
    const { keyturn, code, enterPassword, enter } = await startWithAnna();
    await enterPassword('wrong');
    await enterPassword(password, 'nobody@north.example.org');
    await enter('000000');
    const browser = await signIn(keyturn, 'anna', code);
    const { cookie } = browser;
    const out = await browser.send('DELETE', '/session');
    expect(out.statusCode).toBe(204);
    expect(out.headers['set-cookie']).toMatch(/^__Host-keyturn_session=; .*Expires=Thu, 01 Jan 1970/);
    browser.cookie = cookie;
    expect((await browser.send('GET', '/session')).statusCode).toBe(401);
    const events = await keyturn.deps.db
      .selectFrom('audit_event')
      .select(['action', 'target_id', 'target_name', 'after', 'address'])
      .where('action', 'like', 'session.%')
      .orderBy('seq')
      .execute();
    const anna = { target_id: ids.users.anna, target_name: 'Anna (sample)', address: '127.0.0.1' };
    expect(events).toEqual([
      { action: 'session.refused', ...anna, after: { factor: 'password' } },
      {
        action: 'session.refused',
        target_id: 'unknown',
        target_name: 'unknown account',
        address: '127.0.0.1',
        after: { factor: 'password' },
      },
      { action: 'session.refused', ...anna, after: { factor: 'code' } },
      { action: 'session.started', ...anna, after: { amr: ['pwd', 'otp'] } },
      { action: 'session.ended', ...anna, after: null },
    ]);
  });
});

describe('giving up a sign-in', () => {
  test('ends it: a reload does not go on with the account that was left', async () => {
    const { keyturn, firstStep } = await startWithAnna();
    const browser = await firstStep();
    const { cookie } = browser;
    expect((await browser.send('DELETE', '/session')).statusCode).toBe(204);
    browser.cookie = cookie;
    expect(refusal(await browser.send('GET', '/session/progress'))).toEqual([401, 'unauthenticated']);
    expect(refusal(await openBrowser(keyturn).send('DELETE', '/session'))).toEqual([401, 'unauthenticated']);
  });
});

describe('R6.3 a session', () => {
  test('is covered after an hour without input: the server refuses everything but Continue and signing out', async () => {
    const { keyturn, clock, code } = await startWithAnna();
    const browser = await signIn(keyturn, 'anna', code);
    clock.advance(60 * 60_000 - 1);
    expect((await browser.send('GET', '/applications')).statusCode).toBe(200);
    clock.advance(1);
    for (const path of [
      '/session',
      '/session/progress',
      '/sessions',
      '/account',
      '/applications',
      '/audit-events',
    ])
      expect(refusal(await browser.send('GET', path))).toEqual([403, 'session-covered']);
    for (const path of ['/session/input', '/session/verification', '/account/factors/totp'])
      expect(refusal(await browser.send('POST', path, { code: code() }))).toEqual([403, 'session-covered']);
    const continued = await browser.send('POST', '/session/continue');
    expect([continued.statusCode, continued.json<Session>().coversAt]).toEqual([
      200,
      '2027-03-16T12:00:00.000Z',
    ]);
    expect((await browser.send('GET', '/applications')).statusCode).toBe(200);
    clock.advance(60 * 60_000);
    expect((await browser.send('DELETE', '/session')).statusCode).toBe(204);
  });

  test('is over two hours after the last input, and twelve hours after the sign-in in any case', async () => {
    const { keyturn, clock, code } = await startWithAnna();
    const idle = await signIn(keyturn, 'anna', code);
    clock.advance(2 * 60 * 60_000);
    expect(refusal(await idle.send('POST', '/session/continue'))).toEqual([401, 'unauthenticated']);
    expect(refusal(await idle.send('GET', '/session'))).toEqual([401, 'unauthenticated']);

    const busy = await signIn(keyturn, 'anna', code);
    for (let minutes = 50; minutes < 12 * 60; minutes += 50) {
      clock.advance(50 * 60_000);
      expect((await busy.send('POST', '/session/input')).statusCode).toBe(204);
    }
    clock.advance(20 * 60_000 - 1);
    expect((await busy.send('GET', '/session')).json<Session>().endsAt).toBe('2027-03-17T00:00:00.000Z');
    clock.advance(1);
    expect(refusal(await busy.send('POST', '/session/input'))).toEqual([401, 'unauthenticated']);
  });

  test('reading, polling and refetching are no input; changes are', async () => {
    const { keyturn, clock, code } = await startWithAnna();
    const browser = await signIn(keyturn, 'anna', code);
    for (let minute = 0; minute < 59; minute += 1) {
      clock.advance(60_000);
      for (const path of ['/session', '/applications', '/account', '/sessions', '/portal'])
        expect((await browser.send('GET', path)).statusCode).toBe(200);
    }
    clock.advance(60_000);
    expect(refusal(await browser.send('GET', '/session'))).toEqual([403, 'session-covered']);
    await browser.send('POST', '/session/continue');
    clock.advance(30 * 60_000);
    await browser.send('POST', `/applications/${ids.applications.northSearch}/secrets`, {
      name: 'Counts as input',
      expiresAt: '2027-09-01T12:00:00Z',
    });
    clock.advance(59 * 60_000);
    expect((await browser.send('GET', '/session')).statusCode).toBe(200);
  });

  test('a fresh proof gives a new cookie and prolongs nothing beyond twelve hours', async () => {
    const { keyturn, clock, code } = await startWithAnna();
    const browser = await signIn(keyturn, 'anna', code);
    const before = browser.cookie;
    clock.advance(30 * 60_000);
    const proved = await browser.send('POST', '/session/verification', { code: code() });
    expect([proved.statusCode, proved.json<Session>().mfaAt]).toEqual([200, '2027-03-16T10:30:00.000Z']);
    expect(browser.cookie).not.toBe(before);
    const old = openBrowser(keyturn);
    old.cookie = before;
    expect((await old.send('GET', '/session')).statusCode).toBe(401);
    const { stage_since } = await keyturn.deps.db
      .selectFrom('session')
      .select('stage_since')
      .executeTakeFirstOrThrow();
    expect(stage_since).toEqual(startOfTest);
    expect(await recordedActions(keyturn, 'session.%')).toEqual(['session.started', 'session.confirmed']);
  });

  test('is listed with its device and address, and ended from elsewhere, alone or with all others', async () => {
    const { keyturn, clock, code } = await startWithAnna();
    const laptop = await signIn(keyturn, 'anna', code, {
      userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0',
    });
    clock.advance(30_000);
    const phone = await signIn(keyturn, 'anna', code, {
      address: '203.0.113.9',
      userAgent:
        'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1',
    });
    const { items } = (await phone.send('GET', '/sessions')).json<{ items: { id: string }[] }>();
    expect(items).toMatchObject([
      { current: true, device: 'Safari on iOS', address: '203.0.113.9' },
      {
        current: false,
        device: 'Firefox on Windows',
        address: '127.0.0.1',
        startedAt: startOfTest.toISOString(),
      },
    ]);
    const other = items[1]?.id ?? '';
    expect((await phone.send('DELETE', `/sessions/${other}`)).statusCode).toBe(204);
    expect((await laptop.send('GET', '/session')).statusCode).toBe(401);
    expect(refusal(await phone.send('DELETE', `/sessions/${other}`))).toEqual([404, 'not-found']);

    clock.advance(30_000);
    const third = await signIn(keyturn, 'anna', code);
    expect((await third.send('DELETE', '/sessions')).statusCode).toBe(204);
    for (const browser of [phone, third])
      expect((await browser.send('GET', '/session')).statusCode).toBe(401);
  });

  test('of somebody else cannot be ended: it does not exist', async () => {
    const { keyturn, code } = await startWithAnna();
    const anna = await signIn(keyturn, 'anna', code);
    const peter = await signIn(keyturn, 'peter', await withAccount(keyturn, 'peter'));
    const { id } = (await anna.send('GET', '/session')).json<Session>();
    expect(refusal(await peter.send('DELETE', `/sessions/${id}`))).toEqual([404, 'not-found']);
    expect((await anna.send('GET', '/session')).statusCode).toBe(200);
  });

  test('opens nothing to somebody who was disabled, or whose organisation was', async () => {
    const { keyturn, deps, code } = await startWithAnna();
    const browser = await signIn(keyturn, 'anna', code);
    await deps.db.updateTable('portal_user').set({ status: 'disabled' }).execute();
    expect(refusal(await browser.send('GET', '/applications'))).toEqual([401, 'unauthenticated']);
    await deps.db.updateTable('portal_user').set({ status: 'active' }).execute();
    await deps.db.updateTable('organisation').set({ status: 'disabled' }).execute();
    expect(refusal(await browser.send('GET', '/applications'))).toEqual([401, 'unauthenticated']);
  });
});
