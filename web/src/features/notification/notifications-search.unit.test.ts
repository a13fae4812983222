import { expect, it } from 'vitest';
import { numberIn, parseNotificationsSearch, writtenNumber } from './notifications-search.ts';

it.each([
  ['123', 123],
  ['00123', 123],
  [' no. 00123 ', 123],
  ['No 00123.', 123],
  ['#123', 123],
  ['', null],
  ['12a', null],
  ['-1', null],
  ['1'.repeat(16), null],
])('“%s” means the number %s', (typed, number) => {
  expect(numberIn(typed)).toBe(number);
});

it('writes numbers as mails do', () => {
  expect([7, 123, 1_234_567].map(writtenNumber)).toEqual(['00007', '00123', '1234567']);
});

it('reads an address and leaves out what it does not understand', () => {
  const application = '08FC3EA0-53A5-4545-89CF-492E319B919C';
  expect(
    parseNotificationsSearch({
      number: 123,
      application,
      secret: 'x',
      search: 7,
      status: 'failed',
      kind: 'expired',
    }),
  ).toEqual({
    number: '123',
    application: application.toLowerCase(),
    search: '7',
    status: 'failed',
    kind: 'expired',
  });
  expect(
    parseNotificationsSearch({
      number: {},
      application: 'x',
      search: ' ',
      status: 'sent',
      kind: ['expired'],
    }),
  ).toEqual({});
});
