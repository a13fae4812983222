import { webMessages } from '@keyturn/contract';
import { IntlMessageFormat } from 'intl-messageformat';
import { expect, it } from 'vitest';
import { pseudoMessage } from './pseudo-locale.ts';

it('makes texts 40 % longer and keeps what is filled in', () => {
  const message = pseudoMessage('Expires {when}');
  expect(message).toContain('{when}');
  expect(message.replace('{when}', '').length).toBe(8 + 4);
});

it('leaves every message of the pages a message', () => {
  for (const message of Object.values(webMessages))
    expect(
      () => new IntlMessageFormat(pseudoMessage(message), 'en', undefined, { ignoreTag: true }),
    ).not.toThrow();
});
