import type { SigningAlgorithm } from '@keyturn/contract';
import { sql, type SqlBool } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import { epochOf, readCacheHead, type CacheHead } from './cache-head.ts';
import type { Db, Tx } from './db.ts';
import type { Schema } from './schema.ts';
import type { TokenApi, TokenClient } from './token-clients.ts';

/**
 * What servers keep in memory, as rows: the same from JSON as from columns, so bytes are hexadecimal and instants
 * milliseconds since 1970.
 */
export type ServedRows = {
  organisations: { id: string; status: 'active' | 'disabled' }[];
  apis: (TokenApi & { status: 'active' | 'disabled' })[];
  applications: (Omit<TokenClient, 'organisationStatus' | 'apis' | 'secrets'> & { apiIds: string[] })[];
  secrets: {
    id: string;
    applicationId: string;
    hint: string;
    /** null: it is not told apart any more. */
    sha256: string | null;
    expiresAtMs: number;
    disabledAtMs: number | null;
    deletedAtMs: number | null;
    statusIndex: number;
  }[];
  introspectionCredentials: { id: string; apiId: string; sha256: string; isDeleted: boolean }[];
  signingKeys: {
    kid: string;
    algorithm: SigningAlgorithm;
    publicJwk: Record<string, unknown>;
    /** Sealed; null unless it signs. */
    privateSealed: string | null;
    isRetired: boolean;
  }[];
  revokedTokens: { jti: string; expiresAtMs: number }[];
};

/** So many rows of a table are read at once: parsing them must not hold up requests. */
const rowsAtOnce = 5_000;
/** With more than so many of a table, everything is read anew, in pages. */
const changesAtOnce = 2_000;

/**
 * What changed after `revision`, with the head, as they are at one moment; null: too much, read everything anew.
 */
export async function readChangedRows(
  db: Db,
  revision: number,
  { limit = changesAtOnce } = {},
): Promise<{ head: CacheHead; rows: ServedRows | null }> {
  const some = limit + 1;
  // With a limit this leads to the index, also before PostgreSQL knows how many rows there are.
  const by = (table: keyof Schema) => sql`${sql.ref(`${table}.changed_revision`)}`;
  const read = await db
    .selectFrom('cache_head')
    .select([
      epochOf.as('epoch'),
      'cache_head.revision',
      jsonArrayFrom(organisations(db, revision).orderBy(by('organisation')).limit(some)).as('organisations'),
      jsonArrayFrom(apis(db, revision).orderBy(by('api')).limit(some)).as('apis'),
      jsonArrayFrom(applications(db, revision).orderBy(by('application')).limit(some)).as('applications'),
      jsonArrayFrom(secrets(db, revision).orderBy(by('client_secret')).limit(some)).as('secrets'),
      jsonArrayFrom(
        introspectionCredentials(db, revision).orderBy(by('introspection_credential')).limit(some),
      ).as('introspectionCredentials'),
      jsonArrayFrom(signingKeys(db, revision).orderBy(by('signing_key')).limit(some)).as('signingKeys'),
      jsonArrayFrom(revokedTokens(db, revision).orderBy(by('revoked_access_token')).limit(some)).as(
        'revokedTokens',
      ),
    ])
    .executeTakeFirstOrThrow();
  const { epoch, revision: head, ...rows } = read;
  const isTooMuch = Object.values(rows).some(({ length }) => length > limit);
  return { head: { epoch, revision: Number(head) }, rows: isTooMuch ? null : rows };
}

/**
 * Everything that servers keep, in pages; answers the head. It is as it was at one moment when nothing changes
 * meanwhile: in a snapshot, or while the head is locked.
 */
export async function readServedRows(
  tx: Reader,
  take: (rows: Partial<ServedRows>) => void,
): Promise<CacheHead> {
  const head = await readCacheHead(tx);
  take({
    organisations: await organisations(tx, null).execute(),
    apis: await apis(tx, null).execute(),
    introspectionCredentials: await introspectionCredentials(tx, null).execute(),
    signingKeys: await signingKeys(tx, null).execute(),
  });
  await inPages(
    (after) => applications(tx, null).where('application.id', '>', after).orderBy('application.id'),
    (page) => take({ applications: page }),
  );
  await inPages(
    (after) =>
      secrets(tx, null)
        .where('client_secret.id', '>', after)
        .where('sha256', 'is not', null)
        .orderBy('client_secret.id'),
    (page) => take({ secrets: page }),
  );
  take({ revokedTokens: await revokedTokens(tx, null).execute() });
  return head;
}

