import type { Db } from './db.ts';

/** When a mail server last accepted a test mail; mails that were kept as files are none. */
export async function lastAcceptedTestMail(db: Db): Promise<Date | null> {
  const row = await db
    .selectFrom('mail')
    .select('delivered_at')
    .where('kind', '=', 'test')
    .where('status', '=', 'delivered')
    .where('accepted_by', 'not like', '%.eml')
    .orderBy('delivered_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.delivered_at ?? null;
}

/** How many active operators have set up their account, and how many have not yet. */
export async function countActiveOperators(db: Db): Promise<{ setUp: number; invited: number }> {
  const { all, set_up } = await db
    .selectFrom('portal_user')
    .leftJoin('account', 'account.user_id', 'portal_user.id')
    .where('portal_user.role', '=', 'operator')
    .where('portal_user.status', '=', 'active')
    .select((select) => [
      select.fn.countAll<string>().as('all'),
      select.fn.count<string>('account.set_up_at').as('set_up'),
    ])
    .executeTakeFirstOrThrow();
  return { setUp: Number(set_up), invited: Number(all) - Number(set_up) };
}

/** Active APIs that can be asked about tokens as they say; else one that has no credential to ask for introspection. */
export async function findApiReadiness(
  db: Db,
): Promise<{ isReady: boolean; withoutCredential: { id: string; name: string } | null }> {
  const row = await db
    .selectFrom('api')
    .select(['id', 'name'])
    .select((select) =>
      select
        .or([
          select('status_check', '!=', 'introspection'),
          select.exists(
            select
              .selectFrom('introspection_credential')
              .select('introspection_credential.id')
              .whereRef('introspection_credential.api_id', '=', 'api.id')
              .where('introspection_credential.deleted_at', 'is', null),
          ),
        ])
        .$castTo<boolean>()
        .as('is_ready'),
    )
    .where('status', '=', 'active')
    .orderBy('is_ready', 'desc')
    .orderBy('created_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return {
    isReady: row?.is_ready === true,
    withoutCredential: row === undefined || row.is_ready ? null : { id: row.id, name: row.name },
  };
}

export const hasMemberOrganisation = async (db: Db): Promise<boolean> =>
  (await db
    .selectFrom('organisation')
    .select('id')
    .where('kind', '=', 'member')
    .limit(1)
    .executeTakeFirst()) !== undefined;

/** The first of the federation's applications by name; undefined: there is none. */
export const findAnyApplication = (db: Db): Promise<{ id: string; name: string } | undefined> =>
  db
    .selectFrom('application')
    .select(['id', 'name'])
    .where('kind', '!=', 'operator-client')
    .orderBy('name_folded')
    .limit(1)
    .executeTakeFirst();

export const hasCredentialManager = async (db: Db): Promise<boolean> =>
  (await db.selectFrom('credential_manager').select('user_id').limit(1).executeTakeFirst()) !== undefined;

export type FirstSecret = {
  application: { id: string; name: string };
  organisation: string;
  created: { by: string; at: Date } | null;
  firstUsedAt: Date | null;
};

const applicationColumns = [
  'application.id as id',
  'application.name as name',
  'organisation.name as organisation',
] as const;

/** The application that was managed first: of whose managers a client secret is waited for. */
export async function findFirstManaged(db: Db): Promise<FirstSecret | undefined> {
  const row = await db
    .selectFrom('credential_manager')
    .innerJoin('application', 'application.id', 'credential_manager.application_id')
    .innerJoin('organisation', 'organisation.id', 'application.organisation_id')
    .select(applicationColumns)
    .orderBy('credential_manager.assigned_at')
    .orderBy('credential_manager.application_id')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : { ...toFirst(row), created: null, firstUsedAt: null };
}

/** The client secret that was created first, of those that are not deleted; automation clients of the operator aside. */
export async function findFirstCreated(db: Db): Promise<FirstSecret | undefined> {
  const row = await db
    .selectFrom('client_secret')
    .innerJoin('application', 'application.id', 'client_secret.application_id')
    .innerJoin('organisation', 'organisation.id', 'application.organisation_id')
    .select([...applicationColumns, 'client_secret.created_by', 'client_secret.created_at'])
    .where('client_secret.deleted_at', 'is', null)
    .where('application.kind', '!=', 'operator-client')
    .orderBy('client_secret.created_at')
    .limit(1)
    .executeTakeFirst();
  return row === undefined
    ? undefined
    : { ...toFirst(row), created: { by: row.created_by.name, at: row.created_at }, firstUsedAt: null };
}

/** The client secret that obtained the first token of all, whatever became of it. */
export async function findFirstUsed(db: Db): Promise<FirstSecret | undefined> {
  const row = await db
    .selectFrom('client_secret_use')
    .innerJoin('client_secret', 'client_secret.id', 'client_secret_use.secret_id')
    .innerJoin('application', 'application.id', 'client_secret.application_id')
    .innerJoin('organisation', 'organisation.id', 'application.organisation_id')
    .select([
      ...applicationColumns,
      'client_secret.created_by',
      'client_secret.created_at',
      'client_secret_use.first_used_at',
    ])
    .where('application.kind', '!=', 'operator-client')
    .orderBy('client_secret_use.first_used_at')
    .limit(1)
    .executeTakeFirst();
  return row === undefined
    ? undefined
    : {
        ...toFirst(row),
        created: { by: row.created_by.name, at: row.created_at },
        firstUsedAt: row.first_used_at,
      };
}

const toFirst = ({ id, name, organisation }: { id: string; name: string; organisation: string }) => ({
  application: { id, name },
  organisation,
});
