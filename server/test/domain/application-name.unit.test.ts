import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  applicationNameFor,
  firstFreeName,
  isNumberedName,
} from '../../src/domain/federation/application-name.ts';

const wmda = 'Partner-{country}-{organisation}-{api}';
const name = (
  organisationName: string,
  pattern = wmda,
  kind: 'partner' | 'partner-alternative' = 'partner',
) => applicationNameFor(pattern, { kind, country: 'DE', organisationName, apiCode: 'SMC' });

describe('R3.2 the name of an application', () => {
  test('is the pattern with country, organisation and API code', () => {
    expect(name('Acme')).toBe('Partner-DE-Acme-SMC');
    expect(name('Acme', '{api}{country}x{organisation}')).toBe('SMCDExAcme');
  });

  test.each([
    ['Zürich Øst & Søn', 'ZurichOstSon'],
    ['Ελλάδα', 'Ellada'],
    ['Україна', 'Ukraina'],
    ['Łódź Straße 1.', 'LodzStrasse1'],
    ['a-b_c d', 'abcd'],
    ['$& $1 $$', '1'],
    ['{api}', 'api'],
    ['{country} {organisation}', 'countryorganisation'],
  ])('transliterates %s', (organisation, transliterated) => {
    expect(name(organisation)).toBe(`Partner-DE-${transliterated}-SMC`);
  });

  test('property: only ASCII letters and digits of an organisation’s name get into it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (organisation) => {
        expect(name(organisation)).toMatch(/^Partner-DE-[A-Za-z0-9]*-SMC$/);
      }),
    );
  });

  test('of an alternative begins with PartnerAlternative, or with Alternative- where the pattern has no Partner', () => {
    expect(name('Acme', wmda, 'partner-alternative')).toBe('PartnerAlternative-DE-Acme-SMC');
    expect(name('Acme', '{country}-{organisation}-{api}', 'partner-alternative')).toBe(
      'Alternative-DE-Acme-SMC',
    );
  });
});

describe('R3.2 the number of a duplicate', () => {
  test('is -2 and up, without leading zeros', () => {
    for (const good of ['A', 'A-2', 'A-9', 'A-10', 'A-19', 'A-200'])
      expect(isNumberedName(good, 'A')).toBe(true);
    for (const bad of ['A-', 'A-0', 'A-1', 'A-02', 'A-2a', 'A--2', 'A-2-2', 'A2', 'AA-2', 'a', '', 'A-2 '])
      expect([bad, isNumberedName(bad, 'A')]).toEqual([bad, false]);
  });

  test('property: the first free name is free, numbered by the rule, and none before it is free', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 30 })), (numbers) => {
        const taken = new Set(numbers.map((number) => (number === 1 ? 'A' : `A-${number}`)));
        const free = firstFreeName('A', (candidate) => taken.has(candidate));
        expect(taken.has(free)).toBe(false);
        expect(isNumberedName(free, 'A')).toBe(true);
        const number = free === 'A' ? 1 : Number(free.slice(2));
        for (let before = 1; before < number; before += 1)
          expect(taken.has(before === 1 ? 'A' : `A-${before}`)).toBe(true);
      }),
    );
  });
});
