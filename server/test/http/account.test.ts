import type { Account, RecoveryCodes, Session, SignInProgress, TotpSeed } from '@keyturn/contract';
import { describe, expect, test } from 'vitest';
import { ids } from '../support/federation.ts';
import { publicUrl, startKeyturn, type TestKeyturn } from '../support/keyturn.ts';
import {
  codeOf,
  emails,
  mailsTo,
  openBrowser,
  password,
  recordedActions,
  refusal,
  signIn,
  statusesOf,
  withAccount,
  type PortalBrowser,
} from '../support/portal-browser.ts';
import { createSoftwarePasskey } from '../support/software-passkey.ts';

const minuteMs = 60_000;
const place = { origin: publicUrl, rpId: new URL(publicUrl).hostname };

async function startWithAnna() {
  const keyturn = await startKeyturn();
  const code = await withAccount(keyturn, 'anna');
  const browser = await signIn(keyturn, 'anna', code);
  keyturn.clock.advance(30_000);
  return { keyturn, ...keyturn, code, browser };
}

const factorsOf = async (browser: PortalBrowser) =>
  (await browser.send('GET', '/account')).json<Account>().factors;

async function addTotp(keyturn: TestKeyturn, browser: PortalBrowser, name = 'Token') {
  const { secret } = (await browser.send('POST', '/account/factors/totp')).json<TotpSeed>();
  const added = await browser.send('POST', '/account/factors/totp/confirmation', {
    code: codeOf(keyturn, secret),
    name,
  });
  return { secret, added };
}

type Challenged = { challenge: string };

async function addPasskey(
  browser: PortalBrowser,
  passkey: ReturnType<typeof createSoftwarePasskey>,
  name: string,
) {
  const options = (await browser.send('POST', '/account/factors/passkey/options')).json<Challenged>();
  return browser.send('POST', '/account/factors/passkey', { response: passkey.register(options), name });
}

async function firstStep(keyturn: TestKeyturn) {
  const browser = openBrowser(keyturn);
  const answer = await browser.send('POST', '/session', { email: emails.anna, password });
  return { browser, progress: answer.json<SignInProgress>() };
}

