import { sql } from 'kysely';
import type { Db } from '../../store/db.ts';
import { secretNames, userAgents } from './sample-words.ts';
import { applicationsEach, secretsEach, type Filling } from './scale-size.ts';

/**
 * Client secrets in every state, by their place in the application: the first is the one in use; the second what was
 * before it, what is to come after it, or another one; the others are of the past.
 */
export async function fillSecrets(db: Db, filling: Filling): Promise<void> {
  await insertSecrets(db, filling);
  await insertUse(db, filling);
  await insertRefusals(db, filling);
  await keepDerivedValues(db);
}

async function insertSecrets(db: Db, { draw, size, now }: Filling): Promise<void> {
  const [a, s] = [sql.ref('a'), sql.ref('s')];
  const [first, second] = [1, 2].map((n) =>
    draw.id('secret', sql`(a - 1) * ${sql.lit(secretsEach)} + ${sql.lit(n)}`),
  );
  const someDays = (purpose: number, from: number, to: number) =>
    sql`(${sql.lit(from)} + ${draw.number(s, purpose, to - from)}) * interval '1 day'`;
  const by = `{"kind":"user","id":null,"name":"Ada Sample"}`;
  await sql`
    insert into client_secret (id, application_id, name, name_folded, hint, sha256, created_at, created_by, expires_at,
      replaces_secret_id, disabled_at, disabled_by, disabled_reason, deleted_at, deleted_by, idle_since)
    select ${draw.id('secret', s)}, ${draw.id('application', a)}, name, lower(name),
      translate(substr(md5(s::text), 1, 2), '0123456789', 'ghjkmnpqrs') || n,
      case when coalesce(deleted_at, expires_at) > now - interval '90 days' then sha256(convert_to('sample ' || s, 'UTF8')) end,
      created_at, ${by}::json, expires_at, replaces,
      disabled_at, case when disabled_at is not null then ${by}::json end,
      case when disabled_at is not null then 'Does anything still need it? (sample)' end,
      deleted_at, case when deleted_at is not null then ${by}::json end, (created_at at time zone 'UTC')::date
    from (
      select *, ${draw.oneOf(s, 41, secretNames)} || ' ' || n as name,
        -- Not after the present, and not after its end.
        case when kind in ('predecessor', 'past') then
          least(least(created_at + interval '355 days', expires_at), now) - ${someDays(42, 1, 20)} end as deleted_at,
        case when kind = 'disabled' then now - ${someDays(43, 1, 40)} end as disabled_at,
        case
          when kind = 'current' and second < 60 then ${second}
          when kind = 'successor' then ${first}
        end as replaces
      from (
        select *, created_at + interval '365 days' as expires_at
        from (
          select *, ${now}::timestamptz as now, date_trunc('day', ${now}::timestamptz) + interval '11 hours' -
            case kind
              when 'current' then ${someDays(44, 1, 364)}
              when 'other' then ${someDays(45, 1, 364)}
              when 'successor' then ${someDays(46, 1, 20)}
              when 'new' then ${someDays(47, 1, 10)}
              when 'disabled' then ${someDays(48, 45, 300)}
              when 'expired' then ${someDays(49, 366, 760)}
              when 'predecessor' then ${someDays(50, 376, 720)}
              else ${someDays(51, 400, 890)}
            end as created_at
          from (
            select a, n, s, second,
              case
                when n = 1 then 'current'
                when n > 2 then case when ${draw.number(s, 52, 10)} = 0 then 'expired' else 'past' end
                when second < 60 then 'predecessor'
                when second < 70 then 'expired'
                when second < 74 then 'disabled'
                when second < 89 then 'other'
                when second < 94 then 'successor'
                else 'new'
              end as kind
            from generate_series(1, ${sql.lit(size.organisations * applicationsEach)}) a
            cross join generate_series(1, ${sql.lit(secretsEach)}) n
            cross join lateral (
              select (a - 1) * ${sql.lit(secretsEach)} + n as s, ${draw.number(a, 53, 100)} as second
            ) drawn
            where n < ${sql.lit(secretsEach)} or a % 3 = 0
          ) kinds
        ) created
      ) lasting
    ) one`.execute(db);
}

