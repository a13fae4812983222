import { text } from '../../messages.ts';
import { fold } from '../fold.ts';

const longestName = 80;

/** "Credentials by <name>", so that others know whom to ask; with a number while that is taken. */
export function proposedName(person: string, others: { name: string }[]): string {
  const taken = new Set(others.map(({ name }) => fold(name)));
  // Half a character cannot be stored.
  const name = person.slice(0, longestName).toWellFormed();
  const suggestion = text('web.api-credentials.suggestion', { name });
  let proposed = suggestion;
  for (let number = 2; taken.has(fold(proposed)); number += 1)
    proposed = text('web.create.suggestion-numbered', { suggestion, number });
  return proposed;
}
