import { describe, expect, test } from 'vitest';
import { countGuess, passwordGuess } from '../../src/domain/session/guesses.ts';
import { startKeyturn } from '../support/keyturn.ts';
import {
  emails,
  mailsTo,
  openBrowser,
  password,
  refusal,
  signIn,
  withAccount,
} from '../support/portal-browser.ts';

async function startWithAnna() {
  const keyturn = await startKeyturn();
  const code = await withAccount(keyturn, 'anna');
  const enterPassword = (given: string, address = '127.0.0.1', email: string = emails.anna) =>
    openBrowser(keyturn, { address }).send('POST', '/session', { email, password: given });
  return { keyturn, ...keyturn, code, enterPassword };
}

describe('R1.1 guessing', () => {
  test('parallel guesses of a password count like guesses one after another', async () => {
    const { enterPassword } = await startWithAnna();
    const answers = await Promise.all(Array.from({ length: 20 }, () => enterPassword('wrong')));
    expect(answers.filter(({ statusCode }) => statusCode === 401)).toHaveLength(5);
    expect(answers.filter(({ statusCode }) => statusCode === 429)).toHaveLength(15);
  }, 120_000);

  test('failures delay further attempts from the same address, growing; another address goes on', async () => {
    const { clock, enterPassword } = await startWithAnna();
    for (let failure = 1; failure <= 5; failure += 1)
      expect((await enterPassword('wrong')).statusCode).toBe(401);
    expect(refusal(await enterPassword(password))).toEqual([429, 'too-many-attempts']);
    expect((await enterPassword(password, '203.0.113.9')).statusCode).toBe(200);
    clock.advance(2_000);
    expect((await enterPassword('wrong')).statusCode).toBe(401);
    clock.advance(2_000);
    expect((await enterPassword(password)).statusCode).toBe(429);
    clock.advance(2_000);
    expect((await enterPassword(password)).statusCode).toBe(200);
  });

  test('one address that tries many accounts is delayed for all of them', async () => {
    const { enterPassword } = await startWithAnna();
    const statuses: number[] = [];
    for (let account = 1; account <= 60; account += 1)
      statuses.push(
        (await enterPassword('wrong', '198.51.100.7', `nobody-${account}@example.org`)).statusCode,
      );
    expect(statuses.indexOf(429)).toBe(51);
    expect((await enterPassword(password, '198.51.100.7')).statusCode).toBe(429);
    expect((await enterPassword(password, '198.51.100.8')).statusCode).toBe(200);
  });

  test('after 1,000 failures on an account from 100 addresses the right password and code from a fresh address succeed within 30 s', async () => {
    const { keyturn, clock, code, enterPassword } = await startWithAnna();
    for (let failures = 0; failures < 1_000; failures += 1) {
      const address = `198.51.100.${failures % 100}`;
      // One in fifty over HTTP: a password takes a core for 30 ms. The others are counted by the same function.
      if (failures % 50 === 0) await enterPassword('wrong', address);
      else
        await countGuess(
          keyturn.deps,
          passwordGuess(emails.anna, { origin: { address, userAgent: 'Mozilla/5.0' }, isKnownDevice: false }),
        );
      clock.advance(300_000);
    }
    // The last failure was just now.
    expect((await enterPassword('wrong', '198.51.100.200')).statusCode).toBe(401);
    const began = clock.now().getTime();
    const fresh = openBrowser(keyturn, { address: '203.0.113.9' });
    const answer = await fresh.send('POST', '/session', { email: emails.anna, password });
    expect(answer.statusCode).toBe(200);
    expect((await fresh.send('POST', '/session/verification', { code: code() })).statusCode).toBe(200);
    expect(clock.now().getTime() - began).toBeLessThanOrEqual(30_000);
  }, 120_000);

  test('many failures from elsewhere delay neither a known device nor the first attempt from any other place', async () => {
    const { keyturn, code, enterPassword } = await startWithAnna();
    await signIn(keyturn, 'anna', code, { address: '203.0.113.9' });
    for (let failure = 0; failure < 52; failure += 1) await enterPassword('wrong', `198.51.100.${failure}`);
    // Whoever fails waits for the account from then on.
    expect((await enterPassword('wrong', '192.0.2.1')).statusCode).toBe(401);
    expect((await enterPassword(password, '192.0.2.1')).statusCode).toBe(429);
    expect((await enterPassword(password, '192.0.2.2')).statusCode).toBe(200);
    expect((await enterPassword('wrong', '203.0.113.10')).statusCode).toBe(401);
    expect((await enterPassword(password, '203.0.113.10')).statusCode).toBe(200);
  });

  test('a network that the account knows has a limit of its own', async () => {
    const { keyturn, code, enterPassword } = await startWithAnna();
    await signIn(keyturn, 'anna', code, { address: '203.0.113.9' });
    const statuses: number[] = [];
    for (let failure = 0; failure < 40; failure += 1)
      statuses.push((await enterPassword('wrong', `203.0.113.${100 + (failure % 10)}`)).statusCode);
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(31);
    expect(statuses).toContain(429);
  });

  test('one IPv6 /64 is one place: whoever has an address of it has all', async () => {
    const { enterPassword } = await startWithAnna();
    const statuses: number[] = [];
    for (let failure = 1; failure <= 8; failure += 1)
      statuses.push((await enterPassword('wrong', `2001:db8:1:2::${failure}`)).statusCode);
    expect(statuses).toEqual([...Array<number>(5).fill(401), ...Array<number>(3).fill(429)]);
    expect((await enterPassword(password, '2001:db8:1:3::1')).statusCode).toBe(200);
  });

  test('an attempt that has to wait is no wrong code: an open session goes on', async () => {
    const { keyturn, clock, code } = await startWithAnna();
    const owner = await signIn(keyturn, 'anna', code, { address: '203.0.113.9' });
    const thief = openBrowser(keyturn);
    for (let guess = 1; guess <= 12; guess += 1) {
      if (guess % 4 === 1) await thief.send('POST', '/session', { email: emails.anna, password });
      await thief.send('POST', '/session/verification', { code: '000000' });
    }
    const waiting = openBrowser(keyturn, { address: '127.0.0.1' });
    waiting.cookie = owner.cookie;
    for (let attempt = 1; attempt <= 8; attempt += 1)
      expect((await waiting.send('POST', '/session/verification', { code: code() })).statusCode).toBe(429);
    // The owner's own device is not delayed by what others guess.
    clock.advance(30_000);
    expect((await owner.send('POST', '/session/verification', { code: code() })).statusCode).toBe(200);
  });

  test('whoever has the password cannot go on guessing codes: guesses are counted over all sessions', async () => {
    const { keyturn, clock, code } = await startWithAnna();
    const firstStep = async () => {
      const browser = openBrowser(keyturn);
      await browser.send('POST', '/session', { email: emails.anna, password });
      return browser;
    };
    const statuses: number[] = [];
    for (let session = 1; session <= 3; session += 1) {
      const browser = await firstStep();
      for (let guess = 1; guess <= 4; guess += 1)
        statuses.push((await browser.send('POST', '/session/verification', { code: '000000' })).statusCode);
    }
    // Five are free; the sixth makes the next wait.
    expect(statuses).toEqual([...Array<number>(6).fill(401), ...Array<number>(6).fill(429)]);
    const blocked = await (await firstStep()).send('POST', '/session/verification', { code: code() });
    expect(refusal(blocked)).toEqual([429, 'too-many-attempts']);
    clock.advance(60_000);
    expect(
      (await (await firstStep()).send('POST', '/session/verification', { code: code() })).statusCode,
    ).toBe(200);
  });

  test('a sign-in from a new device or network is mailed, one from a known device is not', async () => {
    const { keyturn, clock, code } = await startWithAnna();
    const count = async () =>
      (await mailsTo(keyturn, emails.anna)).subjects.filter((subject) => subject.startsWith('New sign-in'))
        .length;
    const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0';
    const at = async (address: string, userAgent: string) => {
      clock.advance(30_000);
      await signIn(keyturn, 'anna', code, { address, userAgent });
      return count();
    };
    // The first is where the account was set up.
    expect(await at('203.0.113.9', firefox)).toBe(0);
    expect(await at('203.0.113.77', firefox.replaceAll('140', '141'))).toBe(0);
    expect(await at('198.51.100.9', firefox)).toBe(1);
    const { text } = await mailsTo(keyturn, emails.anna);
    expect(text).toContain('Firefox on Windows, 198.51.100.9');
    expect(await at('198.51.100.9', 'curl/8.5.0')).toBe(2);
    expect(await at('198.51.100.9', firefox)).toBe(2);
  });
});
