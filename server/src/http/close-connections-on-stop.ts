import type { FastifyInstance } from 'fastify';

/**
 * Lets a stop wait for what is under way and for nothing else: answers given meanwhile close their connection, which
 * would otherwise be kept alive for a minute.
 */
export function closeConnectionsOnStop(app: FastifyInstance): void {
  let stopping = false;
  app.addHook('preClose', (done) => {
    stopping = true;
    done();
  });
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (stopping) reply.header('connection', 'close');
    done(null, payload);
  });
}
