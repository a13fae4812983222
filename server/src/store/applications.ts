import { sql, type RawBuilder, type Selectable, type SqlBool } from 'kysely';
import { hasAttention, type AttentionCondition } from './attention.ts';
import { inPortions, type Db, type Tx } from './db.ts';
import type { Schema } from './schema.ts';
import { containing } from './search.ts';

/** An application; what is counted of it is only searched for. */
export type ApplicationRow = Omit<Selectable<Schema['application']>, 'active_managers' | 'rotations'>;

/** All of `ApplicationRow`, and what is counted not: it would be taken for something that somebody changed. */
export const applicationColumns = [
  'application.id',
  'application.organisation_id',
  'application.kind',
  'application.name',
  'application.name_folded',
  'application.self_managed',
  'application.status',
  'application.disabled_reason',
  'application.secrets_revision',
  'application.created_at',
] as const satisfies `application.${keyof ApplicationRow}`[];

/** Whose applications a listing shows: all partners', those a user manages, or the one itself. */
export type Visibility =
  { kind: 'all' } | { kind: 'managed-by'; userId: string } | { kind: 'only'; id: string };

const ofOrganisation = [
  'organisation.name as organisation_name',
  'organisation.time_zone as organisation_time_zone',
  'organisation.status as organisation_status',
] as const;

const withOrganisation = (db: Db) =>
  db
    .selectFrom('application')
    .innerJoin('organisation', 'organisation.id', 'application.organisation_id')
    .select(applicationColumns)
    .select(ofOrganisation);

/** An application with what of its organisation every use-case about it needs. */
export type ApplicationOfOrganisation = ApplicationRow & {
  organisation_name: string;
  organisation_time_zone: string;
  organisation_status: 'active' | 'disabled';
};

const visibleTo = (db: Db, visibility: Visibility) =>
  db
    .selectFrom('application')
    .select(applicationColumns)
    .where('application.kind', '!=', 'operator-client')
    .$if(visibility.kind !== 'all', (partners) => partners.where(isVisibleTo(db, visibility)));

function isVisibleTo(db: Db, visibility: Visibility): RawBuilder<SqlBool> {
  if (visibility.kind === 'all') return sql`true`;
  if (visibility.kind === 'only') return sql`application.id = ${visibility.id}`;
  const managed = db
    .selectFrom('credential_manager')
    .select('application_id')
    .where('credential_manager.user_id', '=', visibility.userId);
  return sql`application.id in (${managed})`;
}

/** The partner application `id`, when it exists and `visibility` shows it. */
export const findApplication = (
  db: Db,
  id: string,
  visibility: Visibility,
): Promise<ApplicationOfOrganisation | undefined> =>
  withOrganisation(db)
    .where('application.id', '=', id)
    .where('application.kind', '!=', 'operator-client')
    .where(isVisibleTo(db, visibility))
    .executeTakeFirst();

/** The IDs among these that `visibility` shows. */
export async function findVisibleIds(db: Db, ids: string[], visibility: Visibility): Promise<string[]> {
  const rows = await visibleTo(db, visibility).where('application.id', 'in', ids).execute();
  return rows.map(({ id }) => id);
}

type ApplicationFilter = {
  visibility: Visibility;
  search?: string | undefined;
  organisationId?: string | undefined;
  apiId?: string | undefined;
  environment?: 'production' | 'sandbox' | undefined;
  status?: 'active' | 'disabled' | undefined;
  attention?: AttentionCondition | undefined;
  descending: boolean;
  after?: { nameFolded: string; id: string } | undefined;
  limit: number;
};

/** One page of applications by name. */
export async function listApplications(
  db: Db,
  filter: ApplicationFilter,
): Promise<ApplicationOfOrganisation[]> {
  const direction = filter.descending ? 'desc' : 'asc';
  // The page first, then what belongs to its rows: not to all that are found.
  return db
    .with('application', () =>
      matching(db, filter)
        .orderBy('application.name_folded', direction)
        .orderBy('application.id', direction)
        .limit(filter.limit),
    )
    .selectFrom('application')
    .innerJoin('organisation', 'organisation.id', 'application.organisation_id')
    .select(applicationColumns)
    .select(ofOrganisation)
    .orderBy('application.name_folded', direction)
    .orderBy('application.id', direction)
    .execute();
}

