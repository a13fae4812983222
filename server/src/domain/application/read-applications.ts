import type { ApplicationsQuery } from '@keyturn/contract';
import {
  apisOfApplications,
  findApplication,
  listApplications as listApplicationRows,
  type ApplicationOfOrganisation,
} from '../../store/applications.ts';
import { listClientSecrets, type ClientSecretRow } from '../../store/client-secrets.ts';
import { managersOfApplications } from '../../store/credential-managers.ts';
import type { Actor } from '../audit/actor.ts';
import { endedSecretMemoryMs } from '../access-token/authenticate-client.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import { visibilityFor } from '../policy.ts';

/** An application with everything the portal shows of it (R1.2). */
export type ApplicationView = {
  application: ApplicationOfOrganisation;
  apis: Awaited<ReturnType<typeof apisOfApplications>>;
  managers: Awaited<ReturnType<typeof managersOfApplications>>;
  secrets: ClientSecretView[];
};

/** A client secret without anything of its value. */
export type ClientSecretView = ClientSecretRow;

type ReadDeps = Pick<Deps, 'db' | 'clock'>;

/** @throws KeyturnError `not-found`, also for an application that `actor` may not see */
export async function getApplication(
  deps: ReadDeps,
  actor: Actor,
  clientId: string,
  options: { includeDeleted: boolean },
): Promise<ApplicationView> {
  const application = await findApplication(deps.db, clientId, visibilityFor(actor));
  if (application === undefined) throw new KeyturnError('not-found');
  const [view] = await viewsOf(deps, [application], options.includeDeleted);
  if (view === undefined) throw new KeyturnError('not-found');
  return view;
}

type ListQuery = Omit<ApplicationsQuery, 'cursor'> & { after: { nameFolded: string; id: string } | null };
type ApplicationViewPage = { views: ApplicationView[]; next: { nameFolded: string; id: string } | null };

/** One page of the applications that `actor` sees (R3.4), by name. */
export async function listApplications(
  deps: ReadDeps,
  actor: Actor,
  query: ListQuery,
): Promise<ApplicationViewPage> {
  const rows = await listApplicationRows(deps.db, {
    visibility: visibilityFor(actor),
    search: query.search,
    organisationId: query.organisation,
    apiId: query.api,
    environment: query.environment,
    status: query.status,
    descending: query.sort === '-name',
    after: query.after ?? undefined,
    limit: query.limit + 1,
  });
  const shown = rows.slice(0, query.limit);
  const last = rows.length > shown.length ? shown.at(-1) : undefined;
  return {
    views: await viewsOf(deps, shown, query.include === 'deleted'),
    next: last === undefined ? null : { nameFolded: last.name_folded, id: last.id },
  };
}

async function viewsOf(
  deps: ReadDeps,
  applications: ApplicationOfOrganisation[],
  includeDeleted: boolean,
): Promise<ApplicationView[]> {
  if (applications.length === 0) return [];
  const ids = applications.map(({ id }) => id);
  const deletedSince = includeDeleted ? new Date(deps.clock.now().getTime() - endedSecretMemoryMs) : null;
  const apis = Map.groupBy(await apisOfApplications(deps.db, ids), byApplication);
  const managers = Map.groupBy(await managersOfApplications(deps.db, ids), byApplication);
  const secrets = Map.groupBy(await listClientSecrets(deps.db, ids, deletedSince), byApplication);
  return applications.map((application) => ({
    application,
    apis: apis.get(application.id) ?? [],
    managers: managers.get(application.id) ?? [],
    secrets: secrets.get(application.id) ?? [],
  }));
}

const byApplication = ({ application_id }: { application_id: string }): string => application_id;
