import cookie from '@fastify/cookie';
import Fastify, { type FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { oldestTlsVersion } from './certificate.ts';
import type { ConfigSecrets } from './config.ts';
import type { Deps } from './domain/deps.ts';
import { KeyturnError } from './domain/errors.ts';
import { closeConnectionsOnStop } from './http/close-connections-on-stop.ts';
import { registerGuide } from './http/guide.ts';
import { registerHealth } from './http/health.ts';
import { requestLog } from './http/log-requests.ts';
import { logSerializers } from './http/log-serializers.ts';
import { oauthRoutes } from './http/oauth/routes.ts';
import { registerOpenApi } from './http/openapi.ts';
import { plainPageStyleHash } from './http/plain-page.ts';
import { sessionCookieName } from './http/portal/session-cookie.ts';
import { portalRoutes } from './http/portal/routes.ts';
import { sendProblem } from './http/problem.ts';
import { refuseUnroutable } from './http/refuse-unroutable.ts';
import { sendSecurityHeaders } from './http/security-headers.ts';
import { registerStaticWeb, sendPageNotFound } from './http/static-web.ts';

export { buildMetricsApp } from './http/metrics.ts';
export { renewCertificate } from './http/renew-certificate.ts';

/** The HTTP server. */
export type App = FastifyInstance;

const portalBodyLimitBytes = 64 * 1024;

/** The HTTP server with every route, not yet listening. `extend` adds what only the demo has. */
export async function buildApp(
  deps: Deps,
  { tlsKey = null, extend }: { tlsKey?: ConfigSecrets['tlsKey']; extend?: (app: App) => void } = {},
): Promise<App> {
  const { config } = deps;
  const app = createServer(deps, tlsKey);
  closeConnectionsOnStop(app);
  app.removeContentTypeParser('text/plain');
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler<Error>(sendProblem);
  app.setNotFoundHandler((request, reply) => {
    if (!sendPageNotFound(request, reply)) sendProblem(new KeyturnError('not-found'), request, reply);
  });

  // Before everything else: hooks reach only the scopes that are registered after them.
  extend?.(app);
  sendSecurityHeaders(app, {
    https: config.publicUrl.startsWith('https:'),
    styleHash: plainPageStyleHash,
  });
  // Before cookies are looked for, which it has none of: hooks cost a token request what they cost a page.
  await app.register(oauthRoutes(deps));
  await app.register(cookie);
  const sessionCookie = sessionCookieName(config.publicUrl);
  await registerOpenApi(app, sessionCookie);
  await app.register(portalRoutes(deps), { prefix: '/api/v1' });
  registerGuide(app, config);
  registerHealth(app, deps);
  await registerStaticWeb(app);
  return app;
}

function createServer(deps: Deps, tlsKey: string | null): App {
  const { config } = deps;
  const options = {
    loggerInstance: deps.log.child({}, { serializers: logSerializers }),
    logController: requestLog,
    bodyLimit: portalBodyLimitBytes,
    requestTimeout: 30_000,
    trustProxy: config.trustProxy.length === 0 ? false : config.trustProxy,
    genReqId: () => crypto.randomUUID(),
    frameworkErrors: refuseUnroutable(config),
    return503OnClosing: false,
  };
  const https =
    config.tls !== null && tlsKey !== null
      ? { cert: config.tls.cert, key: tlsKey, minVersion: oldestTlsVersion }
      : null;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- nothing here depends on which kind of server it is
  return Fastify({ ...options, https }) as unknown as App;
}
