import { sql } from 'kysely';
import type { Db } from './db.ts';

/** Somebody who is mailed, with the zone in which they are told instants. */
type RecipientRow = {
  id: string;
  name: string;
  email: string;
  time_zone: string | null;
  organisation_time_zone: string;
};

const activeUsers = (db: Db) =>
  db
    .selectFrom('portal_user')
    .innerJoin('organisation', 'organisation.id', 'portal_user.organisation_id')
    .where('portal_user.status', '=', 'active')
    .select([
      'portal_user.id',
      'portal_user.name',
      'portal_user.email',
      'portal_user.time_zone',
      'portal_user.organisation_id',
      'organisation.time_zone as organisation_time_zone',
    ])
    .orderBy('portal_user.id');

/** The active credential managers of these applications, and since when they are. */
export const managersToTell = (db: Db, applicationIds: string[]) =>
  activeUsers(db)
    .innerJoin('credential_manager', 'credential_manager.user_id', 'portal_user.id')
    .where(sql<boolean>`credential_manager.application_id = any(${applicationIds})`)
    .select(['credential_manager.application_id', 'credential_manager.assigned_at'])
    .execute();

/** The active users of these organisations who manage any application. */
export const managersOfOrganisations = (db: Db, organisationIds: string[]) =>
  activeUsers(db)
    .where('portal_user.organisation_id', 'in', organisationIds)
    .where((where) =>
      where.exists(
        where
          .selectFrom('credential_manager')
          .select('credential_manager.user_id')
          .whereRef('credential_manager.user_id', '=', 'portal_user.id'),
      ),
    )
    .execute();

/** The shared mailboxes of these organisations. */
export const sharedMailboxes = (db: Db, organisationIds: string[]) =>
  db
    .selectFrom('organisation')
    .select(['id', 'name', 'time_zone', 'shared_mailbox'])
    .where('id', 'in', organisationIds)
    .where('shared_mailbox', 'is not', null)
    .execute();

/** Every active operator. */
export const operatorsToTell = (db: Db): Promise<RecipientRow[]> =>
  activeUsers(db).where('portal_user.role', '=', 'operator').execute();
