import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Readiness } from '../domain/instance/readiness.ts';

/**
 * `GET /healthz`: the process answers, whatever the database does; who gets no answer starts it anew. `GET /readyz`: it
 * should be sent requests. Both are asked all the time, by whoever reaches us: they need no authentication, tell no
 * reason, and leave no line in the log.
 */
export function registerHealth(app: FastifyInstance, { readiness }: { readiness: Readiness }): void {
  const options = { logLevel: 'silent' } as const;
  app.get('/healthz', options, (_request, reply) => uncached(reply).send({ status: 'ok' }));
  app.get('/readyz', options, async (_request, reply) =>
    (await readiness.isReady())
      ? uncached(reply).send({ status: 'ready' })
      : uncached(reply).code(503).send({ status: 'not-ready' }),
  );
}

const uncached = (reply: FastifyReply): FastifyReply => reply.header('cache-control', 'no-store');
