import type { Problem, Session } from '@keyturn/contract';
import { Secret, TOTP } from 'otpauth';
import { describe, expect, test } from 'vitest';
import { setAccountFactors } from '../../src/domain/session/account-factors.ts';
import { ids } from '../support/federation.ts';
import { publicUrl, startKeyturn, startOfTest } from '../support/keyturn.ts';

const password = 'correct horse battery staple';
const email = 'anna@north.example.org';

async function startWithAccount() {
  const keyturn = await startKeyturn();
  const { totpSecret } = await setAccountFactors(keyturn.deps, ids.users.anna, password);
  const totp = new TOTP({ secret: Secret.fromBase32(totpSecret) });
  const send = (method: 'GET' | 'POST' | 'DELETE', path: string, cookie: string | null, payload?: object) =>
    keyturn.app.inject({
      method,
      url: `/api/v1/session${path}`,
      headers: { origin: publicUrl, ...(cookie === null ? {} : { cookie }) },
      ...(payload === undefined ? {} : { payload }),
    });
  const cookieOf = (response: { headers: Record<string, unknown> }): string =>
    String(response.headers['set-cookie']).split(';', 1)[0] ?? '';
  return {
    ...keyturn,
    send,
    code: (at = keyturn.clock.now()) => totp.generate({ timestamp: at.getTime() }),
    enterPassword: (given = password, address = email) =>
      send('POST', '', null, { email: address, password: given }),
    enterCode: (cookie: string, code: string) => send('POST', '/verification', cookie, { code }),
    cookieOf,
    firstStep: async () => cookieOf(await send('POST', '', null, { email, password })),
  };
}

const refusal = (response: { statusCode: number; json(): unknown }) => [
  response.statusCode,
  (response.json() as Problem).code,
];

