import { expect, test } from 'vitest';
import { exampleName } from './example-name.ts';

test.each([
  ['Partner-{country}-{organisation}-{api}', 'Partner-NL-ExampleRegistry-SMC'],
  ['{api}-{organisation}{country}', 'SMC-ExampleRegistryNL'],
  ['Partner-{country}-{api}', null],
  ['Partner-{country}-{organisation}-{api}-{api}', null],
  ['Partner {country}-{organisation}-{api}', null],
  ['', null],
])('R3.2 the pattern %j names an application %j', (pattern, name) => {
  expect(exampleName(pattern)).toBe(name);
});
