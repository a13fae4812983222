import { formatLocale } from '../../../lib/locale.ts';

const names = new Intl.DisplayNames(formatLocale, { type: 'region', fallback: 'none' });
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('');

/** Codes that name no country: groups of them, tests of programs, and "unknown". */
const others = new Set(['EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ']);

/** Empty for the operator’s own organisation, which is in none. */
export const countryName = (code: string): string =>
  /^[A-Z]{2}$/.test(code) ? (names.of(code) ?? code) : '';

/** Every country with a name, by its name (ISO 3166 alpha-2). */
export const countries = (): { value: string; label: string }[] =>
  letters
    .flatMap((first) => letters.map((second) => first + second))
    .flatMap((value) => {
      const name = others.has(value) ? undefined : names.of(value);
      return name === undefined ? [] : [{ value, label: `${name} (${value})` }];
    })
    .toSorted((one, other) => one.label.localeCompare(other.label, formatLocale));
