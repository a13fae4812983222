import type { ApplicationsQuery, CredentialMistake } from '@keyturn/contract';
import {
  apisOfApplications,
  findApplication,
  findVisibleIds,
  listApplications as listApplicationRows,
  type ApplicationOfOrganisation,
} from '../../store/applications.ts';
import { listClientSecrets, type ClientSecretRow } from '../../store/client-secrets.ts';
import { managersOfApplications } from '../../store/credential-managers.ts';
import { listSecretsElsewhere, type SecretElsewhereRow } from '../../store/secrets-elsewhere.ts';
import { lastRefusals, listMistakes, type LastRefusal } from '../../store/usage.ts';
import type { Actor } from '../audit/actor.ts';
import { endedSecretMemoryMs } from '../access-token/authenticate-client.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import { pageOf } from '../page-of.ts';
import { placeOf } from '../network.ts';
import { mayReadConfirmations, mistakesToldFrom, visibilityFor } from '../policy.ts';
import { dependsMs } from '../rotation/take-over.ts';
import { rememberedSince } from '../secret-elsewhere/secret-elsewhere.ts';
import { conditionOf } from './attention.ts';

/** An application with everything the portal shows of it (R1.2). */
export type ApplicationView = {
  application: ApplicationOfOrganisation;
  apis: Awaited<ReturnType<typeof apisOfApplications>>;
  managers: Awaited<ReturnType<typeof managersOfApplications>>;
  /** Whether on what the role of its managers rests may be told. */
  showsConfirmations: boolean;
  secrets: ClientSecretView[];
  secretsElsewhere: SecretElsewhereRow[];
  mistake: { kind: CredentialMistake; at: Date } | null;
};

/** A client secret without anything of its value. */
export type ClientSecretView = ClientSecretRow & {
  lastRefusal?: LastRefusal | undefined;
  /** Whoever created it no longer manages the application, and it still works (R5.4). */
  creatorLeft?: boolean;
};

const mistakesShownMs = 15 * 60 * 1000;

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
  const [view] = await viewsOf(deps, actor, [application], options.includeDeleted);
  if (view === undefined) throw new KeyturnError('not-found');
  return view;
}

/** Those of these applications that `actor` sees (R3.4). */
export async function visibleAmong(
  { db }: Pick<Deps, 'db'>,
  actor: Actor,
  clientIds: string[],
): Promise<string[]> {
  return findVisibleIds(db, clientIds, visibilityFor(actor));
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
    ...applicationFilter(deps, actor, query),
    after: query.after ?? undefined,
    limit: query.limit + 1,
  });
  const { shown, last } = pageOf(rows, query.limit);
  return {
    views: await viewsOf(deps, actor, shown, query.include === 'deleted'),
    next: last === null ? null : { nameFolded: last.name_folded, id: last.id },
  };
}

/** Which applications a query finds among those that `actor` sees, and in which order. */
export const applicationFilter = (
  { clock }: Pick<Deps, 'clock'>,
  actor: Actor,
  query: Omit<ApplicationsQuery, 'cursor' | 'limit'>,
) => ({
  visibility: visibilityFor(actor),
  search: query.search,
  organisationId: query.organisation,
  apiId: query.api,
  environment: query.environment,
  status: query.status,
  attention: query.attention === undefined ? undefined : conditionOf(query.attention, clock.now()),
  descending: query.sort === '-name',
});

async function viewsOf(
  deps: ReadDeps,
  actor: Actor,
  applications: ApplicationOfOrganisation[],
  includeDeleted: boolean,
): Promise<ApplicationView[]> {
  if (applications.length === 0) return [];
  const ids = applications.map(({ id }) => id);
  const deletedSince = includeDeleted ? new Date(deps.clock.now().getTime() - endedSecretMemoryMs) : null;
  const apis = Map.groupBy(await apisOfApplications(deps.db, ids), byApplication);
  const managers = Map.groupBy(await managersOfApplications(deps.db, ids), byApplication);
  const rows = await listClientSecrets(deps.db, ids, deletedSince);
  const refusals = await readRefusals(deps, rows);
  const now = deps.clock.now();
  const secrets = Map.groupBy(
    rows.map((row) => ({
      ...row,
      lastRefusal: refusals.get(row.id),
      creatorLeft: hasCreatorLeft(row, managers.get(row.application_id) ?? [], now),
    })),
    byApplication,
  );
  const elsewhere = Map.groupBy(
    await listSecretsElsewhere(deps.db, ids, rememberedSince(now)),
    byApplication,
  );
  const mistakes = await readMistakes(deps, actor, ids);
  return applications.map((application) => ({
    application,
    apis: apis.get(application.id) ?? [],
    managers: managers.get(application.id) ?? [],
    showsConfirmations: mayReadConfirmations(actor),
    secrets: secrets.get(application.id) ?? [],
    secretsElsewhere: elsewhere.get(application.id) ?? [],
    mistake: mistakes.get(application.id) ?? null,
  }));
}

const hasCreatorLeft = (secret: ClientSecretRow, managers: { id: string }[], now: Date): boolean =>
  secret.created_by.kind === 'user' &&
  secret.deleted_at === null &&
  secret.expires_at > now &&
  !managers.some(({ id }) => id === secret.created_by.id);

async function readRefusals(
  { db, clock }: ReadDeps,
  secrets: ClientSecretRow[],
): Promise<Map<string, LastRefusal>> {
  if (secrets.length === 0) return new Map();
  const since = new Date(clock.now().getTime() - dependsMs);
  const found = await lastRefusals(
    db,
    secrets.map(({ id }) => id),
    since,
  );
  return new Map(found.map((refusal) => [refusal.secret_id, refusal]));
}

/** Mistakes are told to who is likely to have made them: somebody signed in from the same place. */
async function readMistakes({ db, clock }: ReadDeps, actor: Actor, applicationIds: string[]) {
  const address = mistakesToldFrom(actor);
  if (address === null) return new Map<string, never>();
  const since = new Date(clock.now().getTime() - mistakesShownMs);
  const found = await listMistakes(db, applicationIds, placeOf(address), since);
  return new Map(found.map(({ application_id, kind, at }) => [application_id, { kind, at }]));
}

const byApplication = ({ application_id }: { application_id: string }): string => application_id;
