import anyAscii from 'any-ascii';
import type { ApplicationKind } from '@keyturn/contract';

type NameParts = { kind: ApplicationKind; country: string; organisationName: string; apiCode: string };

/** The name that the configured pattern gives an application (R3.2), without a number. */
export function applicationNameFor(pattern: string, parts: NameParts): string {
  const organisation = anyAscii(parts.organisationName).replace(/[^A-Za-z0-9]/g, '');
  return (parts.kind === 'partner-alternative' ? alternative(pattern) : pattern)
    .replace('{country}', parts.country)
    .replace('{organisation}', organisation)
    .replace('{api}', parts.apiCode);
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

const alternative = (pattern: string): string =>
  pattern.includes('Partner') ? pattern.replace('Partner', 'PartnerAlternative') : `Alternative-${pattern}`;
