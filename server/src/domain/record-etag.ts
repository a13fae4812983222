import { createHash } from 'node:crypto';
import { KeyturnError } from './errors.ts';

/**
 * A strong entity tag of what a record says (RFC 9110 section 8.8.3): equal records have equal tags, so that whoever
 * changes one can say which state they saw.
 */
export const recordEtag = (stated: object): string =>
  `"${createHash('sha256').update(JSON.stringify(stated)).digest('base64url').slice(0, 22)}"`;

/**
 * Refuses a change to another state than the one that If-Match names; without the header, or with `*`, any is right
 * (RFC 9110 section 13.1.1).
 * @throws KeyturnError `record-changed`
 */
export function requireSeen(ifMatch: string | undefined, etag: string): void {
  if (ifMatch === undefined || ifMatch.trim() === '*') return;
  if (!ifMatch.split(',').some((tag) => tag.trim() === etag)) throw new KeyturnError('record-changed');
}
