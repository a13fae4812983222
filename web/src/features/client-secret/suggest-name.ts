import type { ClientSecret } from '@keyturn/contract';
import { text } from '../../lib/messages.ts';

const maxLength = 100;

/** "Secret by Anna Example", with " (2)" when the application has a secret of that name already (R1.3). */
export const suggestName = (userName: string, secrets: Pick<ClientSecret, 'name' | 'status'>[]): string =>
  firstFreeName(
    text('web.create.suggestion', { name: userName }),
    secrets.filter(({ status }) => status !== 'deleted'),
  );

/** What is suggested, with a number while one of `others` is named so. */
export function firstFreeName(suggested: string, others: { name: string }[]): string {
  const suggestion = suggested.slice(0, maxLength - 5);
  const taken = new Set(others.map(({ name }) => fold(name)));
  let candidate = suggestion;
  for (let number = 2; taken.has(fold(candidate)); number += 1)
    candidate = text('web.create.suggestion-numbered', { suggestion, number });
  return candidate;
}

/** As the server compares names. */
const fold = (name: string): string => name.normalize('NFKC').trim().toLowerCase();
