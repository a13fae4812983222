import { hash, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

declare const plaintext: unique symbol;

/** The value of a client secret in clear: returned once, never stored, logged, mailed or put into a URL (R1.4). */
export type ClientSecretValue = string & { readonly [plaintext]: true };

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const marker = '_kt_';
/** So many of its first characters are shown in lists. */
export const hintLength = 3;
const randomLength = 43;
const checksumLength = 6;
const unsignedLength = hintLength + marker.length + randomLength;
const form = /^[A-Za-z0-9]{3}_kt_[A-Za-z0-9]{49}$/;
const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A new client secret: about 274 random bits. `randomInt` draws by rejection sampling, so no character is likelier. */
export function generateClientSecretValue(): ClientSecretValue {
  const unsigned = randomText(hintLength) + marker + randomText(randomLength);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place where a string becomes a client secret
  return (unsigned + checksum(unsigned)) as ClientSecretValue;
}

/** What is wrong with the form of `value`, told from the value alone; null when it could be a client secret. */
export function clientSecretValueProblem(
  value: string,
): 'secret-is-id' | 'secret-form' | 'secret-checksum' | null {
  if (uuidForm.test(value)) return 'secret-is-id';
  if (!form.test(value)) return 'secret-form';
  if (checksum(value.slice(0, unsignedLength)) !== value.slice(unsignedLength)) return 'secret-checksum';
  return null;
}

/** The first three characters, by which people tell client secrets apart. */
export const hintOf = (value: ClientSecretValue): string => value.slice(0, hintLength);

/** SHA-256 of the whole value: all that is stored. The value is random and long, so that no slow hash is needed. */
export const hashClientSecretValue = (value: string): Buffer => hash('sha256', value, 'buffer');

const randomText = (length: number): string =>
  Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');

/** CRC-32 (IEEE) in base 62, zero-padded: tells a typing error from a wrong secret. */
function checksum(unsigned: string): string {
  let rest = crc32(unsigned);
  let digits = '';
  for (let position = 0; position < checksumLength; position += 1) {
    digits = alphabet.charAt(rest % alphabet.length) + digits;
    rest = Math.floor(rest / alphabet.length);
  }
  return digits;
}
