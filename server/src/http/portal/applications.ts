import {
  application,
  applicationPage,
  applicationQuery,
  applicationsQuery,
  searchText,
  setSelfManagedRequest,
} from '@keyturn/contract';
import { z } from 'zod';
import { getApplication, listApplications } from '../../domain/application/read-applications.ts';
import { setSelfManaged } from '../../domain/application/set-self-managed.ts';
import type { Deps } from '../../domain/deps.ts';
import { actorOf } from './authenticate.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { pathUuid } from './path-uuid.ts';
import type { PortalApp } from './portal-app.ts';
import { presentApplication } from './present.ts';
import { problems } from './problems-schema.ts';

const params = z.object({ clientId: z.string() });
const position = z.object({ nameFolded: searchText(1000), id: z.guid() });

/** Applications as their managers, operators and they themselves see them (R1.2, R3.4). */
export function registerApplications(app: PortalApp, deps: Deps): void {
  app.get(
    '/applications',
    {
      schema: {
        operationId: 'listApplications',
        summary: 'List the applications that the caller may see',
        tags: ['applications'],
        querystring: applicationsQuery,
        response: { 200: applicationPage, ...problems },
      },
    },
    async (request) => {
      const { cursor, ...query } = request.query;
      const after = decodeCursor(position, cursor);
      const { views, next } = await listApplications(deps, actorOf(request), { ...query, after });
      const now = deps.clock.now();
      return {
        items: views.map((view) => presentApplication(view, deps.config, now)),
        next: next === null ? null : encodeCursor(next),
      };
    },
  );

  app.get(
    '/applications/:clientId',
    {
      schema: {
        operationId: 'getApplication',
        summary: 'Read an application with its client secrets; the answer carries its ETag',
        tags: ['applications'],
        params,
        querystring: applicationQuery,
        response: { 200: application, ...problems },
      },
    },
    async (request, reply) => {
      const view = await getApplication(deps, actorOf(request), pathUuid(request.params.clientId), {
        includeDeleted: request.query.include === 'deleted',
      });
      const presented = presentApplication(view, deps.config, deps.clock.now());
      return reply.header('etag', presented.etag).send(presented);
    },
  );

  app.put(
    '/applications/:clientId/self-managed',
    {
      schema: {
        operationId: 'setSelfManaged',
        summary: 'Let the application create successors of its own client secrets, or stop that',
        tags: ['applications'],
        params,
        body: setSelfManagedRequest,
        response: { 204: z.undefined().describe('Done'), ...problems },
      },
    },
    async (request, reply) => {
      await setSelfManaged(
        deps,
        actorOf(request),
        pathUuid(request.params.clientId),
        request.body.selfManaged,
      );
      return reply.code(204).send();
    },
  );
}
