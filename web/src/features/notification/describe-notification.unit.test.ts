import type { Notification } from '@keyturn/contract';
import { describe, expect, it } from 'vitest';
import { describeReason, describeStatus, describeSubject } from './describe-notification.ts';

const clock = { now: new Date('2026-11-23T09:00:00Z'), timeZone: 'Europe/Berlin' };
const topic: Notification['topics'][number] = {
  kind: 'expiring',
  days: 30,
  application: { clientId: 'x', name: 'Partner-X' },
  secret: { system: null, id: 'y', name: 'Gateway', hint: 'aB3' },
};
const mail = (values: Partial<Notification>): Notification => ({
  number: 123,
  kind: 'reminder',
  subject: 'Subject',
  at: '2026-11-23T07:00:00Z',
  recipient: { email: 'anna@example.org', name: 'Anna' },
  status: 'queued',
  deliveredAt: null,
  acceptedBy: null,
  attempts: 0,
  nextAttemptAt: null,
  error: null,
  canSendAgain: false,
  topics: [topic],
  ...values,
});

const words = (values: Partial<Notification>): string[] => {
  const { label, more } = describeStatus(mail(values), clock);
  return [label, ...more];
};

describe('the status of a mail', () => {
  const deliveredAt = '2026-11-23T07:01:00Z';
  it('names the server that accepted it, and its answer', () => {
    expect(
      words({ status: 'delivered', deliveredAt, acceptedBy: 'mail.example.org: 250 2.0.0 OK: 7' }),
    ).toEqual(['Accepted by mail.example.org, Mon 23 Nov 2026, 08:01 CET', 'Its answer: 250 2.0.0 OK: 7']);
  });

  it('says when nothing was sent', () => {
    expect(words({ status: 'delivered', deliveredAt, acceptedBy: '123.eml' })).toEqual([
      'Kept as the file 123.eml, Mon 23 Nov 2026, 08:01 CET. Nothing was sent.',
    ]);
  });

  it('says until when it waits once an attempt failed, and why to whoever may know', () => {
    expect(words({ nextAttemptAt: '2026-11-23T08:59:00Z' })).toEqual([
      'Waiting; it is handed over in a moment',
    ]);
    expect(words({ nextAttemptAt: '2026-11-23T09:04:00Z', attempts: 2, error: '451 later' })).toEqual([
      'Waiting; next attempt Mon 23 Nov 2026, 10:04 CET',
      '2 attempts',
      'Last answer: 451 later',
    ]);
  });

  it('says why it failed to whoever may know', () => {
    expect(words({ status: 'failed', attempts: 1, error: '550 no' })[0]).toBe('Failed for good: 550 no');
    expect(words({ status: 'failed', attempts: 1 })[0]).toBe('Failed for good: it could not be delivered');
  });
});

describe('what a mail is about', () => {
  it('is a secret of an application, an application, or neither', () => {
    expect(describeSubject(topic)).toBe('Gateway (aB3…) of Partner-X');
    const elsewhere = { id: 'z', name: 'Old gateway', system: 'entra' } as const;
    expect(describeSubject({ ...topic, secret: { ...elsewhere, hint: 'q8C' } })).toBe(
      'Old gateway (q8C…) of Partner-X, in Microsoft Entra',
    );
    expect(describeSubject({ ...topic, secret: { ...elsewhere, hint: '' } })).toBe(
      'Old gateway of Partner-X, in Microsoft Entra',
    );
    expect(describeSubject({ ...topic, secret: null })).toBe('Partner-X');
    expect(describeSubject({ ...topic, application: null, secret: null })).toBeNull();
  });

  it('comes with the threshold of a reminder', () => {
    expect([30, 1, 0].map((days) => describeReason({ ...topic, days }))).toEqual([
      '30 days before it expires',
      '1 day before it expires',
      'On the day it expires',
    ]);
    expect(describeReason({ ...topic, kind: 'presented', days: 3 })).toBe(
      'Used after it had stopped working',
    );
  });
});
