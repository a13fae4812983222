import { createServer } from 'node:net';

/** The port is in use by another program, on one of the addresses to listen on. */
export class PortBusyError extends Error {
  override readonly name = 'PortBusyError';
  readonly port: number;
  constructor(port: number) {
    super(`port ${port} is in use`);
    this.port = port;
  }
}

const loopbacks = ['127.0.0.1', '::1'];

/**
 * Fails when anybody listens on `port`. For `localhost` both loopback addresses must be free: otherwise a browser
 * might reach another program on the second.
 * @throws PortBusyError
 */
export async function requireFreePort(host: string, port: number): Promise<void> {
  for (const address of host === 'localhost' ? loopbacks : [host])
    if (await isBusy(address, port)) throw new PortBusyError(port);
}

/** The first port from `port` on that is free on both loopback addresses. */
export async function findFreePort(port: number): Promise<number> {
  try {
    await requireFreePort('localhost', port);
    return port;
  } catch (error) {
    if (!(error instanceof PortBusyError) || port === 65_535) throw error;
    return findFreePort(port + 1);
  }
}

function isBusy(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    // Anything else, such as a machine without IPv6, shows when the server itself listens.
    probe.once('error', (error) => resolve('code' in error && error.code === 'EADDRINUSE'));
    probe.listen({ port, host: address, exclusive: true }, () => probe.close(() => resolve(false)));
  });
}
