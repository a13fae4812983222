import {
  createApiRequest,
  api,
  apiPage,
  apisQuery,
  environment,
  searchText,
  updateApiRequest,
  type Api,
} from '@keyturn/contract';
import { z } from 'zod';
import type { Deps } from '../../domain/deps.ts';
import { createApi, getApi, listApis, updateApi, type ApiView } from '../../domain/api/apis.ts';
import { actorOf } from './authenticate.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { pathUuid } from './path-uuid.ts';
import { presentIntrospectionCredential } from './present-introspection-credential.ts';
import type { PortalApp } from './portal-app.ts';
import { problems } from './problems-schema.ts';

const tags = ['APIs'];
const params = z.object({ id: z.string() });
const position = z.object({ nameLower: searchText(1000), environment, id: z.guid() });

/** The APIs of the federation, for the operator team. */
export function registerApis(app: PortalApp, deps: Deps): void {
  app.get(
    '/apis',
    {
      schema: {
        operationId: 'listApis',
        summary: 'List APIs by name',
        tags,
        querystring: apisQuery,
        response: { 200: apiPage, ...problems },
      },
    },
    async (request) => {
      const { cursor, ...query } = request.query;
      const after = decodeCursor(position, cursor);
      const { views, next } = await listApis(deps, actorOf(request), { ...query, after });
      return { items: views.map(present), next: next === null ? null : encodeCursor(next) };
    },
  );

  app.get(
    '/apis/:id',
    {
      schema: {
        operationId: 'getApi',
        summary: 'Read an API; the answer carries its ETag',
        tags,
        params,
        response: { 200: api, ...problems },
      },
    },
    async (request, reply) => {
      const view = await getApi(deps, actorOf(request), pathUuid(request.params.id));
      return reply.header('etag', view.etag).send(present(view));
    },
  );

  app.post(
    '/apis',
    {
      schema: {
        operationId: 'createApi',
        summary: 'Add an API',
        tags,
        body: createApiRequest,
        response: { 201: api, ...problems },
      },
    },
    async (request, reply) => {
      const view = await createApi(deps, actorOf(request), request.body);
      return reply.code(201).header('etag', view.etag).send(present(view));
    },
  );

  app.patch(
    '/apis/:id',
    {
      schema: {
        operationId: 'updateApi',
        summary:
          'Change an API; with If-Match only in the state that was seen: leave it out to disable at once, whatever else changed',
        tags,
        params,
        body: updateApiRequest,
        response: { 200: api, ...problems },
      },
    },
    async (request, reply) => {
      const id = pathUuid(request.params.id);
      const ifMatch = request.headers['if-match'];
      const view = await updateApi(deps, actorOf(request), id, request.body, ifMatch);
      return reply.header('etag', view.etag).send(present(view));
    },
  );
}

const present = ({ row, credentials }: ApiView): Api => ({
  id: row.id,
  identifier: row.identifier,
  name: row.name,
  code: row.code,
  environment: row.environment,
  roles: row.roles,
  baseUrl: row.base_url,
  documentationUrl: row.documentation_url,
  statusCheck: row.status_check,
  tokenTtlSeconds: row.token_ttl_seconds,
  algorithm: row.algorithm,
  tokenHeaderType: row.token_header_type,
  status: row.status,
  createdAt: row.created_at.toISOString(),
  applications: Number(row.applications),
  introspectionCredentials: credentials.map(presentIntrospectionCredential),
});
