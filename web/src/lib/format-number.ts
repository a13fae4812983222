import { formatLocale } from './locale.ts';

let format: Intl.NumberFormat | undefined;

/** "45,185" */
export function formatNumber(value: number): string {
  format ??= new Intl.NumberFormat(formatLocale);
  return format.format(value);
}
