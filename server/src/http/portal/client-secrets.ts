import {
  clientSecret,
  createClientSecretRequest,
  createdClientSecret,
  disableClientSecretRequest,
  updateClientSecretRequest,
} from '@keyturn/contract';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { createClientSecret } from '../../domain/client-secret/create-client-secret.ts';
import { deleteClientSecret } from '../../domain/client-secret/delete-client-secret.ts';
import { disableClientSecret } from '../../domain/client-secret/disable-client-secret.ts';
import { enableClientSecret } from '../../domain/client-secret/enable-client-secret.ts';
import type { SecretsTarget } from '../../domain/client-secret/change-client-secrets.ts';
import { setReplacedSecret } from '../../domain/client-secret/set-replaced-secret.ts';
import type { Deps } from '../../domain/deps.ts';
import { actorOf } from './authenticate.ts';
import { formatEtag, parseIfMatch } from './etag.ts';
import { pathUuid } from './path-uuid.ts';
import type { PortalApp } from './portal-app.ts';
import { presentClientSecret } from './present.ts';
import { problems } from './problems-schema.ts';

const applicationParams = z.object({ clientId: z.string() });
const secretParams = z.object({ clientId: z.string(), id: z.string() });
const headers = z.object({
  'if-match': z
    .string()
    .optional()
    .describe(
      'The application’s ETag: 412 when its client secrets changed meanwhile; left out: whatever else changed, as in an emergency',
    ),
});
const tags = ['client secrets'];

/** Creating, replacing, disabling and deleting client secrets (R1.3 to R1.5, R1.7). */
export function registerClientSecrets(app: PortalApp, deps: Deps): void {
  app.post(
    '/applications/:clientId/secrets',
    {
      schema: {
        operationId: 'createClientSecret',
        summary: 'Create a client secret; its value is in this answer only',
        tags,
        params: applicationParams,
        headers,
        body: createClientSecretRequest,
        response: { 201: createdClientSecret, ...problems },
      },
    },
    async (request, reply) => {
      const { name, expiresAt, replacesSecretId = null } = request.body;
      const target = targetOf(request);
      const created = await createClientSecret(deps, actorOf(request), target, {
        name,
        expiresAt,
        replacesSecretId,
      });
      return changed(reply, created.revision)
        .code(201)
        .send({ ...presentClientSecret(created.secret, deps.clock.now()), clientSecret: created.value });
    },
  );

  app.patch(
    '/applications/:clientId/secrets/:id',
    {
      schema: {
        operationId: 'setReplacedSecret',
        summary: 'Name the client secret that this one replaces, or none',
        tags,
        params: secretParams,
        headers,
        body: updateClientSecretRequest,
        response: { 200: clientSecret, ...problems },
      },
    },
    async (request, reply) => {
      const { secret, revision } = await setReplacedSecret(
        deps,
        actorOf(request),
        targetOf(request),
        pathUuid(request.params.id),
        request.body.replacesSecretId,
      );
      return changed(reply, revision).send(presentClientSecret(secret, deps.clock.now()));
    },
  );

  app.delete(
    '/applications/:clientId/secrets/:id',
    {
      schema: {
        operationId: 'deleteClientSecret',
        summary: 'Delete a client secret: API access stops at once',
        tags,
        params: secretParams,
        headers,
        response: { 204: z.undefined().describe('It has stopped working'), ...problems },
      },
    },
    async (request, reply) => {
      await deleteClientSecret(deps, actorOf(request), targetOf(request), pathUuid(request.params.id));
      return reply.code(204).send();
    },
  );

  app.post(
    '/applications/:clientId/secrets/:id/disable',
    {
      schema: {
        operationId: 'disableClientSecret',
        summary: 'Disable a client secret until somebody enables it',
        tags,
        params: secretParams,
        headers,
        body: disableClientSecretRequest,
        response: { 200: clientSecret, ...problems },
      },
    },
    async (request, reply) => {
      const { secret, revision } = await disableClientSecret(
        deps,
        actorOf(request),
        targetOf(request),
        pathUuid(request.params.id),
        request.body?.reason ?? null,
      );
      return changed(reply, revision).send(presentClientSecret(secret, deps.clock.now()));
    },
  );

  app.post(
    '/applications/:clientId/secrets/:id/enable',
    {
      schema: {
        operationId: 'enableClientSecret',
        summary: 'Enable a disabled client secret',
        tags,
        params: secretParams,
        headers,
        response: { 200: clientSecret, ...problems },
      },
    },
    async (request, reply) => {
      const { secret, revision } = await enableClientSecret(
        deps,
        actorOf(request),
        targetOf(request),
        pathUuid(request.params.id),
      );
      return changed(reply, revision).send(presentClientSecret(secret, deps.clock.now()));
    },
  );
}

const targetOf = (request: {
  params: { clientId: string };
  headers: { 'if-match'?: string | undefined };
}): SecretsTarget => ({
  clientId: pathUuid(request.params.clientId),
  expectedRevisions: parseIfMatch(request.headers['if-match']),
});

const changed = <Reply extends Pick<FastifyReply, 'header'>>(reply: Reply, revision: number): Reply => {
  reply.header('etag', formatEtag(revision));
  return reply;
};
