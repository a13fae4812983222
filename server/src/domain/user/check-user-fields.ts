import { isTimeZone } from '@keyturn/contract';
import { text } from '../../messages.ts';
import { KeyturnError, type FieldProblem } from '../errors.ts';

/** What does not fit in the fields that need more than a schema to be checked. */
export function checkUserFields(fields: { timeZone: string | null; locale: string }): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const { timeZone, locale } = fields;
  if (timeZone !== null && !isTimeZone(timeZone))
    problems.push({ path: 'timeZone', message: text('import.unknown-time-zone', { timeZone }) });
  if (!isLocale(locale))
    problems.push({ path: 'locale', message: text('import.unknown-locale', { locale }) });
  return problems;
}

/** @throws KeyturnError `invalid-request` */
export function requireTimeZone(timeZone: string | null): void {
  const problems = checkUserFields({ timeZone, locale: 'en' });
  if (problems.length > 0) throw new KeyturnError('invalid-request', {}, problems);
}

/** Whether `value` is a BCP 47 language tag. */
export function isLocale(value: string): boolean {
  try {
    return Intl.getCanonicalLocales(value).length === 1;
  } catch {
    return false;
  }
}
