import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { composeReminder, type ToldItem } from '../../src/domain/notification/compose-reminder.ts';
import { composePreviews } from '../../src/domain/notification/preview-mails.ts';
import { previewSamples } from '../../src/domain/notification/preview-samples.ts';
import { renderMail } from '../../src/mail/render-mail.ts';

const now = new Date('2027-10-15T10:00:00Z');
const { to, reminders } = previewSamples(now);
const config = sampleConfig();

function sampleConfig() {
  const result = readConfig(
    { KEYTURN_PUBLIC_URL: 'https://credentials.example.org', KEYTURN_SUPPORT_EMAIL: 'support@example.org' },
    () => '',
    'command',
  );
  if (!result.ok) throw new Error(result.problems.join('\n'));
  return result.config;
}

const compose = (items: ToldItem[]) => composeReminder({ config, to, now }, items, '123');
const textOf = (items: ToldItem[]): string => {
  const { subject, lines } = compose(items);
  return renderMail({ subject, operator: 'Keyturn', support: 'support@example.org', lines }).text;
};
const expiring = (expiresAt: string, values: Partial<ToldItem> = {}): ToldItem => {
  const [sample] = reminders['reminder-60-days'];
  if (sample === undefined) throw new Error('there is a sample');
  return { ...sample, ...values, secret: { ...sample.secret, expires_at: new Date(expiresAt) } };
};

describe('R4.1 the subject of a reminder', () => {
  test.each([
    ['2027-12-14T11:00:00Z', 'Client secret expires 14 Dec 2027: Partner-DE-NorthDonorRegistry-SMC'],
    ['2027-11-14T11:00:00Z', 'Client secret expires 14 Nov 2027: Partner-DE-NorthDonorRegistry-SMC'],
    ['2027-10-29T10:00:00Z', '14 days left: client secret of Partner-DE-NorthDonorRegistry-SMC'],
    ['2027-10-22T10:00:00Z', '7 days left: client secret of Partner-DE-NorthDonorRegistry-SMC'],
    [
      '2027-10-18T10:00:00Z',
      'In 3 days, Mon 12:00 (CEST), a client secret of Partner-DE-NorthDonorRegistry-SMC expires',
    ],
    [
      '2027-10-16T10:00:00Z',
      'Tomorrow 12:00 (CEST) a client secret of Partner-DE-NorthDonorRegistry-SMC expires',
    ],
    [
      '2027-10-15T21:00:00Z',
      'Today 23:00 (CEST) a client secret of Partner-DE-NorthDonorRegistry-SMC expires',
    ],
  ])('says of one that expires at %s the days really left, not the threshold', (expiresAt, subject) => {
    expect(compose([expiring(expiresAt, { days: 60 })]).subject).toBe(subject);
  });

  test('counts several secrets and names the first date, and never a secret’s name', () => {
    const items = reminders['reminder-several'];
    expect(compose(items).subject).toBe('3 client secrets need attention, first on 22 Oct 2027');
    for (const item of Object.values(reminders).flat())
      expect(compose([item]).subject).not.toContain(item.secret.name);
  });
});

describe('R4.1 the first line of a reminder', () => {
  const firstLine = (item: ToldItem): unknown => compose([item]).lines[1];

  test('is what happens if nobody acts', () => {
    expect(firstLine(expiring('2027-11-14T11:00:00Z'))).toBe(
      'If nobody acts, Partner-DE-NorthDonorRegistry-SMC cannot get new tokens after Sun 14 Nov 2027, 12:00 CET.',
    );
  });

  test('is that another secret works, when one does', () => {
    expect(firstLine(expiring('2027-11-14T11:00:00Z', { anotherWorks: true }))).toBe(
      'Another secret of Partner-DE-NorthDonorRegistry-SMC works; nothing stops if your systems use it.',
    );
  });

  test('is to delete a secret that nobody used in 90 days, if nobody needs it', () => {
    expect(firstLine(expiring('2027-11-14T11:00:00Z', { isUnused: true }))).toContain(
      'Delete it if nobody needs it.',
    );
  });
});

describe('R1.8 the one next step is that of the rotation as it really stands', () => {
  const nextOf = (name: keyof typeof reminders, index = 0): string => {
    const item = reminders[name][index];
    if (item === undefined) throw new Error('there is a sample');
    return /Next step: (.*)/.exec(textOf([item]))?.[1] ?? '';
  };

  test.each([
    ['reminder-60-days', 0, 'press “Rotate” beside it. The old secret keeps working meanwhile.'],
    [
      'reminder-14-days',
      0,
      'put the new secret into your system. Only Peter Roth (sample) saw it; whoever cannot ask Peter Roth (sample) creates another.',
    ],
    ['reminder-several', 1, 'that looks like a test.'],
    ['reminder-tomorrow', 0, '203.0.113.9 (match-client/4.1) has used the old secret only.'],
    ['reminder-taken-over', 0, 'delete the old secret on the page.'],
    ['reminder-never-used', 0, 'put it into your system, or delete it.'],
    ['reminder-unmanaged', 0, 'assign a credential manager, with the confirmation of North Donor Registry.'],
    ['not-replaced', 0, 'call its credential managers: Anna Berg (sample) (anna@north.example.org).'],
    ['expired', 0, 'press “Rotate” beside it, and put the new secret into your system.'],
  ] as const)('%s %d', (name, index, step) => {
    expect(nextOf(name, index).replaceAll('\u{200c}', '')).toContain(step);
  });
});

test('R4.1 a mail names its number, how to get there without a link, and the guide; nothing else is a link', () => {
  const { subject, lines } = compose(reminders['reminder-several']);
  const { html, text } = renderMail({ subject, operator: 'Keyturn', support: 'support@example.org', lines });
  expect(text).toContain(
    'You need not click: open credentials.example.org yourself, Manage API Credentials, Notifications, no. 00123.',
  );
  const links = Array.from(html.matchAll(/<a href="([^"]*)"[^>]*>([^<]*)<\/a>/g), ([, ...found]) => found);
  const page = 'https://credentials.example.org/manage-api-credentials';
  const guide = 'https://credentials.example.org/guide';
  expect(links).toEqual([
    [page, page],
    [guide, guide],
  ]);
});

test('R4 no mail loads or runs anything, names a secret’s value or fits badly: every preview', () => {
  const previews = composePreviews({ clock: { now: () => now }, config });
  expect(previews.length).toBeGreaterThan(35);
  for (const { kind, html, text, subject } of previews) {
    expect(html, kind).not.toMatch(
      /<(img|script|iframe|object|link|form|button|input)\b|url\(|@import|\son\w+=/i,
    );
    expect(`${subject}${text}`, kind).not.toMatch(/[A-Za-z0-9]{3}_kt_[A-Za-z0-9]{49}|\{\w+\}/);
    expect(text, kind).toContain('We never ask for a client secret, password or code by e-mail.');
  }
});

test('a mail about hundreds of secrets lists thirty and says how many more there are', () => {
  const items = Array.from({ length: 250 }, () => expiring('2027-11-14T11:00:00Z'));
  const text = textOf(items);
  expect(text.match(/If nobody acts/g)).toHaveLength(30);
  expect(text).toContain('…and 220 more client secrets.');
});