function matching(db: Db, filter: ApplicationFilter) {
  const { search, organisationId, apiId, environment, status, attention, after } = filter;
  let query = visibleTo(db, filter.visibility);
  if (search !== undefined) query = query.where(containing(search, ['application.name'], 'application.id'));
  if (organisationId !== undefined) query = query.where('application.organisation_id', '=', organisationId);
  if (status !== undefined) query = query.where('application.status', '=', status);
  if (attention !== undefined) query = query.where(hasAttention(attention));
  if (apiId !== undefined || environment !== undefined)
    query = query.where((where) =>
      where.exists(
        where
          .selectFrom('api_permission')
          .innerJoin('api', 'api.id', 'api_permission.api_id')
          .select('api.id')
          .whereRef('api_permission.application_id', '=', 'application.id')
          .$if(apiId !== undefined, (permission) => permission.where('api.id', '=', apiId ?? ''))
          .$if(environment !== undefined, (permission) =>
            permission.where('api.environment', '=', environment ?? 'production'),
          ),
      ),
    );
  const comparison = filter.descending ? '<' : '>';
  if (after !== undefined)
    query = query.where((where) =>
      where(
        where.refTuple('application.name_folded', 'application.id'),
        comparison,
        where.tuple(after.nameFolded, after.id),
      ),
    );
  return query;
}

/** Locks the application, so that changes to its client secrets follow one another, and answers its current row. */
export const lockApplication = (tx: Tx, id: string): Promise<ApplicationOfOrganisation | undefined> =>
  withOrganisation(tx).where('application.id', '=', id).forUpdate('application').executeTakeFirst();

/** Marks the application's client secrets as changed, and answers the new revision. */
export async function bumpSecretsRevision(tx: Tx, id: string): Promise<number> {
  const { secrets_revision } = await tx
    .updateTable('application')
    .set((column) => ({ secrets_revision: column('secrets_revision', '+', 1) }))
    .where('id', '=', id)
    .returning('secrets_revision')
    .executeTakeFirstOrThrow();
  return secrets_revision;
}

export const setSelfManaged = (tx: Tx, id: string, selfManaged: boolean): Promise<unknown> =>
  tx.updateTable('application').set({ self_managed: selfManaged }).where('id', '=', id).execute();

export const insertApplications = (tx: Tx, rows: Omit<ApplicationRow, 'secrets_revision'>[]): Promise<void> =>
  inPortions(rows, (some) => tx.insertInto('application').values(some).execute());

/** Permits applications that had no permission yet. */
export const insertPermissions = (
  tx: Tx,
  rows: { application_id: string; api_id: string }[],
): Promise<void> => inPortions(rows, (some) => tx.insertInto('api_permission').values(some).execute());

export const updateApplication = (
  tx: Tx,
  id: string,
  values: Pick<ApplicationRow, 'name' | 'name_folded' | 'status' | 'disabled_reason'>,
): Promise<unknown> => tx.updateTable('application').set(values).where('id', '=', id).execute();

/** Every application, for checking a whole import at once. */
export const allApplications = (db: Db): Promise<ApplicationRow[]> =>
  db.selectFrom('application').select(applicationColumns).execute();

/** The APIs that each of these applications is permitted to use (R3.3), by name. */
export const apisOfApplications = (db: Db, applicationIds: string[]) =>
  db
    .selectFrom('api_permission')
    .innerJoin('api', 'api.id', 'api_permission.api_id')
    .where('api_permission.application_id', 'in', applicationIds)
    .select([
      'api_permission.application_id',
      'api.id',
      'api.identifier',
      'api.name',
      'api.code',
      'api.environment',
      'api.base_url',
      'api.documentation_url',
      'api.status_check',
      'api.token_ttl_seconds',
    ])
    .orderBy('api.name')
    .orderBy('api.environment')
    .execute();

/** Replaces the permissions of an application by the named APIs. */
export async function setPermissions(tx: Tx, applicationId: string, apiIds: string[]): Promise<void> {
  await tx.deleteFrom('api_permission').where('application_id', '=', applicationId).execute();
  await insertPermissions(
    tx,
    apiIds.map((api_id) => ({ application_id: applicationId, api_id })),
  );
}

/** Every permission, for checking a whole import at once. */
export const allPermissions = (db: Db) => db.selectFrom('api_permission').selectAll().execute();

/** The automation clients in service, by name. */
export const listOperatorClients = (db: Db): Promise<ApplicationRow[]> =>
  db
    .selectFrom('application')
    .select(applicationColumns)
    .where('kind', '=', 'operator-client')
    .where('status', '=', 'active')
    .orderBy('name_folded')
    .execute();

export const findOperatorClient = (db: Db, id: string): Promise<ApplicationRow | undefined> =>
  db
    .selectFrom('application')
    .select(applicationColumns)
    .where('kind', '=', 'operator-client')
    .where('id', '=', id)
    .executeTakeFirst();

export const setApplicationStatus = (
  tx: Tx,
  id: string,
  status: ApplicationRow['status'],
): Promise<unknown> => tx.updateTable('application').set({ status }).where('id', '=', id).execute();
