const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Base32 (RFC 4648) as hexadecimal digits, which programs for hardware tokens ask for. */
export function base32ToHex(base32: string): string {
  const bits = Array.from(base32.replace(/[\s=]/g, '').toUpperCase(), (digit) => {
    const value = alphabet.indexOf(digit);
    if (value < 0) throw new Error('not base32');
    return value.toString(2).padStart(5, '0');
  }).join('');
  const bytes = bits.match(/.{8}/g) ?? [];
  return bytes.map((byte) => Number.parseInt(byte, 2).toString(16).padStart(2, '0')).join('');
}
