import { createVerifier, type Verifier } from '@keyturn/verifier';
import { requireAccessToken } from '@keyturn/verifier/fastify';
import type { FastifyInstance } from 'fastify';
import { KeyturnError } from '../domain/errors.ts';
import type { DemoFile } from './demo-file.ts';
import federation from './federation.json' with { type: 'json' };

type SampleApi = DemoFile['apis'][number];

/**
 * A sample API for each API of the federation: it accepts tokens as an API owner's own system does, with
 * @keyturn/verifier. One that the federation registers as asking Keyturn about each token does that, so that the page
 * about deleting tells the truth; the others read the status list.
 */
export function registerSampleApis(app: FastifyInstance, { apis, publicUrl }: DemoFile): void {
  const verifiers = new Map<string, Verifier>();
  app.addHook('onClose', (_app, done) => {
    for (const verifier of verifiers.values()) verifier.close();
    done();
  });

  /** The first call makes it: nothing is fetched for an API that nobody calls. */
  function verifierOf(api: SampleApi): Verifier {
    const verifier = verifiers.get(api.id) ?? createVerifier({ issuer: publicUrl, ...optionsOf(api) });
    verifiers.set(api.id, verifier);
    return verifier;
  }

  app.get<{ Params: { apiId: string } }>('/demo-api/:apiId/ping', async (request, reply) => {
    const api = apis.find(({ id }) => id === request.params.apiId.toLowerCase());
    if (api === undefined) throw new KeyturnError('not-found');
    await requireAccessToken(verifierOf(api))(request, reply);
    if (reply.sent) return reply;
    return reply.send({
      api: api.name,
      environment: api.environment,
      clientId: request.accessToken?.clientId,
    });
  });
}

function optionsOf({ id, identifier, introspection }: SampleApi) {
  const asks = federation.apis.some((api) => api.id === id && api.statusCheck === 'introspection');
  return {
    audience: [identifier, id],
    // Whoever tries the console out may choose either.
    types: ['at+jwt', 'JWT'] as const,
    ...(asks ? ({ statusCheck: 'introspection', introspection } as const) : {}),
  };
}
