import { expect, it } from 'vitest';
import { recoveryCodesFile } from './recovery-codes-file.ts';

it('numbers the codes and says what they are for', () => {
  const codes = Array.from({ length: 10 }, (_, index) => `code-${index}`);
  const file = recoveryCodesFile({ title: 'Title', made: 'Made today.', note: 'Each works once.', codes });
  const lines = file.split('\r\n');
  expect(lines.slice(0, 4)).toEqual(['Title', 'Made today.', '', ' 1. code-0']);
  expect(lines.slice(-5)).toEqual([' 9. code-8', '10. code-9', '', 'Each works once.', '']);
});
