import { describe, expect, it } from 'vitest';
import { application, now } from '../../../test/sample-data.ts';
import { adviseDate, expirationRange } from './expiration-date.ts';

const berlin = application();
const withZone = (timeZone: string, maxSecretExpiresAt: string) =>
  application({ organisation: { id: 'o', name: 'O', timeZone }, maxSecretExpiresAt });

describe('R1.3 the expiration date', () => {
  it('lies between tomorrow and what the server allows, in the organisation’s zone', () => {
    expect(expirationRange(berlin, now)).toEqual({ min: '2026-11-24', max: '2027-11-23' });
    // 22:00 UTC is tomorrow already in Tokyo.
    const late = new Date('2026-11-23T22:00:00Z');
    expect(expirationRange(withZone('Asia/Tokyo', '2027-11-24T03:00:00Z'), late)).toEqual({
      min: '2026-11-25',
      max: '2027-11-24',
    });
  });

  it.each([
    ['Europe/Berlin', '2027-07-01', '2027-07-01T10:00:00.000Z'],
    ['Europe/Berlin', '2027-03-28', '2027-03-28T10:00:00.000Z'],
    ['Europe/Berlin', '2027-10-31', '2027-10-31T11:00:00.000Z'],
    ['America/Chicago', '2027-03-14', '2027-03-14T17:00:00.000Z'],
    ['Asia/Kathmandu', '2027-05-05', '2027-05-05T06:15:00.000Z'],
    ['Pacific/Kiritimati', '2027-05-05', '2027-05-04T22:00:00.000Z'],
  ])('means 12:00 in %s on %s, also when clocks change that night', (zone, date, expected) => {
    const advice = adviseDate(date, withZone(zone, '2027-11-23T11:00:00Z'), now);
    expect(advice.expiresAt?.toISOString()).toBe(expected);
  });

  it.each([
    ['', 'missing'],
    ['2027-02-30', 'missing'],
    ['2026-11-23', 'early'],
    ['2027-11-24', 'late'],
  ])('%j is refused: %s', (date, problem) => {
    expect(adviseDate(date, berlin, now)).toEqual({
      problem,
      expiresAt: null,
      saferDate: null,
      isShort: false,
    });
  });

  it('on a weekend has a safer Friday, unless that is too early', () => {
    expect(adviseDate('2027-11-13', berlin, now).saferDate).toBe('2027-11-12');
    expect(adviseDate('2027-11-14', berlin, now).saferDate).toBe('2027-11-12');
    expect(adviseDate('2027-11-12', berlin, now).saferDate).toBeNull();
    const friday = new Date('2026-11-27T09:00:00Z');
    expect(adviseDate('2026-11-29', berlin, friday).saferDate).toBeNull();
  });

  it('under 90 days is short', () => {
    expect(adviseDate('2027-02-20', berlin, now).isShort).toBe(true);
    expect(adviseDate('2027-02-21', berlin, now).isShort).toBe(false);
  });
});
