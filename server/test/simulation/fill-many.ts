import { sql } from 'kysely';
import type { Db } from '../../src/store/db.ts';

/** Zones in which it is past 08:00 at 20:00 UTC, so that one run is about everybody. */
const zones = [
  'Africa/Cairo',
  'America/Los_Angeles',
  'America/New_York',
  'America/Sao_Paulo',
  'America/St_Johns',
  'Atlantic/Azores',
  'Europe/Berlin',
  'Europe/Istanbul',
  'Europe/London',
  'Pacific/Honolulu',
];

export type Size = { organisations: number; secrets: number };

const applicationsEach = 3;

/**
 * Many organisations with three applications and three managers each, and client secrets that expire evenly over a year
 * from `now`. Every fifth is used daily, one in twenty is about to be replaced; of those and of their replacements every
 * request of the last 40 days is known.
 */
export async function fillMany(db: Db, { organisations, secrets }: Size, now: Date): Promise<void> {
  const zone = sql`(${sql.val(zones)}::text[])[1 + i % ${sql.lit(zones.length)}]`;
  await sql`
    insert into organisation (id, kind, name, country, time_zone, locale, shared_mailbox, status, created_at)
    select md5('o' || i)::uuid, 'member', 'Organisation ' || i, 'DE', ${zone}, 'en',
      case when i % 3 = 0 then 'it-' || i || '@example.org' end, 'active', ${now}
    from generate_series(1, ${organisations}) i`.execute(db);
  await sql`
    insert into portal_user
      (id, organisation_id, email, email_folded, name, role, locale, status, created_at)
    select md5('u' || i || '/' || j)::uuid, md5('o' || i)::uuid, 'u' || i || '-' || j || '@example.org',
      'u' || i || '-' || j || '@example.org', 'Manager ' || i || '-' || j, 'member', 'en', 'active', ${now}
    from generate_series(1, ${organisations}) i, generate_series(1, ${applicationsEach}) j`.execute(db);
  await sql`
    insert into application (id, organisation_id, kind, name, name_folded, self_managed, status, created_at)
    select md5('a' || i || '/' || j)::uuid, md5('o' || i)::uuid, 'partner', 'Application ' || i || '-' || j,
      'application ' || i || '-' || j, false, 'active', ${now}
    from generate_series(1, ${organisations}) i, generate_series(1, ${applicationsEach}) j`.execute(db);
  // Two managers for each; one application in a hundred has none.
  await sql`
    insert into credential_manager (application_id, user_id, confirmed_by, confirmed_at, reference, assigned_at)
    select md5('a' || i || '/' || j)::uuid, md5('u' || i || '/' || (1 + (j + k) % ${applicationsEach}))::uuid,
      'Head of IT', '2020-01-01', 'BENCH', '2020-01-01'
    from generate_series(1, ${organisations}) i, generate_series(1, ${applicationsEach}) j, generate_series(0, 1) k
    where i % 100 <> 0 or j > 1`.execute(db);
  await sql`
    insert into client_secret
      (id, application_id, name, name_folded, hint, created_at, created_by, expires_at, replaces_secret_id)
    select md5('s' || i)::uuid,
      md5('a' || (1 + i % ${organisations}) || '/' || (1 + (i / ${organisations}) % ${applicationsEach}))::uuid,
      'Secret ' || i, 'secret ' || i, 'h' || i, ${now}::timestamptz - interval '200 days',
      '{"kind":"user","id":null,"name":"Manager"}',
      ${now}::timestamptz + i * (interval '365 days' / ${secrets}), null
    from generate_series(1, ${secrets}) i`.execute(db);
  await sql`
    insert into client_secret
      (id, application_id, name, name_folded, hint, created_at, created_by, expires_at, replaces_secret_id)
    select md5('r' || i)::uuid, application_id, 'Replacement ' || i, 'replacement ' || i, 'r' || i,
      ${now}::timestamptz - interval '30 days', created_by, ${now}::timestamptz + interval '330 days', id
    from generate_series(20, ${secrets}, 20) i join client_secret on id = md5('s' || i)::uuid`.execute(db);
  await sql`
    insert into client_secret_use
      (secret_id, first_used_at, last_used_at, last_address, last_user_agent, request_count)
    select id, created_at + interval '1 hour', ${now}::timestamptz - interval '1 hour', '203.0.113.7', 'python', 1
    from client_secret where name_folded not like '%7'`.execute(db);
  const daily = sql`
    select secret.id as secret_id, date_trunc('hour', at) as hour, '203.0.113.0/24' as network,
      'python' as user_agent, 'https://data.example.org' as resource, 20 as requests, at as first_at,
      at + interval '5 minutes' as last_at, '203.0.113.7' as first_address, '203.0.113.7' as last_address
    from client_secret secret, generate_series(greatest(secret.created_at, ${now}::timestamptz - interval '40 days'),
      ${now}, interval '1 day') at
    where secret.name_folded like 'replacement %' or secret.id in (select replaces_secret_id from client_secret)`;
  await sql`
    insert into client_secret_usage
    select row.* from (select to_json(daily) as one from (${daily}) daily) d,
      json_populate_record(null::client_secret_usage, d.one) row`.execute(db);
  await sql`analyze`.execute(db);
}
