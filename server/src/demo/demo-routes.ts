import type { FastifyInstance } from 'fastify';
import type { Deps } from '../domain/deps.ts';
import { KeyturnError } from '../domain/errors.ts';
import { sendProblem } from '../http/problem.ts';
import { presentDemoAccounts } from './demo-accounts.ts';
import type { DemoFile } from './demo-file.ts';
import { renderDemoMail } from './demo-mail.ts';
import { registerSampleApis } from './sample-api.ts';

const answeredHosts = /^(localhost|127\.0\.0\.1)(:\d+)?$/i;

/**
 * What only the demo has: its accounts, its mails and its sample APIs. It refuses other host names, so that no web page
 * can reach the demo by rebinding a name of its own to this machine.
 */
export function demoRoutes(deps: Pick<Deps, 'db' | 'clock'>, demo: DemoFile): (app: FastifyInstance) => void {
  return (app) => {
    app.addHook('onRequest', (request, reply, done) => {
      if (answeredHosts.test(request.headers.host ?? '')) done();
      // Not by way of an error, which the token service would answer in its own form.
      else sendProblem(new KeyturnError('wrong-host'), request, reply);
    });

    app.get('/demo/accounts', { schema: { hide: true } }, async (_request, reply) =>
      reply.header('cache-control', 'no-store').send(await presentDemoAccounts(deps, demo)),
    );

    app.get('/demo/mail', { schema: { hide: true } }, async (_request, reply) =>
      reply.type('text/html; charset=utf-8').send(await renderDemoMail(deps.db)),
    );

    registerSampleApis(app, demo);
  };
}
