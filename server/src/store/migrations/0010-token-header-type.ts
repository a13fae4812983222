import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What an API's tokens say in their header that they are; those of before have RFC 9068's type. */
async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

export const tokenHeaderType: Migration = { up };

const statements = [
  `alter table api add column token_header_type text not null default 'at+jwt'
    check (token_header_type in ('at+jwt', 'JWT'))`,
  `alter table api alter column token_header_type drop default`,
];
