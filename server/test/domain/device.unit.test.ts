import { expect, test } from 'vitest';
import { describeDevice, deviceHash } from '../../src/domain/session/device.ts';

const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0';

test.each([
  [firefox, 'Firefox on Windows'],
  ['curl/8.5.0', 'curl'],
  ['something-unknown/1.0 (x)', 'something-unknown'],
  ['Mozilla/5.0', 'Mozilla'],
  ['', '–'],
])('%j is told as %s', (userAgent, words) => {
  expect(describeDevice(userAgent)).toBe(words);
});

test('a device stays the same over versions and addresses of one network, and no further', () => {
  const hash = (address: string, userAgent = firefox) => deviceHash({ address, userAgent }).toString('hex');
  const known = hash('203.0.113.9');
  expect(hash('203.0.113.200', firefox.replaceAll('140', '141'))).toBe(known);
  expect(hash('::ffff:203.0.113.9')).toBe(known);
  for (const other of [hash('203.0.114.9'), hash('203.0.113.9', 'curl/8.5.0'), hash('2001:db8::1')])
    expect(other).not.toBe(known);
  expect(hash('2001:db8:1:2::1')).toBe(hash('2001:DB8:1:ffff::9'));
  expect(hash('2001:db8:1::1')).not.toBe(hash('2001:db8:2::1'));
});