describe('R6.2 second factors', () => {
  test('several authenticators: each signs in, named, renamed, and each change is mailed and recorded', async () => {
    const { keyturn, clock, browser } = await startWithAnna();
    const { secret, added } = await addTotp(keyturn, browser, ' Hardware token ');
    expect(added.statusCode).toBe(200);
    const [, token] = await factorsOf(browser);
    expect(token).toMatchObject({
      kind: 'totp',
      name: 'Hardware token',
      createdAt: clock.now().toISOString(),
    });
    expect(
      (await browser.send('PATCH', `/account/factors/${token?.id}`, { name: 'Key ring' })).statusCode,
    ).toBe(204);
    expect((await factorsOf(browser)).map(({ name }) => name)).toEqual(['Authenticator app', 'Key ring']);
    clock.advance(30_000);
    await signIn(keyturn, 'anna', () => codeOf(keyturn, secret));
    expect((await mailsTo(keyturn, emails.anna)).subjects).toContain(
      'A second factor was added to your Keyturn portal account',
    );
    expect(await recordedActions(keyturn, 'second-factor.%')).toEqual([
      'second-factor.added',
      'second-factor.renamed',
    ]);
  });

  test('the key is base32 of 160 bits for SHA-1, six digits and 30 seconds; it is no factor before its first code', async () => {
    const { keyturn, browser } = await startWithAnna();
    const seed = (await browser.send('POST', '/account/factors/totp')).json<TotpSeed>();
    expect(seed.secret).toMatch(/^[A-Z2-7]{32}$/);
    // A page that is loaded anew shows what was scanned already.
    expect((await browser.send('POST', '/account/factors/totp')).json()).toEqual(seed);
    const uri = new URL(seed.uri);
    expect(Object.fromEntries(uri.searchParams)).toEqual({
      issuer: 'Keyturn',
      secret: seed.secret,
      algorithm: 'SHA1',
      digits: '6',
      period: '30',
    });
    const wrong = await browser.send('POST', '/account/factors/totp/confirmation', {
      code: '000000',
      name: 'x',
    });
    expect(refusal(wrong)).toEqual([401, 'code-wrong']);
    expect(await factorsOf(browser)).toHaveLength(1);
    const { browser: other } = await firstStep(keyturn);
    const code = codeOf(keyturn, seed.secret);
    expect(refusal(await other.send('POST', '/session/verification', { code }))).toEqual([401, 'code-wrong']);
  });

  test('the code that added an authenticator does not sign in', async () => {
    const { keyturn, browser } = await startWithAnna();
    const { secret } = await addTotp(keyturn, browser);
    const { browser: other } = await firstStep(keyturn);
    const again = await other.send('POST', '/session/verification', { code: codeOf(keyturn, secret) });
    expect(refusal(again)).toEqual([401, 'code-used']);
  });

  test('changes ask for a proof of the last five minutes', async () => {
    const { keyturn, clock, browser, code } = await startWithAnna();
    const [first] = await factorsOf(browser);
    clock.advance(5 * minuteMs);
    for (const [method, path, body] of [
      ['POST', '/account/factors/totp'],
      ['POST', '/account/factors/passkey/options'],
      ['POST', '/account/recovery-codes'],
      ['DELETE', `/account/factors/${first?.id}`],
      ['PUT', '/account/password', { currentPassword: password, password: 'gravel sextant yodel plum' }],
    ] as const)
      expect([path, ...refusal(await browser.send(method, path, body))]).toEqual([
        path,
        403,
        'fresh-factor-required',
      ]);
    expect((await browser.send('POST', '/session/verification', { code: code() })).statusCode).toBe(200);
    expect((await browser.send('GET', '/account')).json<Account>().freshUntil).toBe(
      new Date(clock.now().getTime() + 5 * minuteMs).toISOString(),
    );
    expect((await addTotp(keyturn, browser)).added.statusCode).toBe(200);
  });

  test('of somebody else do not exist', async () => {
    const { keyturn, browser } = await startWithAnna();
    const [own] = await factorsOf(browser);
    const peter = await signIn(keyturn, 'peter', await withAccount(keyturn, 'peter'));
    for (const [method, body] of [['PATCH', { name: 'x' }], ['DELETE']] as const)
      expect(refusal(await peter.send(method, `/account/factors/${own?.id}`, body))).toEqual([
        404,
        'not-found',
      ]);
    expect(await factorsOf(browser)).toEqual([own]);
  });

  test('removing one ends the other sessions', async () => {
    const { keyturn, browser, code } = await startWithAnna();
    const other = await signIn(keyturn, 'anna', code);
    await addTotp(keyturn, browser);
    const [first] = await factorsOf(browser);
    expect((await browser.send('DELETE', `/account/factors/${first?.id}`)).statusCode).toBe(204);
    expect((await other.send('GET', '/session')).statusCode).toBe(401);
    expect((await browser.send('GET', '/session')).statusCode).toBe(200);
  });

  test('after the last one is removed, the next sign-in takes a mailed code and adds one; the other managers are told', async () => {
    const { keyturn, clock, browser, code } = await startWithAnna();
    await browser.send('POST', '/account/recovery-codes');
    const [only] = await factorsOf(browser);
    await browser.send('DELETE', `/account/factors/${only?.id}`);
    expect((await browser.send('GET', '/session')).json<Session>().recoveryCodesLeft).toBe(0);
    const told = await mailsTo(keyturn, emails.peter);
    expect(told.subjects[0]).toBe('Anna (sample) has no second factor any more');

    const { browser: next, progress } = await firstStep(keyturn);
    expect(progress).toMatchObject({ next: 'enrolment-code', factors: [] });
    // The removed one opens nothing.
    clock.advance(30_000);
    expect(refusal(await next.send('POST', '/session/verification', { code: code() }))).toEqual([
      401,
      'sign-in-failed',
    ]);
    expect(refusal(await next.send('POST', '/account/factors/totp'))).toEqual([401, 'sign-in-failed']);
    const [mailed = ''] = /\b\d{8}\b/.exec((await mailsTo(keyturn, emails.anna)).text) ?? [];
    expect(refusal(await next.send('POST', '/session/enrolment-code', { code: '00000000' }))).toEqual([
      401,
      'code-wrong',
    ]);
    const planted = next.cookie;
    const entered = await next.send('POST', '/session/enrolment-code', { code: mailed });
    expect(entered.json()).toMatchObject({ next: 'enrolment' });
    expect(next.cookie).not.toBe(planted);
    // Enrolment opens nothing else.
    for (const path of ['/session', '/applications', '/account', '/sessions'])
      expect(refusal(await next.send('GET', path))).toEqual([401, 'unauthenticated']);
    expect(refusal(await next.send('POST', '/account/recovery-codes'))).toEqual([401, 'unauthenticated']);
    const { added } = await addTotp(keyturn, next, 'New phone');
    expect(added.statusCode).toBe(200);
    expect((await next.send('GET', '/applications')).statusCode).toBe(200);
    expect((await mailsTo(keyturn, emails.anna)).text).toContain('Your account had no second factor.');
    // The removal left its own session open; adding a factor by mail ends it.
    expect((await browser.send('GET', '/session')).statusCode).toBe(401);
  });

  test('a code that was mailed adds nothing to an account that has a factor meanwhile', async () => {
    const { keyturn, browser } = await startWithAnna();
    const [only] = await factorsOf(browser);
    await browser.send('DELETE', `/account/factors/${only?.id}`);
    const { browser: thief } = await firstStep(keyturn);
    const [mailed = ''] = /\b\d{8}\b/.exec((await mailsTo(keyturn, emails.anna)).text) ?? [];
    await thief.send('POST', '/session/enrolment-code', { code: mailed });
    const { secret } = (await thief.send('POST', '/account/factors/totp')).json<TotpSeed>();
    await addTotp(keyturn, browser);
    const late = await thief.send('POST', '/account/factors/totp/confirmation', {
      code: codeOf(keyturn, secret),
      name: 'Thief',
    });
    expect(refusal(late)).toEqual([401, 'sign-in-failed']);
    expect((await factorsOf(browser)).map(({ name }) => name)).toEqual(['Token']);
  });
});

