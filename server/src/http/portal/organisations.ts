import {
  createOrganisationRequest,
  organisation,
  organisationPage,
  organisationsQuery,
  searchText,
  updateOrganisationRequest,
  type Organisation,
} from '@keyturn/contract';
import { z } from 'zod';
import type { Deps } from '../../domain/deps.ts';
import {
  createOrganisation,
  getOrganisation,
  listOrganisations,
  updateOrganisation,
  type OrganisationView,
} from '../../domain/organisation/organisations.ts';
import { actorOf } from './authenticate.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { pathUuid } from './path-uuid.ts';
import type { PortalApp } from './portal-app.ts';
import { problems } from './problems-schema.ts';

const tags = ['organisations'];
const params = z.object({ id: z.string() });
const position = z.object({ nameLower: searchText(1000), id: z.guid() });

/** The organisations of the federation, for the operator team (R3.1). */
export function registerOrganisations(app: PortalApp, deps: Deps): void {
  app.get(
    '/organisations',
    {
      schema: {
        operationId: 'listOrganisations',
        summary: 'List organisations by name',
        tags,
        querystring: organisationsQuery,
        response: { 200: organisationPage, ...problems },
      },
    },
    async (request) => {
      const { cursor, ...query } = request.query;
      const after = decodeCursor(position, cursor);
      const { views, next } = await listOrganisations(deps, actorOf(request), { ...query, after });
      return { items: views.map(present), next: next === null ? null : encodeCursor(next) };
    },
  );

  app.get(
    '/organisations/:id',
    {
      schema: {
        operationId: 'getOrganisation',
        summary: 'Read an organisation; the answer carries its ETag',
        tags,
        params,
        response: { 200: organisation, ...problems },
      },
    },
    async (request, reply) => {
      const view = await getOrganisation(deps, actorOf(request), pathUuid(request.params.id));
      return reply.header('etag', view.etag).send(present(view));
    },
  );

  app.post(
    '/organisations',
    {
      schema: {
        operationId: 'createOrganisation',
        summary: 'Add an organisation',
        tags,
        body: createOrganisationRequest,
        response: { 201: organisation, ...problems },
      },
    },
    async (request, reply) => {
      const view = await createOrganisation(deps, actorOf(request), request.body);
      return reply.code(201).header('etag', view.etag).send(present(view));
    },
  );

  app.patch(
    '/organisations/:id',
    {
      schema: {
        operationId: 'updateOrganisation',
        summary:
          'Change an organisation; with If-Match only in the state that was seen: leave it out to disable at once, whatever else changed',
        tags,
        params,
        body: updateOrganisationRequest,
        response: { 200: organisation, ...problems },
      },
    },
    async (request, reply) => {
      const id = pathUuid(request.params.id);
      const ifMatch = request.headers['if-match'];
      const view = await updateOrganisation(deps, actorOf(request), id, request.body, ifMatch);
      return reply.header('etag', view.etag).send(present(view));
    },
  );
}

const present = ({ row }: OrganisationView): Organisation => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  country: row.country,
  timeZone: row.time_zone,
  locale: row.locale,
  sharedMailbox: row.shared_mailbox,
  status: row.status,
  disabledReason: row.disabled_reason,
  createdAt: row.created_at.toISOString(),
  applications: Number(row.applications),
  users: Number(row.users),
});
