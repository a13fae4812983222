import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import Bowser from 'bowser';

/** Where a request comes from. */
export type RequestOrigin = { address: string; userAgent: string };

/** A browser and its system in words: "Firefox on Windows". */
export function describeDevice(userAgent: string): string {
  if (userAgent === '') return '–';
  const { browser, os } = Bowser.parse(userAgent);
  const [product = userAgent] = userAgent.split('/', 1);
  // Names that the library does not know are empty.
  return [browser.name || product.slice(0, 40), os.name].filter(Boolean).join(' on ');
}

/**
 * What makes a device the same as before: browser and system without their versions, and the network (/24, /48). A
 * cookie of its own would tell better, and would have to be asked for.
 */
export const deviceHash = ({ address, userAgent }: RequestOrigin): Buffer =>
  createHash('sha256')
    .update(`${describeDevice(userAgent)}\n${networkOf(address)}`)
    .digest();

/** The first 24 bits of an IPv4 address, the first 48 of an IPv6 address. */
function networkOf(address: string): string {
  const plain = unmapped(address);
  return isIPv6(plain) ? prefixOf(plain, 3) : plain.split('.').slice(0, 3).join('.');
}

/** An IPv4 address as it is; of an IPv6 address the first groups, of 16 bits each, written out. */
export function prefixOf(address: string, groupCount: number): string {
  const plain = unmapped(address);
  if (!isIPv6(plain)) return plain;
  const [head = '', tail = ''] = plain.toLowerCase().split('::');
  const [before, after] = [head, tail].map((part) => (part === '' ? [] : part.split(':')));
  const missing = Math.max(0, 8 - (before?.length ?? 0) - (after?.length ?? 0));
  const groups = [...(before ?? []), ...Array<string>(missing).fill('0'), ...(after ?? [])];
  return groups
    .slice(0, groupCount)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}

const unmapped = (address: string): string => /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
