import { expect, it } from 'vitest';
import { api } from '../../../test/sample-data.ts';
import { describeAddresses, describeDuration, describeResources } from './describe-callers.ts';

const at = (address: string): { address: string } => ({ address });

it('names the first address, or the first two', () => {
  expect(describeAddresses([at('203.0.113.9')])).toBe('203.0.113.9');
  expect(describeAddresses([at('203.0.113.9'), at('203.0.113.9')])).toBe('203.0.113.9');
  expect(describeAddresses([at('203.0.113.9'), at('198.51.100.2')])).toBe('203.0.113.9 and 198.51.100.2');
  expect(describeAddresses(['a', 'b', 'c', 'd'].map(at))).toBe('a and 3 other addresses');
  expect(describeAddresses([at('')])).toBe('an unknown address');
});

it('names APIs by identifier or ID, and what the application has no longer as it is', () => {
  const apis = [
    api(),
    api({ id: 'other', identifier: 'https://x', name: 'Data Manager', environment: 'sandbox' }),
  ];
  const resources = ['https://api.example.org', 'other', 'https://gone.example.org'];
  expect(describeResources({ resources }, apis)).toBe(
    'Match-Connect production, Data Manager sandbox, https://gone.example.org',
  );
});

it.each([
  [40, '1 minute'],
  [5_400, '2 hours'],
  [90_000, '25 hours'],
  [3 * 86_400, '3 days'],
])('%i s are %s', (seconds, expected) => {
  expect(describeDuration(seconds)).toBe(expected);
});