describe('R6.2 recovery codes', () => {
  test('ten are shown once; each signs in once, in any writing; making new ones ends the earlier', async () => {
    const { keyturn, browser } = await startWithAnna();
    const { codes } = (await browser.send('POST', '/account/recovery-codes')).json<RecoveryCodes>();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^[2-9a-hj-km-np-z]{4}(-[2-9a-hj-km-np-z]{4}){2}$/);
    const enter = async (code: string) =>
      (await firstStep(keyturn)).browser.send('POST', '/session/verification', { code });
    const [first = '', second = '', third = ''] = codes;
    const used = await enter(first.toUpperCase().replaceAll('-', ' '));
    expect([used.statusCode, used.json<Session>().recoveryCodesLeft]).toEqual([200, 9]);
    expect(refusal(await enter(first))).toEqual([401, 'code-wrong']);
    expect((await mailsTo(keyturn, emails.anna)).text).toContain('9 are left');
    expect((await enter(second)).statusCode).toBe(200);
    await browser.send('POST', '/account/recovery-codes');
    expect(refusal(await enter(third))).toEqual([401, 'code-wrong']);
    expect(await recordedActions(keyturn, 'recovery-codes.%')).toEqual([
      'recovery-codes.created',
      'recovery-codes.created',
    ]);
  });

  test('new ones are mailed about, once the account is set up', async () => {
    const { keyturn, clock, browser, code } = await startWithAnna();
    clock.advance(59 * minuteMs);
    expect((await browser.send('POST', '/session/verification', { code: code() })).statusCode).toBe(200);
    clock.advance(2 * minuteMs);
    await browser.send('POST', '/account/recovery-codes');
    expect((await mailsTo(keyturn, emails.anna)).subjects[0]).toBe(
      'New recovery codes for your Keyturn portal account',
    );
  });

  test('two uses at once of one: one succeeds', async () => {
    const { keyturn, browser } = await startWithAnna();
    const { codes } = (await browser.send('POST', '/account/recovery-codes')).json<RecoveryCodes>();
    const code = codes[0];
    const browsers = [(await firstStep(keyturn)).browser, (await firstStep(keyturn)).browser];
    const answers = await Promise.all(
      browsers.map((each) => each.send('POST', '/session/verification', { code })),
    );
    expect(statusesOf(answers)).toEqual([200, 401]);
  });

  test('the database keeps none of them', async () => {
    const { browser, deps } = await startWithAnna();
    const { codes } = (await browser.send('POST', '/account/recovery-codes')).json<RecoveryCodes>();
    const rows = await deps.db.selectFrom('recovery_code').select('mac').execute();
    expect(rows).toHaveLength(10);
    const kept = rows.map(({ mac }) => mac.toString('latin1')).join();
    for (const code of codes)
      for (const form of [code, code.replaceAll('-', '')]) expect(kept).not.toContain(form);
  });
});

