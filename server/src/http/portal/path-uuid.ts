import { uuid } from '@keyturn/contract';
import { KeyturnError } from '../../domain/errors.ts';

/**
 * A UUID in a path. Anything else names nothing, exactly like a UUID that does not exist.
 * @throws KeyturnError `not-found`
 */
export function pathUuid(value: string): string {
  const parsed = uuid.safeParse(value);
  if (!parsed.success) throw new KeyturnError('not-found');
  return parsed.data;
}
