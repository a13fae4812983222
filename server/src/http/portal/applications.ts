import {
  application,
  applicationNameProposal,
  applicationNameQuery,
  applicationPage,
  applicationQuery,
  applicationsQuery,
  createApplicationRequest,
  searchText,
  setSelfManagedRequest,
  updateApplicationRequest,
} from '@keyturn/contract';
import { z } from 'zod';
import {
  createApplication,
  proposeApplicationName,
  updateApplication,
} from '../../domain/application/change-application.ts';
import { getApplication, listApplications } from '../../domain/application/read-applications.ts';
import { setSelfManaged } from '../../domain/application/set-self-managed.ts';
import type { Deps } from '../../domain/deps.ts';
import { actorOf } from './authenticate.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { parseIfMatch } from './etag.ts';
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

  app.get(
    '/application-name',
    {
      schema: {
        operationId: 'proposeApplicationName',
        summary: 'The name that the pattern gives a new application; for operators',
        tags: ['applications'],
        querystring: applicationNameQuery,
        response: { 200: applicationNameProposal, ...problems },
      },
    },
    async (request) => ({ name: await proposeApplicationName(deps, actorOf(request), request.query) }),
  );

  app.post(
    '/applications',
    {
      schema: {
        operationId: 'createApplication',
        summary: 'Add an application, without a client secret; for operators',
        tags: ['applications'],
        body: createApplicationRequest,
        response: { 201: application, ...problems },
      },
    },
    async (request, reply) => {
      const view = await createApplication(deps, actorOf(request), request.body);
      const presented = presentApplication(view, deps.config, deps.clock.now());
      return reply.code(201).header('etag', presented.etag).send(presented);
    },
  );

  app.patch(
    '/applications/:clientId',
    {
      schema: {
        operationId: 'updateApplication',
        summary:
          'Change name, permitted APIs or status of an application; with If-Match only in the state that was seen: leave it out to disable at once, whatever else changed; for operators',
        tags: ['applications'],
        params,
        body: updateApplicationRequest,
        response: { 200: application, ...problems },
      },
    },
    async (request, reply) => {
      const clientId = pathUuid(request.params.clientId);
      const seen = parseIfMatch(request.headers['if-match']);
      const view = await updateApplication(deps, actorOf(request), clientId, request.body, seen);
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