describe('R6.2 passkeys', () => {
  test('several, named, sign in and prove afresh', async () => {
    const { keyturn, clock, browser } = await startWithAnna();
    const [laptop, phone] = [createSoftwarePasskey(place), createSoftwarePasskey(place)];
    expect((await addPasskey(browser, laptop, 'Laptop')).statusCode).toBe(200);
    clock.advance(1_000);
    expect((await addPasskey(browser, phone, 'Phone')).statusCode).toBe(200);
    expect((await factorsOf(browser)).map(({ kind, name }) => [kind, name])).toEqual([
      ['totp', 'Authenticator app'],
      ['passkey', 'Laptop'],
      ['passkey', 'Phone'],
    ]);
    const { browser: next, progress } = await firstStep(keyturn);
    expect(progress.factors).toEqual(['totp', 'passkey']);
    const options = (await next.send('POST', '/session/passkey/options')).json<
      Challenged & { allowCredentials: unknown[]; userVerification: string }
    >();
    expect([options.allowCredentials.length, options.userVerification]).toEqual([2, 'required']);
    const proved = await next.send('POST', '/session/passkey', { response: phone.prove(options) });
    expect(proved.statusCode).toBe(200);
    clock.advance(10 * minuteMs);
    const fresh = (await next.send('POST', '/session/passkey/options')).json<Challenged>();
    expect((await next.send('POST', '/session/passkey', { response: laptop.prove(fresh) })).statusCode).toBe(
      200,
    );
    expect((await next.send('POST', '/account/recovery-codes')).statusCode).toBe(200);
  });

  test('an answer works once, for its own session and challenge', async () => {
    const { keyturn, browser } = await startWithAnna();
    const passkey = createSoftwarePasskey(place);
    await addPasskey(browser, passkey, 'Laptop');
    const { browser: one } = await firstStep(keyturn);
    const { browser: other } = await firstStep(keyturn);
    const options = (await one.send('POST', '/session/passkey/options')).json<Challenged>();
    await other.send('POST', '/session/passkey/options');
    const answer = { response: passkey.prove(options) };
    expect(refusal(await other.send('POST', '/session/passkey', answer))).toEqual([401, 'passkey-failed']);
    expect((await one.send('POST', '/session/passkey', answer)).statusCode).toBe(200);
    expect(refusal(await one.send('POST', '/session/passkey', answer))).toEqual([401, 'passkey-failed']);
  });

  test('without user verification, from another site, or of another account are refused', async () => {
    const { keyturn, browser } = await startWithAnna();
    const unverified = createSoftwarePasskey({ ...place, userVerified: false });
    const phished = createSoftwarePasskey({ ...place, origin: 'https://evil.example.org' });
    for (const passkey of [unverified, phished])
      expect(refusal(await addPasskey(browser, passkey, 'Bad'))).toEqual([401, 'passkey-failed']);
    const right = createSoftwarePasskey(place);
    await addPasskey(browser, right, 'Good');

    await withAccount(keyturn, 'peter');
    const peter = openBrowser(keyturn);
    await peter.send('POST', '/session', { email: emails.peter, password });
    const options = (await peter.send('POST', '/session/passkey/options')).json<Challenged>();
    const foreign = await peter.send('POST', '/session/passkey', { response: right.prove(options) });
    expect(refusal(foreign)).toEqual([401, 'passkey-failed']);
  });

  test('nonsense is refused, not an error', async () => {
    const { keyturn, browser } = await startWithAnna();
    for (const response of [
      { id: '', type: 'public-key' },
      { id: 'x', type: 'public-key', response: null },
      { id: 'x', rawId: 'x', type: 'public-key', response: { clientDataJSON: '%%%' } },
    ]) {
      await browser.send('POST', '/account/factors/passkey/options');
      const added = await browser.send('POST', '/account/factors/passkey', { response, name: 'x' });
      expect(refusal(added)).toEqual([401, 'passkey-failed']);
      const { browser: next } = await firstStep(keyturn);
      await next.send('POST', '/session/passkey/options');
      expect(refusal(await next.send('POST', '/session/passkey', { response }))).toEqual([
        401,
        'passkey-failed',
      ]);
    }
  });
});

