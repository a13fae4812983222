import type { FastifyRequest } from 'fastify';
import { stdSerializers } from 'pino';

/** What begins like a client secret, wherever a careless client put it. */
const clientSecretLike = /[A-Za-z0-9]{3}_kt_[A-Za-z0-9]*/g;

/** How requests and errors are logged: without anything that may hold a client secret (R1.4). */
export const logSerializers = {
  /** Without the query, where careless clients put secrets, as they do in the path. */
  req: (request: FastifyRequest) => ({
    method: request.method,
    path: request.url.split('?', 1)[0]?.replace(clientSecretLike, '(client secret)'),
    remoteAddress: request.ip,
  }),
  /** Without the raw bytes of a request that is not HTTP. */
  err(error: Error) {
    const { rawPacket: _rawPacket, ...logged } = { rawPacket: undefined, ...stdSerializers.err(error) };
    return logged;
  },
};
