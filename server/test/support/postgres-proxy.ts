import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/**
 * Passes bytes through to the PostgreSQL server of this URL until it is stopped: then connections break, and new ones
 * are refused. Gives the URL that leads through it.
 */
export async function startPostgresProxy(target: string) {
  const url = new URL(target);
  const { hostname, port: targetPort } = url;
  const sockets = new Set<Socket>();
  const server = createServer((inside) => {
    const outside = connect(Number(targetPort), hostname);
    for (const socket of [inside, outside]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    }
    inside.pipe(outside).pipe(inside);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  url.hostname = '127.0.0.1';
  url.port = String(port);
  return {
    url: url.href,
    start: async () => {
      await once(server.listen(port, '127.0.0.1'), 'listening');
    },
    /** The connections that there are carry nothing any more, and do not break; new ones do as before. */
    silence: () => {
      for (const socket of sockets) socket.unpipe().pause();
    },
    stop: async () => {
      const closed = server.listening ? once(server, 'close') : Promise.resolve();
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
