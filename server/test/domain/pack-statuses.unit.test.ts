import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packStatuses } from '../../src/domain/status-list/pack-statuses.ts';

const deleted = (index: number) => ({ index, isDeleted: true });
const disabled = (index: number) => ({ index, isDeleted: false });

describe('Token Status List 4.1', () => {
  test('two bits for each entry, from the least significant bits of each byte on', () => {
    const packed = packStatuses(0, 12, [
      deleted(0),
      disabled(1),
      deleted(5),
      deleted(7),
      deleted(8),
      disabled(9),
    ]);
    // The draft's example without its four application specific entries: 01 10 00 00 | 00 01 00 01 | 01 10 00 00.
    expect(inflateSync(packed).toString('hex')).toBe('094409');
  });

  test('the ZLIB format at its highest compression: an empty list of 65,536 is some thirty bytes', () => {
    const packed = packStatuses(0, 65_536, []);
    expect(packed.subarray(0, 2).toString('hex')).toBe('78da');
    expect(packed.length).toBeLessThan(40);
    expect(inflateSync(packed)).toEqual(Buffer.alloc(16_384));
  });

  test('property: every entry of a list that begins anywhere is what was said of it, and all others are 0', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 1_000_000 }),
        fc.dictionary(fc.nat({ max: 199 }).map(String), fc.boolean()),
        (from, states) => {
          const stopped = Object.entries(states).map(([position, isDeleted]) => ({
            index: from + Number(position),
            isDeleted,
          }));
          const bytes = inflateSync(packStatuses(from, 200, stopped));
          expect(bytes).toHaveLength(50);
          for (let position = 0; position < 200; position += 1) {
            const status = ((bytes[position >> 2] ?? 0) >> ((position & 3) * 2)) & 3;
            const state = states[String(position)];
            expect(status).toBe(state === undefined ? 0 : state ? 1 : 2);
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});
