import { inflateSync } from 'node:zlib';
import { jwtVerify } from 'jose';
import type { KeySet } from './key-set.ts';

/** A status list, verified and decompressed. */
export type StatusList = {
  bits: number;
  bytes: Uint8Array;
  issuedAtSeconds: number;
  expiresAtSeconds: number | null;
};

/** An API's clock may be so much behind, as far as access tokens are concerned too. */
const slowestSeconds = 300;

/** Far more entries than any list of Keyturn has: a small answer must not become a large one. */
const longestBytes = 1024 * 1024;

export type ListExpectation = {
  keys: Pick<KeySet, 'find'>;
  issuer: string;
  /** Where it was fetched from; the token that names it must say the same. */
  uri: string;
  now: Date;
  clockToleranceSeconds: number;
};

/**
 * Reads a Status List Token in JWT format: signature by ES256, type, issuer, subject, times.
 * @throws an error that says what is wrong with it
 * @see https://datatracker.ietf.org/doc/html/draft-ietf-oauth-status-list-20#section-8.3
 */
export async function readStatusList(
  token: string,
  { keys, issuer, uri, now, clockToleranceSeconds }: ListExpectation,
): Promise<StatusList> {
  const { payload } = await jwtVerify<{ status_list: unknown }>(token, (header) => keys.find(header), {
    algorithms: ['ES256'],
    typ: 'statuslist+jwt',
    issuer,
    subject: uri,
    requiredClaims: ['iat', 'status_list'],
    clockTolerance: clockToleranceSeconds,
    currentDate: now,
  });
  const { iat = 0, exp, status_list: list } = payload;
  // It would stand in the way of every later one.
  if (iat > now.getTime() / 1000 + slowestSeconds + clockToleranceSeconds)
    throw new Error(`the status list ${uri} is from the future`);
  const { bits, lst } = requireEncoded(list);
  const bytes = inflateSync(Buffer.from(lst, 'base64url'), { maxOutputLength: longestBytes });
  return { bits, bytes, issuedAtSeconds: iat, expiresAtSeconds: exp ?? null };
}

function requireEncoded(list: unknown): { bits: number; lst: string } {
  if (typeof list === 'object' && list !== null && 'bits' in list && 'lst' in list) {
    const { bits, lst } = list;
    if (typeof bits === 'number' && [1, 2, 4, 8].includes(bits) && typeof lst === 'string')
      return { bits, lst };
  }
  throw new Error('the status list is malformed');
}

/** The entry at `index`; null: the list is not that long. Entries begin at the least significant bits of each byte. */
export function statusAt({ bits, bytes }: Pick<StatusList, 'bits' | 'bytes'>, index: number): number | null {
  const inByte = 8 / bits;
  const byte = bytes[Math.floor(index / inByte)];
  return byte === undefined ? null : (byte >> ((index % inByte) * bits)) & ((1 << bits) - 1);
}
