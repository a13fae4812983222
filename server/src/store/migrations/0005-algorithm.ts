import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What an API's tokens are signed with; who made its introspection credentials, and whether they are in use. */
async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

export const algorithm: Migration = { up };

const statements = [
  `alter table api add column algorithm text not null default 'ES256' check (algorithm in ('ES256', 'RS256'))`,
  `alter table api alter column algorithm drop default`,
  `alter table introspection_credential
    add column name text,
    add column name_folded text,
    add column created_by json,
    add column last_used_at timestamptz,
    add column last_address text`,
  // Those of before had no name; who created them is in the audit log.
  `update introspection_credential set
    name = 'Credentials ' || numbered.number,
    name_folded = 'credentials ' || numbered.number,
    created_by = coalesce(
      (select json_build_object('kind', 'operator', 'id', actor->>'id', 'name', actor->>'name')
        from audit_event
        where action = 'introspection-credential.created' and after->>'id' = introspection_credential.id::text
        limit 1),
      '{"kind":"operator","id":null,"name":"?"}')
    from (
      select id, row_number() over (partition by api_id order by created_at, id) as number
      from introspection_credential
    ) as numbered
    where numbered.id = introspection_credential.id`,
  `alter table introspection_credential
    alter column name set not null,
    alter column name_folded set not null,
    alter column created_by set not null`,
  `create unique index introspection_credential_name_unique
    on introspection_credential (api_id, name_folded) where deleted_at is null`,
];
