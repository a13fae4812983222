import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Signing keys follow one another: when each is to sign, signed, and left the key set. */
async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

export const keyRotation: Migration = { up };

const statements = [
  `alter table signing_key
    alter column private_sealed drop not null,
    add column due_at timestamptz,
    add column signs_since timestamptz,
    add column stopped_at timestamptz,
    add column retired_at timestamptz,
    add column revoked_at timestamptz`,
  `update signing_key set due_at = created_at, signs_since = created_at`,
  // Until now the newest of an algorithm signed, and nothing made a second one.
  `update signing_key set stopped_at = now(), private_sealed = null
    where kid not in (
      select distinct on (algorithm) kid from signing_key order by algorithm, created_at desc, kid
    )`,
  `alter table signing_key
    alter column due_at set not null,
    add check ((private_sealed is null) = (stopped_at is not null)),
    add check (retired_at is null or stopped_at is not null),
    add check (revoked_at is null or retired_at is not null)`,
  // However many servers there are, one key signs and at most one waits.
  `create unique index signing_key_signing on signing_key (algorithm)
    where signs_since is not null and stopped_at is null`,
  `create unique index signing_key_next on signing_key (algorithm)
    where signs_since is null and stopped_at is null`,
];