/** How the first of each application and the others were used last, and of some every day of the last 90. */
async function insertUse(db: Db, { draw, size, now }: Filling): Promise<void> {
  const s = sql.ref('s');
  await sql`
    insert into client_secret_use
      (secret_id, first_used_at, last_used_at, last_address, last_user_agent, request_count)
    select id, created_at + interval '1 hour', greatest(created_at + interval '2 hours', last_at),
      '203.0.113.' || (1 + s % 250), ${draw.oneOf(s, 61, userAgents)}, 1 + ${draw.number(s, 62, 5000)}
    from (
      select s, id, created_at,
        case
          when deleted_at is not null then deleted_at - interval '1 day'
          when expires_at <= ${now} then expires_at - interval '1 hour'
          when disabled_at is not null then disabled_at - interval '3 hours'
          when ${draw.number(s, 63, 100)} < 5 then ${now}::timestamptz - (91 + ${draw.number(s, 64, 200)}) * interval '1 day'
          else ${now}::timestamptz - (1 + ${draw.number(s, 65, 2000)}) * interval '1 minute'
        end as last_at
      from generate_series(1, ${sql.lit(size.organisations * applicationsEach * secretsEach)}) s
      join client_secret on client_secret.id = ${draw.id('secret', s)}
      -- New ones wait for their first use, and so do a few of the others.
      where created_at < ${now}::timestamptz - interval '10 days' and ${draw.number(s, 66, 100)} >= 3
    ) used`.execute(db);
  await sql`
    insert into client_secret_usage (secret_id, hour, network, user_agent, resource, requests,
      first_at, last_at, first_address, last_address)
    select secret_id, date_trunc('hour', at), '203.0.113.0/24', last_user_agent, 'https://data-manager.example.org',
      5 + ${draw.number(sql`s * 100 + extract(doy from at)`, 67, 40)}, at, at + interval '20 minutes', last_address, last_address
    from generate_series(1, ${sql.lit(size.organisations * applicationsEach * secretsEach)}, ${sql.lit(secretsEach * 30)}) s
    join client_secret_use on secret_id = ${draw.id('secret', s)}
    cross join generate_series(greatest(first_used_at, ${now}::timestamptz - interval '90 days'),
      least(last_used_at, ${now}), interval '1 day') at`.execute(db);
  await sql`
    insert into token_request_count
    select date_bin('15 minutes', first_at, '2000-01-01'), sum(requests) from client_secret_usage group by 1
    on conflict (slot) do update set requests = excluded.requests`.execute(db);
}

/** Of the expired ones that nobody deleted, one in twelve is still presented; managers were told of that days ago. */
async function insertRefusals(db: Db, { draw, size, now }: Filling): Promise<void> {
  const s = sql.ref('s');
  await sql`
    insert into client_secret_refusal (secret_id, hour, network, user_agent, reason, requests,
      first_at, last_at, first_address, last_address)
    select id, date_trunc('hour', at), '203.0.113.0/24', ${draw.oneOf(s, 71, userAgents)}, 'expired', 24,
      at, at + interval '20 minutes', '203.0.113.7', '203.0.113.7'
    from generate_series(1, ${sql.lit(size.organisations * applicationsEach * secretsEach)}) s
    join client_secret on client_secret.id = ${draw.id('secret', s)}
    cross join generate_series(3 + ${draw.number(s, 72, 40)}, 12 + ${draw.number(s, 72, 40)}) day
    cross join lateral (select ${now}::timestamptz - day * interval '1 day' as at) refused
    where deleted_at is null and expires_at < at and ${draw.number(s, 73, 12)} = 0`.execute(db);
}

/** What triggers keep, all at once: they are off meanwhile. */
async function keepDerivedValues(db: Db): Promise<void> {
  await sql`
    update application set rotations = counted.rotations from (
      select replacement.application_id, count(*) as rotations from client_secret replacement
      join client_secret replaced on replaced.id = replacement.replaces_secret_id
      where replacement.deleted_at is null and replaced.deleted_at is null
      group by replacement.application_id) counted
    where application.id = counted.application_id`.execute(db);
  await sql`
    update client_secret set is_used = true, idle_since = (last_used_at at time zone 'UTC')::date
    from client_secret_use where secret_id = client_secret.id`.execute(db);
  await sql`
    update client_secret set last_refused_on = (last_at at time zone 'UTC')::date from (
      select secret_id, max(last_at) as last_at from client_secret_refusal group by secret_id) refused
    where secret_id = client_secret.id`.execute(db);
}
