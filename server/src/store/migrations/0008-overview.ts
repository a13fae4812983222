import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * What the operator's lists and counts find their rows by without reading whole tables: values that the database itself
 * keeps up to date (ADR 11), indexes, token requests by quarter of an hour, and what each mail speaks of as one text.
 */
async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    ...keptValues,
    ...triggers.flatMap(create),
    ...backfill,
    ...listingIndexes,
    ...logIndexes,
  ])
    await sql.raw(statement).execute(db);
}

export const overview: Migration = { up };

const keptValues = [
  `alter table application
    add column active_managers integer not null default 0,
    add column rotations integer not null default 0`,
  `alter table portal_user add column is_set_up boolean not null default false`,
  `alter table client_secret
    add column is_used boolean not null default false,
    add column idle_since date,
    add column last_refused_on date`,
  `create table token_request_count (
    slot timestamptz primary key,
    requests bigint not null
  )`,
  `alter table mail add column about text not null default ''`,
];

type Trigger = {
  name: string;
  body: string;
  on: { event: string; of: string; when?: string }[];
  isBefore?: boolean;
};

const countManagers = (applications: string): string => `
  update application set active_managers = (
    select count(*) from credential_manager
    join portal_user on portal_user.id = credential_manager.user_id and portal_user.status = 'active'
    where credential_manager.application_id = application.id)
  where id in (${applications});`;

const utcDate = (instant: string): string => `(${instant} at time zone 'UTC')::date`;

/** By the database, so that no way of writing, an import or a repair by hand, can leave one behind. */
const triggers: Trigger[] = [
  {
    name: 'count_managers_of_application',
    body: countManagers('coalesce(new.application_id, old.application_id)'),
    on: [{ event: 'insert or delete', of: 'credential_manager' }],
  },
  {
    name: 'count_managers_with_user',
    body: countManagers('select application_id from credential_manager where user_id = new.id'),
    on: [{ event: 'update of status', of: 'portal_user', when: 'old.status <> new.status' }],
  },
  {
    name: 'note_set_up',
    body: `update portal_user set is_set_up = new.set_up_at is not null where id = coalesce(new.user_id, old.user_id);`,
    on: [
      { event: 'insert or delete', of: 'account' },
      {
        event: 'update of set_up_at',
        of: 'account',
        when: '(old.set_up_at is null) <> (new.set_up_at is null)',
      },
    ],
  },
  {
    // A rotation is under way while neither of the two secrets is deleted. Kept at the application, whose row every
    // change of its secrets locks: of two secrets that were locked in turn, those who write usage could wait for ever.
    name: 'count_rotations',
    body: `
      update application set rotations = (
        select count(*) from client_secret replacement
        join client_secret replaced on replaced.id = replacement.replaces_secret_id
        where replacement.application_id = application.id
          and replacement.deleted_at is null and replaced.deleted_at is null)
      where id = new.application_id;`,
    on: [
      { event: 'insert', of: 'client_secret', when: 'new.replaces_secret_id is not null' },
      { event: 'update of replaces_secret_id, deleted_at', of: 'client_secret' },
    ],
  },
  {
    name: 'begin_idle',
    isBefore: true,
    body: `new.idle_since := coalesce(new.idle_since, ${utcDate('new.created_at')});`,
    on: [{ event: 'insert', of: 'client_secret' }],
  },
  {
    // A date changes once a day: the instant, which changes with every request, would bloat every index.
    name: 'note_last_use',
    body: `
      update client_secret set is_used = true, idle_since = ${utcDate('new.last_used_at')}
      where id = new.secret_id;`,
    on: [
      { event: 'insert', of: 'client_secret_use' },
      {
        event: 'update of last_used_at',
        of: 'client_secret_use',
        when: `${utcDate('old.last_used_at')} <> ${utcDate('new.last_used_at')}`,
      },
    ],
  },
  {
    name: 'note_last_refusal',
    body: `
      update client_secret set last_refused_on = ${utcDate('new.last_at')}
      where id = new.secret_id and (last_refused_on is null or last_refused_on < ${utcDate('new.last_at')});`,
    on: [
      { event: 'insert', of: 'client_secret_refusal' },
      {
        event: 'update of last_at',
        of: 'client_secret_refusal',
        when: `${utcDate('old.last_at')} <> ${utcDate('new.last_at')}`,
      },
    ],
  },
];

