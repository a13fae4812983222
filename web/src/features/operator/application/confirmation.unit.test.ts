import { expect, test } from 'vitest';
import { toConfirmation } from './confirmation.ts';

const timeZone = 'America/Sao_Paulo';
const confirmedAt = (on: string, now: string): string =>
  toConfirmation({ by: 'Head of IT', on, reference: 'SAMPLE-1' }, { now: new Date(now), timeZone })
    .confirmedAt;

test('R5.1 a confirmation of today is never dated in the future, also before noon', () => {
  expect(confirmedAt('2026-11-24', '2026-11-24T13:30:00Z')).toBe('2026-11-24T03:00:00.000Z');
  expect(confirmedAt('2026-11-24', '2026-11-24T15:30:00Z')).toBe('2026-11-24T15:00:00.000Z');
  expect(confirmedAt('2026-11-20', '2026-11-24T13:30:00Z')).toBe('2026-11-20T15:00:00.000Z');
  expect(confirmedAt('2026-11-25', '2026-11-24T13:30:00Z')).toBe('2026-11-25T15:00:00.000Z');
});
