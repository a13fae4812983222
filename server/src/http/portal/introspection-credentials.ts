import { createdIntrospectionCredential, createIntrospectionCredentialRequest } from '@keyturn/contract';
import { z } from 'zod';
import {
  createIntrospectionCredential,
  deleteIntrospectionCredential,
} from '../../domain/api/introspection-credentials.ts';
import type { Deps } from '../../domain/deps.ts';
import { actorOf } from './authenticate.ts';
import { pathUuid } from './path-uuid.ts';
import { presentIntrospectionCredential } from './present-introspection-credential.ts';
import type { PortalApp } from './portal-app.ts';
import { problems } from './problems-schema.ts';

const tags = ['introspection credentials'];

/** What APIs authenticate with at the introspection endpoint; for operators. */
export function registerIntrospectionCredentials(app: PortalApp, deps: Deps): void {
  app.post(
    '/apis/:apiId/introspection-credentials',
    {
      schema: {
        operationId: 'createIntrospectionCredential',
        summary: 'Create introspection credentials of an API; the value is in this answer only',
        tags,
        params: z.object({ apiId: z.string() }),
        body: createIntrospectionCredentialRequest,
        response: { 201: createdIntrospectionCredential, ...problems },
      },
    },
    async (request, reply) => {
      const { credential, value } = await createIntrospectionCredential(
        deps,
        actorOf(request),
        pathUuid(request.params.apiId),
        { name: request.body?.name },
      );
      return reply.code(201).send({
        ...presentIntrospectionCredential(credential),
        clientId: credential.api_id,
        clientSecret: value,
      });
    },
  );

  app.delete(
    '/apis/:apiId/introspection-credentials/:id',
    {
      schema: {
        operationId: 'deleteIntrospectionCredential',
        summary: 'Delete introspection credentials of an API',
        tags,
        params: z.object({ apiId: z.string(), id: z.string() }),
        response: { 204: z.undefined().describe('They have stopped working'), ...problems },
      },
    },
    async (request, reply) => {
      const { apiId, id } = request.params;
      await deleteIntrospectionCredential(deps, actorOf(request), pathUuid(apiId), pathUuid(id));
      return reply.code(204).send();
    },
  );
}
