import { Server as TlsServer } from 'node:tls';
import type { FastifyInstance } from 'fastify';
import { oldestTlsVersion, type Certificate } from '../certificate.ts';

/** Serves another certificate to connections from now on; those that are open go on with the one that they have. */
export function renewCertificate(app: FastifyInstance, { cert, key }: Certificate): void {
  for (const server of serversOf(app)) server.setSecureContext({ cert, key, minVersion: oldestTlsVersion });
}

/** `localhost` has a server for each of its addresses, and Fastify tells of the first alone. */
function serversOf(app: FastifyInstance): TlsServer[] {
  const bindings = Object.getOwnPropertySymbols(app).find(
    ({ description }) => description === 'fastify.serverBindings',
  );
  const others: unknown = bindings === undefined ? [] : Reflect.get(app, bindings);
  const servers = new Set<unknown>(Array.isArray(others) ? others : []).add(app.server);
  return [...servers].filter((server) => server instanceof TlsServer);
}
