import { sql } from 'kysely';
import type { Db } from '../../store/db.ts';
import type { Draw } from './draw.ts';
import { countries, familyNames, givenNames, institutions, places } from './sample-words.ts';
import { applicationsEach, usersEach, type Filling } from './scale-size.ts';

/** Organisations, their users with accounts, applications with their APIs, and credential managers. */
export async function fillFederation(db: Db, filling: Filling): Promise<void> {
  await fillOrganisations(db, filling);
  await fillUsers(db, filling);
  await fillApplications(db, filling);
  await fillManagers(db, filling);
}

async function fillOrganisations(db: Db, { draw, size, now }: Filling): Promise<void> {
  const i = sql.ref('i');
  const country = (column: 0 | 1) =>
    draw.oneOf(
      i,
      3,
      countries.map((one) => one[column]),
    );
  await sql`
    insert into organisation
      (id, kind, name, country, time_zone, locale, shared_mailbox, status, disabled_reason, created_at)
    select ${draw.id('organisation', i)}, 'member',
      ${draw.oneOf(i, 1, places)} || ' ' || ${draw.oneOf(i, 2, institutions)} || ' ' || i,
      ${country(0)}, ${country(1)}, 'en',
      case when ${draw.number(i, 4, 3)} = 0 then 'api-team@organisation-' || i || '.example.org' end,
      case when ${isDisabled(draw, i)} then 'disabled' else 'active' end,
      case when ${isDisabled(draw, i)} then 'Left the federation (sample)' end,
      ${now}::timestamptz - interval '900 days'
    from generate_series(1, ${sql.lit(size.organisations)}) i`.execute(db);
  // Reminders begin tomorrow: a whole federation's at the first start would be all that anybody sees of the demo.
  await sql`
    insert into organisation_reminder
    select id, to_char(${now}::timestamptz at time zone time_zone, 'YYYY-MM-DD') from organisation
    on conflict do nothing`.execute(db);
}

const isDisabled = (draw: Draw, i: ReturnType<typeof sql.ref>) => sql`${draw.number(i, 5, 200)} = 0`;

async function fillUsers(db: Db, { draw, size, now }: Filling): Promise<void> {
  const u = sql.ref('u');
  await sql`
    insert into portal_user
      (id, organisation_id, email, email_folded, name, role, locale, status, created_at)
    select id, organisation_id, case when status = 'closed' then '' else email end,
      case when status = 'closed' then 'closed ' || id else lower(email) end,
      given || ' ' || family || ' ' || u, 'member', 'en', status, ${now}::timestamptz - interval '800 days'
    from (
      select u, given, family, ${draw.id('user', u)} as id,
        ${draw.id('organisation', sql`1 + (u - 1) / ${sql.lit(usersEach)}`)} as organisation_id,
        'user-' || u || '@organisation-' || (1 + (u - 1) / ${sql.lit(usersEach)}) || '.example.org' as email,
        case when state < 15 then 'disabled' when state < 25 then 'closed' else 'active' end as status
      from (
        select u, ${draw.oneOf(u, 11, givenNames)} as given, ${draw.oneOf(u, 12, familyNames)} as family,
          ${draw.number(u, 13, 1000)} as state
        from generate_series(1, ${sql.lit(size.organisations * usersEach)}) u
        -- Every fourth organisation has three, the others two.
        where u % ${sql.lit(usersEach)} <> 0 or (u / ${sql.lit(usersEach)}) % 4 = 0
      ) drawn
    ) one`.execute(db);
  // The hash of no password.
  await sql`
    insert into account (user_id, password_hash, password_changed_at, set_up_at, by_mail)
    select ${draw.id('user', u)}, '', portal_user.created_at, portal_user.created_at + interval '1 day', true
    from generate_series(1, ${sql.lit(size.organisations * usersEach)}) u
    join portal_user on portal_user.id = ${draw.id('user', u)}
    where status <> 'closed' and ${draw.number(u, 14, 100)} >= 4`.execute(db);
  await sql`
    update portal_user set is_set_up = true where id in (select user_id from account where set_up_at is not null)`.execute(
    db,
  );
}

async function fillApplications(db: Db, { draw, size, now }: Filling): Promise<void> {
  const a = sql.ref('a');
  await sql`
    insert into application
      (id, organisation_id, kind, name, name_folded, self_managed, status, disabled_reason, created_at)
    select id, organisation_id, kind, name, lower(name), ${draw.number(a, 21, 50)} = 0,
      case when ${draw.number(a, 22, 100)} = 0 then 'disabled' else 'active' end,
      case when ${draw.number(a, 22, 100)} = 0 then 'Not in use any more (sample)' end,
      ${now}::timestamptz - interval '700 days'
    from (
      select a, ${draw.id('application', a)} as id, organisation.id as organisation_id,
        case when j = 3 and i % 3 = 0 then 'partner-alternative' else 'partner' end as kind,
        case when j = 3 and i % 3 = 0 then 'PartnerAlternative-' else 'Partner-' end || organisation.country || '-' ||
          regexp_replace(translate(organisation.name, 'ü', 'u'), '[^A-Za-z0-9]', '', 'g') ||
          case when j = 2 then '-DM' when j = 1 or i % 3 = 0 then '-SMC' else '-SMC-2' end as name
      from generate_series(1, ${sql.lit(size.organisations)}) i
      cross join generate_series(1, ${sql.lit(applicationsEach)}) j
      cross join lateral (select (i - 1) * ${sql.lit(applicationsEach)} + j as a) numbered
      join organisation on organisation.id = ${draw.id('organisation', sql.ref('i'))}
    ) one`.execute(db);
  // By the code at the end of its name; a dummy for testing has the sandboxes alone (R3.2).
  await sql`
    insert into api_permission
    select application.id, api.id from application
    join api on api.code = case when application.name like '%-DM' then 'DM' else 'SMC' end
      and (application.kind = 'partner' or api.environment = 'sandbox')
    where application.created_at = ${now}::timestamptz - interval '700 days'`.execute(db);
}

async function fillManagers(db: Db, { draw, size, now }: Filling): Promise<void> {
  const a = sql.ref('a');
  const user = sql`((a - 1) / ${sql.lit(applicationsEach)}) * ${sql.lit(usersEach)} + k`;
  // One application in a hundred has nobody, one in seven a single manager, the others whoever is there.
  await sql`
    insert into credential_manager (application_id, user_id, confirmed_by, confirmed_at, reference, assigned_at)
    select ${draw.id('application', a)}, portal_user.id, 'Head of IT (sample)',
      ${now}::timestamptz - interval '690 days', 'SAMPLE-' || a, ${now}::timestamptz - interval '689 days'
    from generate_series(1, ${sql.lit(size.organisations * applicationsEach)}) a
    cross join generate_series(1, ${sql.lit(usersEach)}) k
    join portal_user on portal_user.id = ${draw.id('user', user)} and portal_user.status <> 'closed'
    where ${draw.number(a, 31, 1000)} >= case when k = 1 then 10 else 150 end`.execute(db);
  await sql`
    update application set active_managers = counted.active
    from (
      select application_id, count(*) as active from credential_manager
      join portal_user on portal_user.id = user_id and portal_user.status = 'active' group by application_id
    ) counted
    where application.id = counted.application_id and active_managers <> counted.active`.execute(db);
}
