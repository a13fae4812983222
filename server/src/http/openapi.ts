import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { version } from '../version.ts';
import { tidySchemas } from './openapi-schemas.ts';

/** Collects the portal API's routes into OpenAPI 3.1; must be registered before them. */
export async function registerOpenApi(app: FastifyInstance, sessionCookie: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Keyturn portal API',
        version,
        description:
          'Applications and their client secrets. Errors are problem details (RFC 9457); match on `code`. Get an access token for this API with `resource=<public URL>/api` at the token endpoint.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/' }],
      components: {
        securitySchemes: {
          accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
          session: { type: 'apiKey', in: 'cookie', name: sessionCookie },
        },
      },
      security: [{ accessToken: [] }, { session: [] }],
    },
    transform: (input) => {
      const transformed = jsonSchemaTransform(input);
      // What is not of the portal API is described by the RFCs and docs/.
      return input.url.startsWith('/api/v1/') ? transformed : { ...transformed, schema: { hide: true } };
    },
    transformObject: jsonSchemaTransformObject,
  });
  app.get('/api/openapi.json', { schema: { hide: true } }, (_request, reply) =>
    reply.header('cache-control', 'no-cache').send(describePortalApi(app)),
  );
}

/** The portal API as OpenAPI 3.1. */
export const describePortalApi = (app: FastifyInstance): Record<string, unknown> =>
  tidySchemas(app.swagger());
