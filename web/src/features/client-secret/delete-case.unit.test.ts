import type { Application, ClientSecret, SecretUsage } from '@keyturn/contract';
import { describe, expect, it } from 'vitest';
import { api, application, caller, clientSecret, days, now, secretUsage } from '../../../test/sample-data.ts';
import { deleteCase, type DeleteCase } from './delete-case.ts';
import { deleteEvidence } from './delete-evidence.ts';
import { describeOutcome } from './describe-outcome.ts';

const other = clientSecret({ id: 'other', name: 'Other' });
const berlin = { timeZone: 'Europe/Berlin', now };

/** Of a secret beside another valid one. */
const caseOf = (
  secret: ClientSecret,
  usage: SecretUsage | null = secretUsage({ lastUsedAt: secret.lastUsedAt }),
  values: Partial<Application> = { secrets: [secret, other] },
): DeleteCase => deleteCase(application(values), secret, usage, now);

const told = (secret: ClientSecret, usage: Partial<SecretUsage>): string =>
  deleteEvidence(caseOf(secret, secretUsage({ lastUsedAt: secret.lastUsedAt, ...usage })), berlin);

describe('R1.5 R1.9 what deleting a client secret affects', () => {
  it('is nothing when it was never used and another is valid', () => {
    expect(caseOf(clientSecret())).toMatchObject({
      use: 'never-used',
      isLastValid: false,
      needsHint: false,
    });
    expect(told(clientSecret(), {})).toBe('It was never used. Deleting it affects nothing.');
  });

  it('asks for the hint of the last valid one, even when it was never used', () => {
    const secret = clientSecret();
    const disabled = clientSecret({ id: 'off', status: 'disabled' });
    expect(caseOf(secret, secretUsage(), { secrets: [secret, disabled] })).toMatchObject({
      isLastValid: true,
      needsHint: true,
    });
  });

  it('asks for the hint of one used in the last 35 days, and not of one idle for longer', () => {
    expect(caseOf(clientSecret({ lastUsedAt: days(-34.9) }))).toMatchObject({
      use: 'used-lately',
      needsHint: true,
    });
    expect(caseOf(clientSecret({ lastUsedAt: days(-35.1) }))).toMatchObject({
      use: 'idle',
      needsHint: false,
    });
  });

  it('asks for the hint when its use could not be read, whatever the list says', () => {
    const idle = clientSecret({ lastUsedAt: days(-80) });
    for (const secret of [clientSecret(), idle])
      expect(caseOf(secret, null)).toMatchObject({ use: 'unknown', needsHint: true });
    expect(deleteEvidence(caseOf(idle, null), berlin)).toBe(
      'Who uses it could not be loaded, so it may be in use. Deleting it stops API access at once for every system that does.',
    );
  });

  it('counts a use that the list does not know yet', () => {
    const usage = secretUsage({ lastUsedAt: days(-0.01), requestsThisWeek: 1, callers: [caller()] });
    expect(caseOf(clientSecret(), usage)).toMatchObject({ use: 'in-use', needsHint: true });
  });

  it('says of an expired or disabled one that was used lately that it gets no tokens any more', () => {
    const secret = clientSecret({ status: 'expired', lastUsedAt: days(-1), expiresAt: days(-0.5) });
    const usage = secretUsage({ lastUsedAt: days(-1) });
    expect(caseOf(secret, usage, { secrets: [secret] })).toMatchObject({
      use: 'used-not-valid',
      isLastValid: false,
      needsHint: true,
    });
  });

  it('R1.9 is never nothing when something still presents it: whoever was refused in 35 days is named, and the hint asked for', () => {
    const refused = (lastAt: string, reason: SecretUsage['refused'][number]['reason']) =>
      secretUsage({ refused: [{ ...caller({ firstAt: lastAt, lastAt }), reason }] });
    for (const [status, reason, lastUsedAt] of [
      ['disabled', 'disabled', days(-60)],
      ['expired', 'expired', null],
      ['expired', 'expired', days(-3)],
      ['active', 'resource-refused', null],
    ] as const) {
      const secret = clientSecret({ status, lastUsedAt });
      const facts = caseOf(secret, refused(days(-2), reason));
      expect(facts).toMatchObject({ use: 'still-asked-for', needsHint: true });
      expect(deleteEvidence(facts, berlin)).toBe(
        'Something still asks for it: refused last 21 Nov, 10:00, from 203.0.113.7. That system needs another client secret.',
      );
    }
    const idle = clientSecret({ status: 'disabled', lastUsedAt: days(-60) });
    expect(caseOf(idle, refused(days(-36), 'disabled'))).toMatchObject({ use: 'idle', needsHint: false });
    // Whoever uses it counts more than whoever may not.
    const valid = clientSecret({ lastUsedAt: days(-10) });
    expect(caseOf(valid, refused(days(-2), 'resource-refused'))).toMatchObject({ use: 'used-lately' });
  });
});

