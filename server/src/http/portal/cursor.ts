import type { z } from 'zod';
import { KeyturnError } from '../../domain/errors.ts';
import { text } from '../../messages.ts';

/** An opaque cursor: where the next page begins. */
export const encodeCursor = (position: unknown): string =>
  Buffer.from(JSON.stringify(position)).toString('base64url');

/**
 * What a cursor of ours says; null: the first page.
 * @throws KeyturnError `invalid-request` for anything else
 */
export function decodeCursor<Position>(
  schema: z.ZodType<Position>,
  cursor: string | undefined,
): Position | null {
  if (cursor === undefined) return null;
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw new KeyturnError('invalid-request', {}, [
      { path: 'cursor', message: text('problem.cursor-unknown') },
    ]);
  }
}
