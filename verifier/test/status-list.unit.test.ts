import { inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { statusAt } from '../src/status-list.ts';

/** Test vectors of draft-ietf-oauth-status-list, section 4.1 and appendix "Test vectors". */
const short = { 1: 'eNrbuRgAAhcBXQ', 2: 'eNo76fITAAPfAgc' };
const long = {
  1: `eNrt3AENwCAMAEGogklACtKQPg9LugC9k_ACvreiogEAAKkeCQAAAAAAAAAAAAAAAAAAAIBylgQAAAAAAAAAAAAAAAAAAAAAAA
      AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAXG9IAAAAAAAAAPwsJAAAAAAAAAAAAAAAvhsSAAAAAAAAAAAA7KpLAAAAAAAAAAAAAAAA
      AAAAAJsLCQAAAAAAAAAAADjelAAAAAAAAAAAKjDMAQAAAACAZC8L2AEb`,
  2: `eNrt2zENACEQAEEuoaBABP5VIO01fCjIHTMStt9ovGVIAAAAAABAbiEBAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE
      B5WwIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
      AAAAAAAAAAAAAID0ugQAAAAAAAAAAAAAAAAAQG12SgAAAAAAAAAAAAAAAAAAAAAAAAAAAOCSIQEAAAAAAAAAAAAAAAAAAAAAAA
      D8ExIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAwJEuAQAAAAAAAAAAAAAAAAAAAAAAAMB9SwIAAAAAAAAAAAAAAAAA
      AACoYUoAAAAAAAAAAAAAAEBqH81gAQw`,
};

const decode = (bits: number, lst: string) => ({
  bits,
  bytes: inflateSync(Buffer.from(lst.replaceAll(/\s/g, ''), 'base64url')),
});

describe('Token Status List 4.1', () => {
  test('the examples: every entry, and nothing beyond the last', () => {
    const one = decode(1, short[1]);
    const statuses = Array.from({ length: 17 }, (_, index) => statusAt(one, index));
    expect(statuses).toEqual([1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1, null]);
    const two = decode(2, short[2]);
    expect(Array.from({ length: 13 }, (_, index) => statusAt(two, index))).toEqual([
      1,
      2,
      0,
      3,
      0,
      1,
      0,
      1,
      1,
      2,
      3,
      3,
      null,
    ]);
  });

  test.each([
    [
      1,
      {
        0: 1,
        1993: 1,
        25_460: 1,
        159_495: 1,
        495_669: 1,
        554_353: 1,
        645_645: 1,
        723_232: 1,
        854_545: 1,
        934_534: 1,
        1_000_345: 1,
      },
    ],
    [
      2,
      {
        0: 1,
        1993: 2,
        25_460: 1,
        159_495: 3,
        495_669: 1,
        554_353: 1,
        645_645: 2,
        723_232: 1,
        854_545: 1,
        934_534: 2,
        1_000_345: 3,
      },
    ],
  ] as const)('the test vector of %i bits: a million entries, all 0 but those named', (bits, named) => {
    const list = decode(bits, long[bits]);
    expect(list.bytes).toHaveLength((2 ** 20 * bits) / 8);
    const found: Record<number, number | null> = {};
    for (let index = 0; index < 2 ** 20; index += 1) {
      const status = statusAt(list, index);
      if (status !== 0) found[index] = status;
    }
    expect(found).toEqual(named);
    expect(statusAt(list, 2 ** 20)).toBeNull();
  });
});
