import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the ports that systems give to outgoing connections, so that none of those takes it meanwhile. */
const range: [number, number] = [10_000, 30_000];

/** A port that nobody listens on, on neither loopback address; at random, because tests run side by side. */
export async function findTestPort(): Promise<number> {
  const port = randomInt(...range);
  return (await isFree(port)) ? port : findTestPort();
}

/** Whether nobody listens on the port, on neither loopback address. */
export const isFree = async (port: number): Promise<boolean> =>
  (await isFreeOn('127.0.0.1', port)) && (await isFreeOn('::1', port));

async function isFreeOn(host: string, port: number): Promise<boolean> {
  const probe = createServer();
  try {
    probe.listen({ host, port, exclusive: true });
    await once(probe, 'listening');
  } catch (error) {
    // A machine without IPv6 has nobody listening there.
    return !(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE');
  }
  probe.close();
  await once(probe, 'close');
  return true;
}
