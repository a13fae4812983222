import Fastify, { type FastifyInstance } from 'fastify';
import { Gauge, Registry } from 'prom-client';
import type { Deps } from '../domain/deps.ts';
import { listExpiringSecrets } from '../domain/client-secret/list-expiring-secrets.ts';

const shownDays = 60;

/**
 * The server of `GET /metrics` in the text format of Prometheus, on a port of its own: it names applications, and has no
 * sign-in.
 */
export function buildMetricsApp({ db, clock }: Pick<Deps, 'db' | 'clock'>): FastifyInstance {
  const registry = new Registry();
  const expiry = new Gauge({
    name: 'keyturn_client_secret_expiry_days',
    help: `Days until a client secret expires, for those that expire within ${shownDays} days`,
    labelNames: ['client_id', 'application', 'secret_id', 'hint'],
    registers: [],
    async collect() {
      this.reset();
      for (const secret of await listExpiringSecrets({ db, clock }, shownDays))
        this.set(
          {
            client_id: secret.application_id,
            application: secret.application_name,
            secret_id: secret.id,
            hint: secret.hint,
          },
          secret.daysLeft,
        );
    },
  });
  registry.registerMetric(expiry);
  const app = Fastify();
  app.get('/metrics', async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  );
  return app;
}