describe('R1.1 signing in', () => {
  test('takes the password, then a code, and answers who is signed in', async () => {
    const { enterPassword, enterCode, code, send, cookieOf } = await startWithAccount();
    const first = await enterPassword(password, ' Anna@North.example.org ');
    expect([first.statusCode, first.json()]).toEqual([200, { next: 'verification-code' }]);
    expect(first.headers['set-cookie']).toMatch(
      /^__Host-keyturn_session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    const second = await enterCode(cookieOf(first), code().replace(/^.../, '$& '));
    expect(second.statusCode).toBe(200);
    const session: Session = {
      user: {
        id: ids.users.anna,
        name: 'Anna (sample)',
        email,
        role: 'member',
        locale: 'en',
        timeZone: 'Europe/Berlin',
      },
      organisation: { id: ids.organisations.north, name: 'North Registry', timeZone: 'Europe/Berlin' },
      mfaAt: startOfTest.toISOString(),
      endsAt: '2027-03-16T22:00:00.000Z',
    };
    expect(second.json()).toEqual(session);
    expect((await send('GET', '', cookieOf(second))).json()).toEqual(session);
  });

  test('the password alone opens nothing', async () => {
    const { app, send, firstStep } = await startWithAccount();
    const cookie = await firstStep();
    expect(refusal(await send('GET', '', cookie))).toEqual([401, 'unauthenticated']);
    const listing = await app.inject({ url: '/api/v1/applications', headers: { cookie } });
    expect(refusal(listing)).toEqual([401, 'unauthenticated']);
  });

  test('the cookie of the first step is worth nothing after the second', async () => {
    const { send, firstStep, enterCode, code } = await startWithAccount();
    const planted = await firstStep();
    expect((await enterCode(planted, code())).statusCode).toBe(200);
    expect((await send('GET', '', planted)).statusCode).toBe(401);
  });

  test('a code works once, also in another session, and so does an earlier one after a later one', async () => {
    const { clock, firstStep, enterCode, code } = await startWithAccount();
    const [current, previous] = [code(), code(new Date(clock.now().getTime() - 30_000))];
    expect((await enterCode(await firstStep(), current)).statusCode).toBe(200);
    expect(refusal(await enterCode(await firstStep(), current))).toEqual([401, 'code-used']);
    expect(refusal(await enterCode(await firstStep(), previous))).toEqual([401, 'code-used']);
    clock.advance(30_000);
    expect((await enterCode(await firstStep(), code())).statusCode).toBe(200);
  });

  test('two requests with one code at once: one succeeds', async () => {
    const { firstStep, enterCode, code } = await startWithAccount();
    const [one, two] = [await firstStep(), await firstStep()];
    const answers = await Promise.all([enterCode(one, code()), enterCode(two, code())]);
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
  });

  test('a clock one step off is accepted, two are not', async () => {
    const { clock, firstStep, enterCode, code } = await startWithAccount();
    const at = (seconds: number) => code(new Date(clock.now().getTime() + seconds * 1000));
    expect(refusal(await enterCode(await firstStep(), at(-60)))).toEqual([401, 'code-wrong']);
    expect(refusal(await enterCode(await firstStep(), at(60)))).toEqual([401, 'code-wrong']);
    expect((await enterCode(await firstStep(), at(-30))).statusCode).toBe(200);
  });

  test('after five wrong codes, or ten minutes, the password is asked again', async () => {
    const { clock, firstStep, enterCode, code } = await startWithAccount();
    const cookie = await firstStep();
    for (let attempt = 1; attempt <= 5; attempt += 1)
      expect(refusal(await enterCode(cookie, '000000'))).toEqual([401, 'code-wrong']);
    expect(refusal(await enterCode(cookie, code()))).toEqual([401, 'sign-in-failed']);
    const slow = await firstStep();
    clock.advance(10 * 60_000 + 1);
    expect(refusal(await enterCode(slow, code()))).toEqual([401, 'sign-in-failed']);
  });

  test('whoever has the password cannot go on guessing codes: the account’s guesses are counted over all sessions', async () => {
    const { clock, firstStep, enterCode, code } = await startWithAccount();
    const statuses: number[] = [];
    for (let session = 1; session <= 3; session += 1) {
      const cookie = await firstStep();
      for (let guess = 1; guess <= 4; guess += 1)
        statuses.push((await enterCode(cookie, '000000')).statusCode);
    }
    // Five are free; the sixth makes the next wait.
    expect(statuses).toEqual([...Array<number>(6).fill(401), ...Array<number>(6).fill(429)]);
    expect(refusal(await enterCode(await firstStep(), code()))).toEqual([429, 'too-many-attempts']);
    clock.advance(60_000);
    expect((await enterCode(await firstStep(), code())).statusCode).toBe(200);
  });

  test('parallel guesses of a password count like guesses one after another', async () => {
    const { enterPassword } = await startWithAccount();
    const answers = await Promise.all(Array.from({ length: 20 }, () => enterPassword('wrong')));
    expect(answers.filter(({ statusCode }) => statusCode === 401)).toHaveLength(5);
    expect(answers.filter(({ statusCode }) => statusCode === 429)).toHaveLength(15);
  });

  test('text with a NUL is refused, not an error', async () => {
    const { enterPassword } = await startWithAccount();
    expect(refusal(await enterPassword(password, 'a\u0000b'))).toEqual([400, 'invalid-request']);
  });

  test('a wrong password, an unknown, a disabled and a not yet set-up account are refused alike', async () => {
    const { deps, enterPassword } = await startWithAccount();
    const answers = [
      await enterPassword('wrong'),
      await enterPassword(password, 'nobody@north.example.org'),
      await enterPassword(password, 'peter@north.example.org'),
    ];
    await deps.db.updateTable('portal_user').set({ status: 'disabled' }).execute();
    answers.push(await enterPassword());
    for (const answer of answers) {
      expect(refusal(answer)).toEqual([401, 'sign-in-failed']);
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
  });

  test('failures delay further attempts from the same address, growing, and nobody else', async () => {
    const { app, clock, enterPassword } = await startWithAccount();
    for (let failure = 1; failure <= 5; failure += 1)
      expect((await enterPassword('wrong')).statusCode).toBe(401);
    expect(refusal(await enterPassword())).toEqual([429, 'too-many-attempts']);
    const elsewhere = await app.inject({
      method: 'POST',
      url: '/api/v1/session',
      headers: { origin: publicUrl },
      remoteAddress: '203.0.113.9',
      payload: { email, password },
    });
    expect(elsewhere.statusCode).toBe(200);
    clock.advance(2_000);
    expect((await enterPassword('wrong')).statusCode).toBe(401);
    clock.advance(2_000);
    expect((await enterPassword()).statusCode).toBe(429);
    clock.advance(2_000);
    expect((await enterPassword()).statusCode).toBe(200);
  });

  test('from another origin is refused', async () => {
    const { app } = await startWithAccount();
    for (const headers of [{}, { origin: 'https://evil.example.org' }]) {
      const response = await app.inject({
        method: 'POST',
        url: '/api/v1/session',
        headers,
        payload: { email, password },
      });
      expect(refusal(response)).toEqual([403, 'foreign-origin']);
    }
  });

  test('R7 is recorded, and so is signing out, which ends the session', async () => {
    const { deps, send, firstStep, enterCode, code, cookieOf } = await startWithAccount();
    const cookie = cookieOf(await enterCode(await firstStep(), code()));
    const out = await send('DELETE', '', cookie);
    expect(out.statusCode).toBe(204);
    expect(out.headers['set-cookie']).toMatch(/^__Host-keyturn_session=; .*Expires=Thu, 01 Jan 1970/);
    expect((await send('GET', '', cookie)).statusCode).toBe(401);
    const events = await deps.db
      .selectFrom('audit_event')
      .select(['action', 'target_id'])
      .where('action', 'like', 'session.%')
      .orderBy('seq')
      .execute();
    expect(events).toEqual([
      { action: 'session.started', target_id: ids.users.anna },
      { action: 'session.ended', target_id: ids.users.anna },
    ]);
  });
});
