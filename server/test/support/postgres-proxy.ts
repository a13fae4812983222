import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/**
 * Passes bytes through to the PostgreSQL server of this URL until it is stopped: then connections break, and new ones
 * are refused. Gives the URL that leads through it.
 */
export async function startPostgresProxy(target: string) {
  const url = new URL(target);
  const { hostname, port: targetPort } = url;
  const connections = new Set<[inside: Socket, outside: Socket]>();
  let isHeld = false;
  const server = createServer((inside) => {
    const outside = connect(Number(targetPort), hostname);
    const connection: [Socket, Socket] = [inside, outside];
    connections.add(connection);
    for (const socket of connection)
      socket
        .on('error', () => undefined)
        .on('close', () => {
          // Who is cut off from the other end does not learn that it went.
          if (!isHeld) end(connection);
        });
    if (!isHeld) join(connection);
  });

  const join = ([inside, outside]: [Socket, Socket]): void => void inside.pipe(outside).pipe(inside);
  function end(connection: [Socket, Socket]): void {
    connections.delete(connection);
    for (const socket of connection) socket.destroy();
  }
  const silence = (): void => {
    for (const socket of [...connections].flat()) socket.unpipe().pause();
  };

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
    silence,
    /** Nothing passes, and nothing breaks, as when a network's cable is pulled. */
    hold: () => {
      isHeld = true;
      silence();
    },
    /** What was held back arrives late. */
    letGo: () => {
      isHeld = false;
      for (const connection of connections)
        if (connection.some(({ destroyed }) => destroyed)) end(connection);
        else join(connection);
    },
    stop: async () => {
      const closed = server.listening ? once(server, 'close') : Promise.resolve();
      server.close();
      for (const connection of connections) end(connection);
      await closed;
    },
  };
}
