import { sql, type Selectable } from 'kysely';
import type { Db, Tx } from './db.ts';
import type { Schema } from './schema.ts';

export type CredentialManagerRow = Selectable<Schema['credential_manager']>;

export const allCredentialManagers = (db: Db): Promise<CredentialManagerRow[]> =>
  db.selectFrom('credential_manager').selectAll().execute();

/** Assigns the role, or replaces the confirmation it rests on. */
export const putCredentialManager = (tx: Tx, row: CredentialManagerRow): Promise<unknown> =>
  tx
    .insertInto('credential_manager')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['application_id', 'user_id']).doUpdateSet({
        confirmed_by: row.confirmed_by,
        confirmed_at: row.confirmed_at,
        reference: row.reference,
      }),
    )
    .execute();

export const findCredentialManager = (
  db: Db,
  applicationId: string,
  userId: string,
): Promise<CredentialManagerRow | undefined> =>
  db
    .selectFrom('credential_manager')
    .selectAll()
    .where('application_id', '=', applicationId)
    .where('user_id', '=', userId)
    .executeTakeFirst();

export const deleteCredentialManager = (tx: Tx, applicationId: string, userId: string): Promise<unknown> =>
  tx
    .deleteFrom('credential_manager')
    .where('application_id', '=', applicationId)
    .where('user_id', '=', userId)
    .execute();

/** Who manages each of these applications. */
export async function managersAmong(db: Db, applicationIds: string[]): Promise<Map<string, Set<string>>> {
  const rows = await db
    .selectFrom('credential_manager')
    .select(['application_id', 'user_id'])
    .where(sql<boolean>`application_id = any(${applicationIds})`)
    .execute();
  const managers = new Map(applicationIds.map((id) => [id, new Set<string>()]));
  for (const { application_id, user_id } of rows) managers.get(application_id)?.add(user_id);
  return managers;
}

/** The applications that this user manages. */
export async function applicationsManagedBy(db: Db, userId: string): Promise<Set<string>> {
  const rows = await db
    .selectFrom('credential_manager')
    .select('application_id')
    .where('user_id', '=', userId)
    .execute();
  return new Set(rows.map(({ application_id }) => application_id));
}

/** The roles of these users with the applications' names, by those. */
export const rolesOfUsers = (db: Db, userIds: string[]) =>
  db
    .selectFrom('credential_manager')
    .innerJoin('application', 'application.id', 'credential_manager.application_id')
    .where('credential_manager.user_id', 'in', userIds)
    .selectAll('credential_manager')
    .select('application.name as application_name')
    .orderBy('application.name_folded')
    .execute();

/**
 * The active users of the organisation of `userId` who are credential managers of at least one of its applications,
 * each once, by name.
 */
export const managersOfOrganisationOf = (db: Db, userId: string) =>
  db
    .selectFrom('portal_user')
    .where('portal_user.status', '=', 'active')
    .where('portal_user.organisation_id', '=', (select) =>
      select
        .selectFrom('portal_user as caller')
        .select('caller.organisation_id')
        .where('caller.id', '=', userId),
    )
    .where((where) =>
      where.exists(
        where
          .selectFrom('credential_manager')
          .innerJoin('application', 'application.id', 'credential_manager.application_id')
          .select('application.id')
          .whereRef('credential_manager.user_id', '=', 'portal_user.id')
          .whereRef('application.organisation_id', '=', 'portal_user.organisation_id'),
      ),
    )
    .select('portal_user.name')
    .orderBy('portal_user.name')
    .orderBy('portal_user.id')
    .execute();

/** Every role in these applications, also of users who are not active, by the users’ names. */
export const rolesInApplications = (db: Db, applicationIds: string[]) =>
  db
    .selectFrom('credential_manager')
    .innerJoin('portal_user', 'portal_user.id', 'credential_manager.user_id')
    .where(sql<boolean>`credential_manager.application_id = any(${applicationIds})`)
    .selectAll('credential_manager')
    .select(['portal_user.name', 'portal_user.email', 'portal_user.status'])
    .orderBy('portal_user.name')
    .orderBy('portal_user.id')
    .execute();
export type RoleRow = Awaited<ReturnType<typeof rolesInApplications>>[number];

/** The active credential managers of these applications (R1.2), by name. */
export const managersOfApplications = (db: Db, applicationIds: string[]) =>
  db
    .selectFrom('credential_manager')
    .innerJoin('portal_user', 'portal_user.id', 'credential_manager.user_id')
    .where('credential_manager.application_id', 'in', applicationIds)
    .where('portal_user.status', '=', 'active')
    .select([
      'credential_manager.application_id',
      'credential_manager.confirmed_by',
      'credential_manager.confirmed_at',
      'credential_manager.reference',
      'portal_user.id',
      'portal_user.name',
      'portal_user.email',
    ])
    .orderBy('portal_user.name')
    .orderBy('portal_user.id')
    .execute();

/** The client secrets of these applications that this user created and that are good for something after `now`. */
export async function validSecretsCreatedBy(db: Db, userId: string, applicationIds: string[], now: Date) {
  const rows = await db
    .selectFrom('client_secret')
    .select(['id', 'application_id', 'name', 'hint', 'created_by'])
    .where('application_id', 'in', applicationIds)
    .where('deleted_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('created_at')
    .execute();
  return rows.filter(({ created_by: { kind, id } }) => kind === 'user' && id === userId);
}

/**
 * Everybody active who manages an application together with this user, once each, with those applications; of
 * `applicationIds` only, when they are given.
 */
export async function listFellowManagers(db: Db, userId: string, applicationIds?: string[]) {
  const rows = await db
    .selectFrom('credential_manager as own')
    .innerJoin('credential_manager as other', 'other.application_id', 'own.application_id')
    .innerJoin('application', 'application.id', 'own.application_id')
    .innerJoin('portal_user', 'portal_user.id', 'other.user_id')
    .innerJoin('organisation', 'organisation.id', 'portal_user.organisation_id')
    .where('own.user_id', '=', userId)
    .where('other.user_id', '!=', userId)
    .where('portal_user.status', '=', 'active')
    .$if(applicationIds !== undefined, (query) =>
      query.where('own.application_id', 'in', applicationIds ?? []),
    )
    .select([
      'portal_user.id',
      'portal_user.name',
      'portal_user.email',
      'portal_user.time_zone',
      'organisation.time_zone as organisation_time_zone',
      'application.id as application_id',
      'application.name as application_name',
    ])
    .orderBy('portal_user.id')
    .orderBy('application.name')
    .execute();
  return [...Map.groupBy(rows, ({ id }) => id).values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { application_id: _id, application_name: _name, ...colleague } = first;
    const applications = group.map((row) => ({ id: row.application_id, name: row.application_name }));
    return [{ ...colleague, applications }];
  });
}