const create = ({ name, body, on, isBefore = false }: Trigger): string[] => [
  `create or replace function ${name}() returns trigger language plpgsql as $$
    begin ${body} return ${isBefore ? 'new' : 'null'}; end $$`,
  ...on.map(
    ({ event, of, when = 'true' }) =>
      `create trigger ${name}_${event.startsWith('update') ? 'update' : 'insert'} ${isBefore ? 'before' : 'after'} ${event}
       on ${of} for each row when (${when}) execute function ${name}()`,
  ),
];

const backfill = [
  countManagers('select application_id from credential_manager'),
  `update portal_user set is_set_up = true
    where id in (select user_id from account where set_up_at is not null)`,
  `update application set rotations = counted.rotations from (
    select replacement.application_id, count(*) as rotations from client_secret replacement
    join client_secret replaced on replaced.id = replacement.replaces_secret_id
    where replacement.deleted_at is null and replaced.deleted_at is null
    group by replacement.application_id) counted
  where application.id = counted.application_id`,
  `update client_secret set idle_since = ${utcDate('created_at')}`,
  `alter table client_secret alter column idle_since set not null`,
  `update client_secret set is_used = true, idle_since = ${utcDate('last_used_at')}
    from client_secret_use where secret_id = client_secret.id`,
  `update client_secret set last_refused_on = ${utcDate('last_at')} from (
    select secret_id, max(last_at) as last_at from client_secret_refusal group by secret_id) refused
  where secret_id = client_secret.id`,
  `insert into token_request_count
    select date_bin('15 minutes', first_at, '2000-01-01'), sum(requests) from client_secret_usage group by 1`,
  `update mail set about = concat_ws(E'\\n', recipient,
    (select name from portal_user where id = mail.user_id),
    (select string_agg(concat_ws(E'\\n', application.name, client_secret.name, client_secret.hint), E'\\n')
     from notification
     left join application on application.id = notification.application_id
     left join client_secret on client_secret.id = notification.secret_id
     where mail_id = mail.id))`,
];

/** Neither deleted nor disabled: what is left is whether it has expired. */
const inUse = 'deleted_at is null and disabled_at is null';
const partner = `kind <> 'operator-client' and status = 'active'`;

const listingIndexes = [
  `create index organisation_listing on organisation (lower(name), id)`,
  `create index organisation_disabled on organisation (id) where status = 'disabled'`,
  `create index portal_user_listing on portal_user (lower(name), id)`,
  `create index portal_user_inactive on portal_user (status, lower(name), id) where status <> 'active'`,
  `create index portal_user_invited on portal_user (lower(name), id) where status = 'active' and not is_set_up`,
  `create index application_disabled on application (name_folded, id) where status = 'disabled'`,
  `create index application_operator_client on application (id) where kind = 'operator-client'`,
  `create index application_managers on application (active_managers, name_folded, id) include (organisation_id)
    where active_managers < 2 and ${partner}`,
  `create index application_rotating on application (name_folded, id) include (organisation_id)
    where rotations > 0 and ${partner}`,
  `drop index client_secret_expiry`,
  `create index client_secret_expiry on client_secret (expires_at) include (application_id, disabled_at)
    where deleted_at is null`,
  `create index client_secret_never_used on client_secret (expires_at, application_id)
    where not is_used and ${inUse}`,
  `create index client_secret_idle on client_secret (idle_since, expires_at) include (application_id, id, created_at)
    where ${inUse}`,
  `create index client_secret_refused on client_secret (last_refused_on, application_id)
    where last_refused_on is not null and deleted_at is null`,
];

const logIndexes = [
  `create index mail_user on mail (user_id, number)`,
  `create index notification_kind on notification (kind, mail_id)`,
  // The log is listed by time, whatever it is narrowed to.
  `create index audit_event_at on audit_event (at, seq)`,
  `create index audit_event_action on audit_event (action text_pattern_ops, at)`,
  `create index audit_event_actor on audit_event ((actor->>'id'), at, seq)`,
  `create index audit_event_target on audit_event (target_id, at, seq)`,
  `create index audit_event_address on audit_event (address, at, seq)`,
  `drop index audit_event_application`,
  `create index audit_event_application on audit_event (application_id, at, seq) where application_id is not null`,
];
