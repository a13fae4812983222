import { deflateSync } from 'node:zlib';
import type { StoppedSecret } from '../../store/status-lists.ts';

/** Bits for each status: two tell three of them apart, `VALID`, `INVALID` and `SUSPENDED`. */
export const statusBits = 2;

const statusesInByte = 8 / statusBits;
/** Status types; every other entry is 0, `VALID`. */
const invalid = 1;
const suspended = 2;

/**
 * The compressed byte array of a status list: two bits for each of `entries`, from the least significant bits on, in the
 * ZLIB format. Deleted is `INVALID`, disabled `SUSPENDED`; indexes count from `from`.
 * @see https://datatracker.ietf.org/doc/html/draft-ietf-oauth-status-list-20#section-4.1
 */
export function packStatuses(from: number, entries: number, stopped: StoppedSecret[]): Buffer {
  const bytes = new Uint8Array(Math.ceil(entries / statusesInByte));
  for (const { index, isDeleted } of stopped) {
    const position = index - from;
    const byte = Math.floor(position / statusesInByte);
    const status = isDeleted ? invalid : suspended;
    bytes[byte] = (bytes[byte] ?? 0) | (status << ((position % statusesInByte) * statusBits));
  }
  return deflateSync(bytes, { level: 9 });
}