describe('R6.2 one’s own password', () => {
  const changed = 'gravel sextant yodel plum';

  test('is changed with the current one; the other sessions end, and it is mailed and recorded', async () => {
    const { keyturn, clock, browser, code } = await startWithAnna();
    const other = await signIn(keyturn, 'anna', code);
    const put = (currentPassword: string, next: string) =>
      browser.send('PUT', '/account/password', { currentPassword, password: next });
    expect(refusal(await put('wrong', changed))).toEqual([401, 'password-wrong']);
    expect(refusal(await put(password, 'elevenchars'))).toEqual([400, 'password-too-short']);
    for (const weak of [
      'passwordpassword',
      'annaannaanna',
      'North Registry',
      'Anna (sample)',
      'Keyturn Keyturn',
    ])
      expect([weak, ...refusal(await put(password, weak))]).toEqual([weak, 400, 'password-weak']);
    expect((await put(password, changed)).statusCode).toBe(204);
    expect((await other.send('GET', '/session')).statusCode).toBe(401);
    expect((await browser.send('GET', '/session')).statusCode).toBe(200);
    clock.advance(minuteMs);
    const old = await openBrowser(keyturn).send('POST', '/session', { email: emails.anna, password });
    expect(refusal(old)).toEqual([401, 'sign-in-failed']);
    expect((await mailsTo(keyturn, emails.anna)).subjects[0]).toBe(
      'Your Keyturn portal password was changed',
    );
    expect(await recordedActions(keyturn, 'user.password%')).toEqual(['user.password-changed']);
    // The wrong current password; the sign-in with the old one afterwards.
    expect(await recordedActions(keyturn, 'session.refused')).toHaveLength(2);
  });

  test('cannot be guessed from an open session', async () => {
    const { browser } = await startWithAnna();
    const statuses: number[] = [];
    for (let guess = 1; guess <= 10; guess += 1)
      statuses.push(
        (
          await browser.send('PUT', '/account/password', {
            currentPassword: `wrong ${guess}`,
            password: changed,
          })
        ).statusCode,
      );
    expect(statuses).toContain(429);
  });
});

describe('R6.1 terms of use', () => {
  test('members accept new ones before anything else; operators publish them', async () => {
    const { keyturn, browser } = await startWithAnna();
    const operator = await signIn(keyturn, 'operator', await withAccount(keyturn, 'operator'));
    const publish = (text: string) => operator.send('POST', '/terms', { text });
    expect(refusal(await browser.send('GET', '/terms'))).toEqual([404, 'not-found']);
    expect(refusal(await browser.send('POST', '/terms', { text: 'Mine' }))).toEqual([404, 'not-found']);
    expect((await publish('# Terms')).json()).toMatchObject({ version: 1, text: '# Terms' });
    expect((await publish('# Terms')).json()).toMatchObject({ version: 1 });

    expect((await browser.send('GET', '/session')).json<Session>().termsToAccept).toBe(1);
    expect(refusal(await browser.send('GET', '/applications'))).toEqual([403, 'terms-not-accepted']);
    expect((await openBrowser(keyturn).send('GET', '/terms')).json()).toMatchObject({ version: 1 });
    expect(refusal(await browser.send('PUT', '/account/terms', { version: 2 }))).toEqual([
      409,
      'terms-outdated',
    ]);
    expect((await browser.send('PUT', '/account/terms', { version: 1 })).statusCode).toBe(204);
    expect((await browser.send('PUT', '/account/terms', { version: 1 })).statusCode).toBe(204);
    expect((await browser.send('GET', '/applications')).statusCode).toBe(200);
    expect((await operator.send('GET', '/session')).json<Session>().termsToAccept).toBeNull();

    await publish('# Terms, second version');
    expect(refusal(await browser.send('GET', '/applications'))).toEqual([403, 'terms-not-accepted']);
    const rows = await keyturn.deps.db
      .selectFrom('terms_acceptance')
      .select(['user_id', 'version'])
      .execute();
    expect(rows).toEqual([{ user_id: ids.users.anna, version: 1 }]);
    expect(await recordedActions(keyturn, 'terms.%')).toEqual([
      'terms.published',
      'terms.accepted',
      'terms.accepted',
      'terms.published',
    ]);
  });
});