describe('the evidence in words', () => {
  it('of one that is idle: the last request and the longest pause before', () => {
    const secret = clientSecret({ lastUsedAt: '2026-10-12T07:00:00Z' });
    expect(told(secret, { longestPauseSeconds: 3 * 86_400 })).toBe(
      'Last token request 12 Oct, 09:00; longest earlier pause 3 days. Issued tokens have expired.',
    );
    expect(told(secret, {})).toBe('Last token request 12 Oct, 09:00. Issued tokens have expired.');
  });

  it('of one in use: how often this week, and from where', () => {
    const secret = clientSecret({ lastUsedAt: days(-1) });
    const one = caller({ address: '203.0.113.9' });
    expect(told(secret, { requestsThisWeek: 41, callers: [one] })).toBe(
      'In use: 41 requests this week from 203.0.113.9. Deleting it stops API access for that system at once.',
    );
    const two = caller({ address: '198.51.100.2', userAgent: 'nightly-job/1.4' });
    const before = caller({ address: '192.0.2.1', lastAt: days(-20) });
    expect(told(secret, { requestsThisWeek: 1, callers: [one, two, before] })).toBe(
      'In use: 1 request this week from 203.0.113.9 and 198.51.100.2. Deleting it stops API access for those systems at once.',
    );
  });

  it('of one used lately, but not this week', () => {
    const secret = clientSecret({ lastUsedAt: days(-20) });
    const callers = [caller({ lastAt: days(-20) })];
    expect(told(secret, { callers, longestPauseSeconds: 86_400 * 9 })).toBe(
      'Used lately: last token request 3 Nov, 10:00 from 203.0.113.7; longest earlier pause 9 days. Deleting it stops API access for that system at once.',
    );
  });
});

describe('what becomes of tokens already issued', () => {
  it('is named for each API', () => {
    const apis = [
      api({ id: 'a', statusCheck: 'introspection' }),
      api({ id: 'b', statusCheck: 'status-list' }),
      api({ id: 'c', statusCheck: 'none' }),
      api({ id: 'd', statusCheck: 'none', tokenTtlSeconds: 60 }),
    ];
    const secret = clientSecret({ lastUsedAt: new Date(now.getTime() - 600_000).toISOString() });
    const facts = caseOf(secret, secretUsage(), { apis, secrets: [secret, other] });
    expect(facts.apis.map(({ outcome }) => outcome)).toEqual([
      { kind: 'at-once' },
      { kind: 'soon' },
      { kind: 'until', at: new Date(now.getTime() + (3599 - 600) * 1000) },
      { kind: 'expired' },
    ]);
  });

  it('names the day until which an API accepts them, unless that is today', () => {
    const until = (hours: number) =>
      describeOutcome({ kind: 'until', at: new Date(now.getTime() + hours * 3_600_000) }, 'Search', berlin);
    expect(until(1)).toBe('Search: accepted until 11:00');
    expect(until(24)).toBe('Search: accepted until 24 Nov, 10:00');
  });

  it('is that they end with the secret itself', () => {
    const expiresAt = new Date(now.getTime() + 300_000);
    const secret = clientSecret({ lastUsedAt: now.toISOString(), expiresAt: expiresAt.toISOString() });
    const apis = [api({ statusCheck: 'none' })];
    const facts = caseOf(secret, secretUsage(), { apis, secrets: [secret] });
    expect(facts.apis[0]?.outcome).toEqual({ kind: 'until', at: expiresAt });
    expect(facts.tokensLiveUntil).toEqual(expiresAt);
  });
});
