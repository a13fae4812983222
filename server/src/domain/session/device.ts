import { createHash } from 'node:crypto';
import Bowser from 'bowser';
import { networkOf } from '../network.ts';

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
