import { createHmac } from 'node:crypto';

const periodMs = 30_000;
const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const usedSteps = new Map<string, number>();

/** Long enough to type a code and to look at what came of it. */
const leastLeftMs = 10_000;

/**
 * A code that was not asked for here yet. Every code works once, and the server takes those of the periods before and
 * after as well; a fourth one in the same period is waited for.
 * @param oldest the first period that may be taken: the one before the present one, unless said otherwise
 */
export async function freshCode(secret: string, oldest: 'before' | 'present' = 'before'): Promise<string> {
  const present = Math.floor((Date.now() + leastLeftMs) / periodMs);
  const first = oldest === 'before' ? present - 1 : present;
  const step = Math.max(first, (usedSteps.get(secret) ?? 0) + 1);
  while (step > currentStep() + 1) await new Promise((resolve) => void setTimeout(resolve, 200));
  usedSteps.set(secret, step);
  return codeAt(secret, step);
}

/** A code that the server does not take, whatever the time. */
export function wrongCode(secret: string): string {
  const now = currentStep();
  const right = new Set([-2, -1, 0, 1, 2].map((offset) => codeAt(secret, now + offset)));
  return ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !right.has(code)) ?? '';
}

const currentStep = (): number => Math.floor(Date.now() / periodMs);

/** By RFC 6238 and RFC 4226 themselves, not by the library that the server uses: HMAC-SHA-1, six digits. */
function codeAt(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', decodeBase32(secret)).update(counter).digest();
  const offset = mac.readUInt8(mac.length - 1) & 0xf;
  return String((mac.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, '0');
}

function decodeBase32(text: string): Buffer {
  const bits = Array.from(text, (digit) => base32.indexOf(digit).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
