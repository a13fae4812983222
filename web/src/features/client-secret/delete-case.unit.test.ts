import { describe, expect, it } from 'vitest';
import { api, application, clientSecret, days, now } from '../../../test/sample-data.ts';
import { deleteCase } from './delete-case.ts';

const other = clientSecret({ id: 'other', name: 'Other' });

describe('R1.5 R1.9 what deleting a client secret affects', () => {
  it('is nothing when it was never used and another is valid', () => {
    const secret = clientSecret();
    expect(deleteCase(application({ secrets: [secret, other] }), secret, now)).toMatchObject({
      use: 'never-used',
      isLastValid: false,
      needsHint: false,
    });
  });

  it('asks for the hint of the last valid one, even when it was never used', () => {
    const secret = clientSecret();
    const disabled = clientSecret({ id: 'off', status: 'disabled' });
    expect(deleteCase(application({ secrets: [secret, disabled] }), secret, now)).toMatchObject({
      isLastValid: true,
      needsHint: true,
    });
  });

  it('asks for the hint of one used in the last 35 days, and not of one idle for longer', () => {
    const used = clientSecret({ lastUsedAt: days(-34.9) });
    const idle = clientSecret({ lastUsedAt: days(-35.1) });
    expect(deleteCase(application({ secrets: [used, other] }), used, now)).toMatchObject({
      use: 'in-use',
      needsHint: true,
    });
    expect(deleteCase(application({ secrets: [idle, other] }), idle, now)).toMatchObject({
      use: 'idle',
      needsHint: false,
    });
  });

  it('says of an expired or disabled one that was used lately that it gets no tokens any more', () => {
    const secret = clientSecret({ status: 'expired', lastUsedAt: days(-1), expiresAt: days(-0.5) });
    expect(deleteCase(application({ secrets: [secret] }), secret, now)).toMatchObject({
      use: 'used-not-valid',
      isLastValid: false,
      needsHint: true,
    });
  });

  it('names for each API what becomes of tokens already issued', () => {
    const apis = [
      api({ id: 'a', statusCheck: 'introspection' }),
      api({ id: 'b', statusCheck: 'status-list' }),
      api({ id: 'c', statusCheck: 'none' }),
      api({ id: 'd', statusCheck: 'none', tokenTtlSeconds: 60 }),
    ];
    const secret = clientSecret({ lastUsedAt: new Date(now.getTime() - 600_000).toISOString() });
    const facts = deleteCase(application({ apis, secrets: [secret, other] }), secret, now);
    expect(facts.apis.map(({ outcome }) => outcome)).toEqual([
      { kind: 'at-once' },
      { kind: 'soon' },
      { kind: 'until', at: new Date(now.getTime() + (3599 - 600) * 1000) },
      { kind: 'expired' },
    ]);
  });

  it('counts tokens no longer than the secret itself lives', () => {
    const expiresAt = new Date(now.getTime() + 300_000);
    const secret = clientSecret({ lastUsedAt: now.toISOString(), expiresAt: expiresAt.toISOString() });
    const facts = deleteCase(
      application({ apis: [api({ statusCheck: 'none' })], secrets: [secret] }),
      secret,
      now,
    );
    expect(facts.apis[0]?.outcome).toEqual({ kind: 'until', at: expiresAt });
  });
});
