import { createUserRequest, searchText, updateUserRequest, user, users, usersQuery } from '@keyturn/contract';
import { z } from 'zod';
import type { Deps } from '../../domain/deps.ts';
import { closeUser } from '../../domain/user/close-user.ts';
import { createUser } from '../../domain/user/create-user.ts';
import { getUser, listUsers, userEtag } from '../../domain/user/list-users.ts';
import { updateUser } from '../../domain/user/update-user.ts';
import { actorOf } from './authenticate.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { pathUuid } from './path-uuid.ts';
import type { PortalApp } from './portal-app.ts';
import { presentUser } from './present-user.ts';
import { problems } from './problems-schema.ts';

const tags = ['users'];
const params = z.object({ id: z.string() });
const position = z.object({ nameLower: searchText(1000), id: z.guid() });

/** The accounts of the portal (R6.1), for the operator team. */
export function registerUsers(app: PortalApp, deps: Deps): void {
  app.get(
    '/users',
    {
      schema: {
        operationId: 'listUsers',
        summary: 'List the portal’s users by name',
        tags,
        querystring: usersQuery,
        response: { 200: users, ...problems },
      },
    },
    async (request) => {
      const { cursor, ...query } = request.query;
      const after = decodeCursor(position, cursor);
      const { views, next } = await listUsers(deps, actorOf(request), { ...query, after });
      return { items: views.map(presentUser), next: next === null ? null : encodeCursor(next) };
    },
  );

  app.get(
    '/users/:id',
    {
      schema: {
        operationId: 'getUser',
        summary: 'Read a user; the answer carries its ETag',
        tags,
        params,
        response: { 200: user, ...problems },
      },
    },
    async (request, reply) => {
      const view = await getUser(deps, actorOf(request), pathUuid(request.params.id));
      return reply.header('etag', userEtag(view.user)).send(presentUser(view));
    },
  );

  app.post(
    '/users',
    {
      schema: {
        operationId: 'createUser',
        summary: 'Make an account, with the roles that come with it; one invitation is mailed',
        tags,
        body: createUserRequest,
        response: { 201: user, ...problems },
      },
    },
    async (request, reply) => {
      const view = await createUser(deps, actorOf(request), request.body);
      return reply.code(201).header('etag', userEtag(view.user)).send(presentUser(view));
    },
  );

  app.patch(
    '/users/:id',
    {
      schema: {
        operationId: 'updateUser',
        summary:
          'Change name, e-mail address, status or time zone, with If-Match only in the state that was seen (leave it out to disable at once, whatever else changed); another address, or disabling, ends sessions',
        tags,
        params,
        body: updateUserRequest,
        response: { 200: user, ...problems },
      },
    },
    async (request, reply) => {
      const id = pathUuid(request.params.id);
      const ifMatch = request.headers['if-match'];
      const view = await updateUser(deps, actorOf(request), id, request.body, ifMatch);
      return reply.header('etag', userEtag(view.user)).send(presentUser(view));
    },
  );

  app.delete(
    '/users/:id',
    {
      schema: {
        operationId: 'closeUser',
        summary: 'Close an account for good; its name stays in the audit log',
        tags,
        params,
        response: { 204: z.undefined().describe('Done'), ...problems },
      },
    },
    async (request, reply) => {
      await closeUser(deps, actorOf(request), pathUuid(request.params.id));
      return reply.code(204).send();
    },
  );
}
