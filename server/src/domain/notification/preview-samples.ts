import type { StoredActor } from '../../store/schema.ts';
import type { ReminderSecret } from '../../store/reminders.ts';
import type { TakeOver } from '../rotation/take-over.ts';
import type { Use } from '../usage/caller.ts';
import type { ToldItem } from './compose-reminder.ts';
import type { Presented } from './presented.ts';
import type { Told } from './recipients.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** A federation that does not exist, as previews of mails tell of it. */
export function previewSamples(now: Date) {
  const inDays = (days: number): Date => new Date(now.getTime() + days * dayMs);
  const by = (name: string): StoredActor => ({ kind: 'user', id: null, name });
  const to: Told = {
    userId: null,
    email: 'anna@north.example.org',
    name: 'Anna Berg (sample)',
    timeZone: 'Europe/Berlin',
    since: null,
  };
  const secret = (values: Partial<ReminderSecret> = {}): ReminderSecret => ({
    id: '0e000000-0000-4000-8000-000000000001',
    application_id: '0c000000-0000-4000-8000-000000000001',
    name: 'Secret by Anna Berg (sample)',
    hint: 'aB3',
    created_at: inDays(-335),
    created_by: by('Anna Berg (sample)'),
    created_by_secret_id: null,
    expires_at: inDays(30),
    replaces_secret_id: null,
    disabled_at: null,
    disabled_by: null,
    disabled_reason: null,
    deleted_at: null,
    deleted_by: null,
    first_used_at: inDays(-330),
    last_used_at: inDays(-0.1),
    last_address: '203.0.113.7',
    last_user_agent: 'python-requests/2.32.4',
    application_name: 'Partner-DE-NorthDonorRegistry-SMC',
    application_kind: 'partner',
    organisation_id: '0a000000-0000-4000-8000-000000000001',
    organisation_name: 'North Donor Registry',
    time_zone: 'Europe/Berlin',
    system: null,
    ...values,
  });
  const use = (address: string, userAgent: string): Use => ({
    network: '203.0.113.0/24',
    userAgent,
    requests: 41,
    firstAt: inDays(-3),
    lastAt: inDays(-0.1),
    firstAddress: address,
    lastAddress: address,
  });
  const takeOver = (values: Partial<TakeOver>): TakeOver => ({
    waitingFor: 'first-use',
    firstUse: null,
    moved: [],
    remaining: [use('203.0.113.9', 'match-client/4.1')],
    others: [],
    idleAt: inDays(1),
    ...values,
  });
  const replacementSecret = secret({
    name: 'Secret by Peter Roth (sample)',
    hint: 'xY9',
    created_by: by('Peter Roth (sample)'),
    created_at: inDays(-9),
    expires_at: inDays(356),
  });
  const replacement = (values: Partial<TakeOver>) => ({
    secret: replacementSecret,
    takeOver: takeOver(values),
  });
  const item = (kind: ToldItem['kind'], values: Partial<ToldItem> = {}): ToldItem => ({
    kind,
    days: null,
    occasion: '',
    dueAt: null,
    secret: secret(),
    replacement: null,
    anotherWorks: false,
    isUnused: false,
    isUnmanaged: false,
    managers: [],
    ...values,
  });
  const presented = (reason: Presented['reason']): Presented => ({
    secret: secret(),
    reason,
    endedAt: inDays(-2),
    days: 1,
    requests: 214,
    last: {
      secretId: '',
      hour: now,
      reason,
      ...use('203.0.113.9', 'match-client/4.1'),
    },
    occasion: '',
  });
  const reminders = {
    'reminder-60-days': [item('expiring', { secret: secret({ expires_at: inDays(60) }) })],
    'reminder-14-days': [
      item('expiring', {
        secret: secret({ expires_at: inDays(14) }),
        replacement: replacement({}),
        anotherWorks: true,
      }),
    ],
    'reminder-tomorrow': [
      item('expiring', {
        secret: secret({ expires_at: inDays(1) }),
        replacement: replacement({
          waitingFor: 'idle',
          moved: [use('203.0.113.7', 'python-requests/2.32.4')],
        }),
        anotherWorks: true,
      }),
    ],
    'reminder-unused': [item('expiring', { secret: secret({ last_used_at: inDays(-120) }), isUnused: true })],
    'reminder-several': [
      item('expiring', { secret: secret({ expires_at: inDays(7) }) }),
      item('expiring', {
        secret: secret({
          id: '0e000000-0000-4000-8000-000000000002',
          expires_at: inDays(30),
          hint: 'Qw1',
          application_name: 'Partner-DE-NorthDonorRegistry-DM',
        }),
        anotherWorks: true,
        replacement: replacement({
          waitingFor: 'known-caller',
          others: [use('198.51.100.4', 'curl/8.14.1')],
        }),
      }),
      item('taken-over', {
        secret: secret({ id: '0e000000-0000-4000-8000-000000000003', hint: 'Zk7' }),
        replacement: replacement({ waitingFor: null }),
      }),
    ],
    'reminder-taken-over': [
      item('taken-over', { replacement: replacement({ waitingFor: null, remaining: [] }) }),
    ],
    'reminder-never-used': [
      item('never-used', {
        secret: secret({ created_at: inDays(-7), first_used_at: null, last_used_at: null }),
      }),
    ],
    'reminder-unmanaged': [
      item('expiring', { secret: secret({ expires_at: inDays(7) }), isUnmanaged: true }),
    ],
    'reminder-elsewhere': [
      item('expiring', { secret: secret({ expires_at: inDays(30), system: 'entra', name: 'Gateway' }) }),
    ],
    'not-replaced': [
      item('not-replaced', {
        secret: secret({ expires_at: inDays(7) }),
        managers: ['Anna Berg (sample) (anna@north.example.org)'],
      }),
    ],
    expired: [item('expired', { secret: secret({ expires_at: inDays(-0.005) }) })],
  } satisfies Record<string, ToldItem[]>;
  return {
    to,
    reminders,
    presented: {
      'presented-expired': [presented('expired')],
      'presented-disabled': [presented('disabled')],
      'presented-deleted': [presented('deleted')],
    },
    failed: [
      {
        number: '123',
        recipient: 'peter@north.example.org',
        subject: '7 days left: client secret of Partner-DE-NorthDonorRegistry-SMC',
        last_error: '550 5.1.1 no such user',
      },
    ],
    notice: {
      organisation: 'North Donor Registry',
      name: 'Partner-DE-NorthDonorRegistry-SMC',
      application: 'Partner-DE-NorthDonorRegistry-SMC',
      applications: 'Partner-DE-NorthDonorRegistry-SMC, Partner-DE-NorthDonorRegistry-DM',
      askedBy: 'Otto Operator (sample)',
      until: 'Tuesday, 23 March 2027 at 11:00 (Europe/Berlin)',
      code: '00000000',
      device: 'Firefox on Windows',
      address: '203.0.113.9',
      left: 9,
      factor: 'Token in the safe',
      colleague: 'Peter Roth (sample)',
      confirmedBy: 'Head of IT (sample)',
      before: 'anna.berg@north.example.org',
      after: 'anna@north.example.org',
      by: 'Peter Roth (sample)',
      secret: 'Secret by Peter Roth (sample)',
      hint: 'xY9',
      expires: 'Fri 14 Nov 2027, 12:00 CET',
      reason: 'none',
      count: 1,
      secrets: '“Secret by Peter Roth (sample)” (xY9…)',
    },
  };
}
