import { expect, it } from 'vitest';
import { describeUserAgent } from './describe-user-agent.ts';

it.each([
  ['python-requests/2.32.3', 'Python (requests)'],
  ['Java-http-client/21.0.2', 'Java (HttpClient)'],
  ['curl/8.9.1', 'curl'],
  ['node', 'Node.js'],
  ['Mozilla/5.0 (Windows NT 10.0; en-GB) WindowsPowerShell/5.1.22621', 'PowerShell'],
  ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130 Safari/537.36', 'A browser'],
  ['nightly-job/1.4 (Debian)', 'nightly-job'],
  ['(other)', 'Other programs'],
  ['  ', 'A program that names itself by nothing'],
])('%s is %s', (userAgent, expected) => {
  expect(describeUserAgent(userAgent)).toBe(expected);
});
