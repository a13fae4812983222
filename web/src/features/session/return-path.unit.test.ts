import { expect, it } from 'vitest';
import { safeReturnPath } from './return-path.ts';

it.each(['/manage-api-credentials?application=08fc3ea0', '/account#mfa'])('returns to %s', (path) => {
  expect(safeReturnPath(path)).toBe(path);
});

it.each([
  undefined,
  '//evil.example',
  '/\\evil.example',
  'https://evil.example/',
  'javascript:alert(1)',
  'manage-api-credentials',
  '/sign-in?return=/sign-in',
  '/\t/evil.example',
  '/.//evil.example/x',
  '/%2e%2e//evil.example',
])('does not go to %j', (path) => {
  expect(safeReturnPath(path)).toBe('/');
});
