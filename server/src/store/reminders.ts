import { sql } from 'kysely';
import { withUse, type ClientSecretRow } from './client-secrets.ts';
import type { Db, Tx } from './db.ts';

/** A client secret with what its reminders need of its application and organisation. */
export type ReminderSecret = ClientSecretRow & {
  application_name: string;
  application_kind: 'partner' | 'partner-alternative' | 'operator-client';
  organisation_id: string;
  organisation_name: string;
  time_zone: string;
  /** The system in which it works instead of here: nothing more is known of it there; null: it works here. */
  system: 'entra' | null;
};

const withApplication = (db: Db) =>
  withUse(db)
    .innerJoin('application', 'application.id', 'client_secret.application_id')
    .innerJoin('organisation', 'organisation.id', 'application.organisation_id')
    .where('organisation.status', '=', 'active')
    .select([
      'application.name as application_name',
      'application.kind as application_kind',
      'organisation.id as organisation_id',
      'organisation.name as organisation_name',
      'organisation.time_zone',
      sql<null>`null`.as('system'),
    ]);

/** The secrets of former systems, of which there is nothing but name and expiry, as if they were of this one. */
const elsewhereWithApplication = (db: Db) =>
  db
    .selectFrom('secret_elsewhere')
    .innerJoin('application', 'application.id', 'secret_elsewhere.application_id')
    .innerJoin('organisation', 'organisation.id', 'application.organisation_id')
    .where('organisation.status', '=', 'active')
    .where('secret_elsewhere.gone_at', 'is', null)
    .select([
      'secret_elsewhere.id',
      'secret_elsewhere.application_id',
      'secret_elsewhere.name',
      'secret_elsewhere.hint',
      'secret_elsewhere.expires_at',
      'secret_elsewhere.imported_at',
      'secret_elsewhere.system',
      'application.name as application_name',
      'application.kind as application_kind',
      'organisation.id as organisation_id',
      'organisation.name as organisation_name',
      'organisation.time_zone',
    ]);
type ElsewhereRow = Awaited<ReturnType<ReturnType<typeof elsewhereWithApplication>['execute']>>[number];

const fromElsewhere = ({ hint, imported_at, ...row }: ElsewhereRow): ReminderSecret => ({
  ...row,
  hint: hint ?? '',
  // What was due before it was known here is not told.
  created_at: imported_at,
  created_by: { kind: 'operator', id: null, name: '' },
  created_by_secret_id: null,
  replaces_secret_id: null,
  disabled_at: null,
  disabled_by: null,
  disabled_reason: null,
  deleted_at: null,
  deleted_by: null,
  first_used_at: null,
  last_used_at: null,
  last_address: null,
  last_user_agent: null,
});

/** Every undeleted client secret of these organisations' applications, and what is known of their former systems'. */
export async function listSecretsOfOrganisations(
  db: Db,
  organisationIds: string[],
): Promise<ReminderSecret[]> {
  const own = await withApplication(db)
    .where('client_secret.deleted_at', 'is', null)
    .where('organisation.id', 'in', organisationIds)
    .execute();
  const elsewhere = await elsewhereWithApplication(db)
    .where('organisation.id', 'in', organisationIds)
    .execute();
  return [...own, ...elsewhere.map(fromElsewhere)];
}

/** Every client secret of these applications, deleted ones too, and what is known of their former systems'. */
export async function listSecretsOfApplications(db: Db, applicationIds: string[]): Promise<ReminderSecret[]> {
  if (applicationIds.length === 0) return [];
  const own = await withApplication(db).where('application.id', 'in', applicationIds).execute();
  const elsewhere = await elsewhereWithApplication(db)
    .where('application.id', 'in', applicationIds)
    .execute();
  return [...own, ...elsewhere.map(fromElsewhere)];
}

/** These client secrets, deleted ones too. */
export const listSecretsById = (db: Db, ids: string[]): Promise<ReminderSecret[]> =>
  ids.length === 0 ? Promise.resolve([]) : withApplication(db).where('client_secret.id', 'in', ids).execute();

