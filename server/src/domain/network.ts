import { isIPv4, isIPv6 } from 'node:net';

/** The network that an address belongs to: the first 24 bits of an IPv4 address, the first 48 of an IPv6 address. */
export function networkOf(address: string): string {
  // As nearly every address is written, and asked for by each token request.
  if (isIPv4(address)) return `${address.slice(0, address.lastIndexOf('.'))}.0/24`;
  const plain = plainAddress(address);
  return isIPv6(plain) ? `${prefixOf(plain, 3)}::/48` : `${plain.split('.').slice(0, 3).join('.')}.0/24`;
}

/** Where somebody is: an IPv4 address; of an IPv6 address the first 64 bits, as whoever has one has all of them. */
export const placeOf = (address: string): string => prefixOf(address, 4);

/** An IPv4 address as it is; of an IPv6 address the first groups, of 16 bits each, written out. */
function prefixOf(address: string, groupCount: number): string {
  const plain = plainAddress(address);
  return isIPv6(plain) ? groupsOf(plain).slice(0, groupCount).join(':') : plain;
}

/** Without a port, which some reverse proxies add, and without the IPv6 form of an IPv4 address. */
function plainAddress(address: string): string {
  const bare = /^\[(.+)\](?::\d+)?$/.exec(address)?.[1] ?? /^([\d.]+):\d+$/.exec(address)?.[1] ?? address;
  const dotted = /^::ffff:([\d.]+)$/i.exec(bare)?.[1];
  if (dotted !== undefined && isIPv4(dotted)) return dotted;
  if (!isIPv6(bare)) return bare;
  const groups = groupsOf(bare);
  if (groups.slice(0, 6).join(':') !== '0:0:0:0:0:ffff') return bare;
  return groups
    .slice(6)
    .map((group) => Number.parseInt(group, 16))
    .flatMap((bits) => [bits >> 8, bits & 255])
    .join('.');
}

/** The eight groups of an IPv6 address, without leading zeros. */
function groupsOf(address: string): string[] {
  const [head = '', tail = ''] = address.toLowerCase().replace(/%.*$/, '').split('::');
  const [before = [], after = []] = [head, tail].map((part) => (part === '' ? [] : part.split(':')));
  const missing = Math.max(0, 8 - before.length - after.length);
  return [...before, ...Array<string>(missing).fill('0'), ...after].map((group) =>
    group.replace(/^0+(?=.)/, ''),
  );
}
