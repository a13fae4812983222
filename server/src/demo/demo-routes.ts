import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Deps } from '../domain/deps.ts';
import { KeyturnError } from '../domain/errors.ts';
import { readBearer } from '../http/bearer.ts';
import { sendProblem } from '../http/problem.ts';
import { presentDemoAccounts } from './demo-accounts.ts';
import type { DemoFile } from './demo-file.ts';
import { renderDemoMail } from './demo-mail.ts';

const introspectionAnswer = z.object({ active: z.boolean(), client_id: z.string().optional() });
const answeredHosts = /^(localhost|127\.0\.0\.1)(:\d+)?$/i;

/**
 * What only the demo has: a sample API for each API of the federation, which does what an API owner's system does,
 * and refuses other host names, so that no web page can reach the demo by rebinding a name of its own to this machine.
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

    app.get<{ Params: { apiId: string } }>('/demo-api/:apiId/ping', async (request, reply) => {
      const api = demo.apis.find(({ id }) => id === request.params.apiId.toLowerCase());
      if (api === undefined) throw new KeyturnError('not-found');
      const token = readBearer(request.headers.authorization);
      if (token === null) return refuse(reply, 'Bearer');
      const answer = await introspect(demo.publicUrl, api.introspection, token);
      if (!answer.active) return refuse(reply, 'Bearer error="invalid_token"');
      return reply.send({ api: api.name, environment: api.environment, clientId: answer.client_id });
    });
  };
}

async function introspect(
  issuer: string,
  { clientId, clientSecret }: DemoFile['apis'][number]['introspection'],
  token: string,
) {
  const response = await fetch(`${issuer}/oauth2/introspect`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
    body: new URLSearchParams({ token }),
    signal: AbortSignal.timeout(5_000),
  });
  if (!response.ok) throw new Error(`introspection answered ${response.status}`);
  return introspectionAnswer.parse(await response.json());
}

const refuse = (reply: FastifyReply, challenge: string): FastifyReply =>
  reply.code(401).header('www-authenticate', challenge).send();