/** The applications with an undeleted client secret, here or in a former system, that expires after `since` and by `until`. */
export async function applicationsWithExpiry(db: Db, since: Date, until: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('client_secret')
    .select('application_id')
    .where('deleted_at', 'is', null)
    .where('expires_at', '>', since)
    .where('expires_at', '<=', until)
    .union(
      db
        .selectFrom('secret_elsewhere')
        .select('application_id')
        .where('gone_at', 'is', null)
        .where('expires_at', '>', since)
        .where('expires_at', '<=', until),
    )
    .execute();
  return rows.map(({ application_id }) => application_id);
}

/** Of these applications, those that no active user manages. */
export async function unmanagedAmong(db: Db, applicationIds: string[]): Promise<Set<string>> {
  if (applicationIds.length === 0) return new Set();
  const rows = await db
    .selectFrom('application')
    .select('application.id')
    .where('application.id', 'in', applicationIds)
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('credential_manager')
            .innerJoin('portal_user', 'portal_user.id', 'credential_manager.user_id')
            .select('portal_user.id')
            .whereRef('credential_manager.application_id', '=', 'application.id')
            .where('portal_user.status', '=', 'active'),
        ),
      ),
    )
    .execute();
  return new Set(rows.map(({ id }) => id));
}

/** The applications with an undeleted client secret that expires in that time, which no active user manages. */
export async function unmanagedWithExpiry(db: Db, since: Date, until: Date): Promise<Set<string>> {
  return unmanagedAmong(db, await applicationsWithExpiry(db, since, until));
}

/** The time zones of active organisations. */
export async function listTimeZones(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('organisation')
    .select('time_zone')
    .distinct()
    .where('status', '=', 'active')
    .orderBy('time_zone')
    .execute();
  return rows.map(({ time_zone }) => time_zone);
}

/** The active organisations of a time zone whose reminders of `date` are not queued; null: all of them. */
export async function organisationsToRemind(
  db: Db,
  timeZone: string,
  date: string | null,
  among?: string[],
): Promise<string[]> {
  const rows = await db
    .selectFrom('organisation')
    .leftJoin('organisation_reminder', 'organisation_reminder.organisation_id', 'organisation.id')
    .select('organisation.id')
    .where('organisation.time_zone', '=', timeZone)
    .where('organisation.status', '=', 'active')
    .$if(among !== undefined, (query) => query.where('organisation.id', 'in', among ?? []))
    .$if(date !== null, (query) =>
      query.where((where) => where.or([where('reminded_on', 'is', null), where('reminded_on', '<', date)])),
    )
    .orderBy('organisation.id')
    .execute();
  return rows.map(({ id }) => id);
}

export const markReminded = (tx: Tx, organisationIds: string[], date: string): Promise<unknown> =>
  tx
    .insertInto('organisation_reminder')
    .values(organisationIds.map((organisation_id) => ({ organisation_id, reminded_on: date })))
    .onConflict((conflict) => conflict.column('organisation_id').doUpdateSet({ reminded_on: date }))
    .execute();

/** Of what each recipient is told once, what was told: `<occasion>\n<recipient key>`. */
export async function listTold(db: Db, occasions: string[]): Promise<Set<string>> {
  // One index look-up for each, whatever the planner thinks of a table that has grown since it last looked.
  const { rows } = await sql<{ occasion: string; recipient_key: string }>`
    select told.occasion, told.recipient_key from unnest(${occasions}::text[]) as wanted (occasion)
    cross join lateral (
      select occasion, recipient_key from notification where notification.occasion = wanted.occasion offset 0
    ) as told`.execute(db);
  return new Set(rows.map(({ occasion, recipient_key }) => toldKey(occasion, recipient_key)));
}

export const toldKey = (occasion: string, recipientKey: string): string => `${occasion}\n${recipientKey}`;

/** Of these recipients, those who were sent a mail of this kind since `since`. */
export async function recipientsSince(
  db: Db,
  kind: string,
  recipientKeys: string[],
  since: Date,
): Promise<Set<string>> {
  const rows = await db
    .selectFrom('notification')
    .innerJoin('mail', 'mail.id', 'notification.mail_id')
    .select('notification.recipient_key')
    .distinct()
    .where(sql<boolean>`notification.recipient_key = any(${recipientKeys})`)
    .where('notification.at', '>=', since)
    .where('mail.kind', '=', kind)
    .execute();
  return new Set(rows.map(({ recipient_key }) => recipient_key));
}
