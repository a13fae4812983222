import anyAscii from 'any-ascii';
import type { ApplicationKind } from '@keyturn/contract';

type NameParts = { kind: ApplicationKind; country: string; organisationName: string; apiCode: string };

/** The name that the configured pattern gives an application (R3.2), without a number. */
export function applicationNameFor(pattern: string, parts: NameParts): string {
  return patternOf(pattern, parts.kind)
    .replace('{country}', parts.country)
    .replace('{organisation}', organisationInName(parts.organisationName))
    .replace('{api}', parts.apiCode);
}

/** How the name of an organisation stands in the names of its applications. */
export const organisationInName = (organisationName: string): string =>
  anyAscii(organisationName).replace(/[^A-Za-z0-9]/g, '');

const partPatterns = { country: '[A-Z]{2}', organisation: '[A-Za-z0-9]+', api: '[A-Z0-9]{1,10}' } as const;

/** What a name by the pattern says, with or without a number; null: it is none. */
export function readApplicationName(
  pattern: string,
  name: string,
): { kind: ApplicationKind; country: string; organisation: string; apiCode: string } | null {
  for (const kind of ['partner', 'partner-alternative'] as const) {
    const expression = patternOf(pattern, kind).replace(
      /\{(country|organisation|api)\}/g,
      (_match, part: keyof typeof partPatterns) => `(?<${part}>${partPatterns[part]})`,
    );
    const { groups } = new RegExp(`^${expression}(-\\d+)?$`, 'i').exec(name) ?? {};
    if (groups !== undefined)
      return {
        kind,
        country: (groups['country'] ?? '').toUpperCase(),
        organisation: (groups['organisation'] ?? '').toLowerCase(),
        apiCode: (groups['api'] ?? '').toUpperCase(),
      };
  }
  return null;
}

/** Whether `name` is `base`, or `base` with a number from -2 on, as a duplicate gets. */
export function isNumberedName(name: string, base: string): boolean {
  const number = name.startsWith(`${base}-`) ? name.slice(base.length + 1) : null;
  return name === base || (number !== null && /^([2-9]|[1-9]\d+)$/.test(number));
}

/** The first of `base`, `base-2`, `base-3`, … that is not taken. */
export function firstFreeName(base: string, isTaken: (name: string) => boolean): string {
  let name = base;
  for (let number = 2; isTaken(name); number += 1) name = `${base}-${number}`;
  return name;
}

const patternOf = (pattern: string, kind: ApplicationKind): string =>
  kind === 'partner-alternative' ? alternative(pattern) : pattern;

const alternative = (pattern: string): string =>
  pattern.includes('Partner') ? pattern.replace('Partner', 'PartnerAlternative') : `Alternative-${pattern}`;