const beforeAllIds = '00000000-0000-0000-0000-000000000000';

type Page<Row> = { limit(rows: number): { execute(): Promise<Row[]> } };

async function inPages<Row extends { id: string }>(
  read: (after: string) => Page<Row>,
  take: (rows: Row[]) => void,
): Promise<void> {
  let after = beforeAllIds;
  for (;;) {
    const page = await read(after).limit(rowsAtOnce).execute();
    take(page);
    const last = page.at(-1);
    if (last === undefined || page.length < rowsAtOnce) return;
    after = last.id;
  }
}

type Since = number | null;
type Reader = Db | Tx;

/** null: whatever it was changed by. The column is in no type: see `CacheHeadTable`. */
const changedAfter = (table: keyof Schema, since: Since) =>
  since === null
    ? sql<SqlBool>`true`
    : sql<SqlBool>`${sql.ref(`${table}.changed_revision`)} > ${String(since)}::bigint`;

const milliseconds = (column: string) => sql<number>`(extract(epoch from ${sql.ref(column)}) * 1000)::float8`;
const millisecondsOrNull = (column: string) => milliseconds(column).$castTo<number | null>();
const hexadecimal = (column: string) => sql<string>`encode(${sql.ref(column)}, 'hex')`;

const organisations = (db: Reader, since: Since) =>
  db.selectFrom('organisation').select(['id', 'status']).where(changedAfter('organisation', since));

const apis = (db: Reader, since: Since) =>
  db
    .selectFrom('api')
    .select([
      'id',
      'identifier',
      'name',
      'roles',
      'token_ttl_seconds as tokenTtlSeconds',
      'algorithm',
      'token_header_type as tokenHeaderType',
      'status',
    ])
    .where(changedAfter('api', since));

const applications = (db: Reader, since: Since) =>
  db
    .selectFrom('application')
    .select([
      'application.id',
      'name',
      'kind',
      'status',
      'organisation_id as organisationId',
      'self_managed as selfManaged',
      sql<string[]>`array(select api_id::text from api_permission where application_id = application.id)`.as(
        'apiIds',
      ),
    ])
    .where(changedAfter('application', since));

const secrets = (db: Reader, since: Since) =>
  db
    .selectFrom('client_secret')
    .select([
      'client_secret.id',
      'application_id as applicationId',
      'hint',
      hexadecimal('sha256').$castTo<string | null>().as('sha256'),
      milliseconds('expires_at').as('expiresAtMs'),
      millisecondsOrNull('disabled_at').as('disabledAtMs'),
      millisecondsOrNull('deleted_at').as('deletedAtMs'),
      'status_index as statusIndex',
    ])
    .where(changedAfter('client_secret', since));

const introspectionCredentials = (db: Reader, since: Since) =>
  db
    .selectFrom('introspection_credential')
    .select([
      'id',
      'api_id as apiId',
      hexadecimal('sha256').as('sha256'),
      sql<boolean>`deleted_at is not null`.as('isDeleted'),
    ])
    .where(changedAfter('introspection_credential', since));

const signingKeys = (db: Reader, since: Since) =>
  db
    .selectFrom('signing_key')
    .select([
      'kid',
      'algorithm',
      'public_jwk as publicJwk',
      sql<string | null>`case when signs_since is not null and stopped_at is null
        then encode(private_sealed, 'hex') end`.as('privateSealed'),
      sql<boolean>`retired_at is not null`.as('isRetired'),
    ])
    .where(changedAfter('signing_key', since));

const revokedTokens = (db: Reader, since: Since) =>
  db
    .selectFrom('revoked_access_token')
    .select(['jti', milliseconds('expires_at').as('expiresAtMs')])
    .where(changedAfter('revoked_access_token', since));
