import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { mailStatements } from './0001-initial-mails.ts';

/**
 * Organisations, APIs, applications, client secrets, portal users and their roles, sessions, signing keys and the
 * audit log. `json`, not `jsonb`, where the text itself is authenticated.
 */
async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

export const initial: Migration = { up };

const statements = [
  `create table instance (
    id boolean primary key default true check (id),
    tenant_id uuid not null,
    demo boolean not null,
    created_at timestamptz not null
  )`,
  `create table organisation (
    id uuid primary key,
    kind text not null check (kind in ('operator', 'member')),
    name text not null,
    country text not null,
    time_zone text not null,
    locale text not null,
    shared_mailbox text,
    status text not null check (status in ('active', 'disabled')),
    disabled_reason text,
    created_at timestamptz not null
  )`,
  `create unique index organisation_operator on organisation (kind) where kind = 'operator'`,
  `create table portal_user (
    id uuid primary key,
    organisation_id uuid not null references organisation,
    email text not null,
    email_folded text not null constraint portal_user_email_unique unique,
    name text not null,
    role text not null check (role in ('member', 'operator')),
    locale text not null,
    time_zone text,
    status text not null check (status in ('active', 'disabled', 'closed')),
    created_at timestamptz not null
  )`,
  `create index portal_user_organisation on portal_user (organisation_id)`,
  `create table api (
    id uuid primary key,
    identifier text not null constraint api_identifier_unique unique,
    name text not null,
    code text not null,
    environment text not null check (environment in ('production', 'sandbox')),
    roles text[] not null,
    base_url text,
    documentation_url text,
    status_check text not null check (status_check in ('introspection', 'status-list', 'none')),
    token_ttl_seconds integer,
    status text not null check (status in ('active', 'disabled')),
    created_at timestamptz not null
  )`,
  `create table introspection_credential (
    id uuid primary key,
    api_id uuid not null references api,
    hint text not null,
    sha256 bytea not null,
    created_at timestamptz not null,
    deleted_at timestamptz
  )`,
  `create index introspection_credential_api on introspection_credential (api_id)`,
  `create table application (
    id uuid primary key,
    organisation_id uuid not null references organisation,
    kind text not null check (kind in ('partner', 'partner-alternative', 'operator-client')),
    name text not null,
    name_folded text not null constraint application_name_unique unique,
    self_managed boolean not null,
    status text not null check (status in ('active', 'disabled')),
    disabled_reason text,
    secrets_revision integer not null default 0,
    created_at timestamptz not null
  )`,
  `create index application_organisation on application (organisation_id)`,
  `create index application_listing on application (name_folded, id)`,
  `create table api_permission (
    application_id uuid not null references application,
    api_id uuid not null references api,
    primary key (application_id, api_id)
  )`,
  `create index api_permission_api on api_permission (api_id)`,
  `create table credential_manager (
    application_id uuid not null references application,
    user_id uuid not null references portal_user,
    confirmed_by text not null,
    confirmed_at timestamptz not null,
    reference text not null,
    assigned_at timestamptz not null,
    primary key (application_id, user_id)
  )`,
  `create index credential_manager_user on credential_manager (user_id)`,
  `create table client_secret (
    id uuid primary key,
    application_id uuid not null references application,
    name text not null,
    name_folded text not null,
    hint text not null,
    sha256 bytea,
    created_at timestamptz not null,
    created_by json not null,
    created_by_secret_id uuid references client_secret,
    expires_at timestamptz not null,
    replaces_secret_id uuid references client_secret,
    disabled_at timestamptz,
    disabled_by json,
    disabled_reason text,
    deleted_at timestamptz,
    deleted_by json,
    check ((disabled_at is null) = (disabled_by is null)),
    check ((deleted_at is null) = (deleted_by is null))
  )`,
  `create unique index client_secret_name_unique on client_secret (application_id, name_folded) where deleted_at is null`,
  `create unique index client_secret_hint_unique on client_secret (application_id, hint)`,
  `create index client_secret_expiry on client_secret (expires_at) where deleted_at is null`,
  `create index client_secret_replaces on client_secret (replaces_secret_id) where replaces_secret_id is not null`,
  `create index client_secret_hash_age on client_secret (expires_at) where sha256 is not null`,
  `create table client_secret_use (
    secret_id uuid primary key references client_secret,
    first_used_at timestamptz not null,
    last_used_at timestamptz not null,
    last_address text,
    last_user_agent text,
    request_count bigint not null
  )`,
  `create table client_secret_usage (
    secret_id uuid not null references client_secret,
    hour timestamptz not null,
    network text not null,
    user_agent text not null,
    resource text not null,
    requests bigint not null,
    first_at timestamptz not null,
    last_at timestamptz not null,
    first_address text not null,
    last_address text not null,
    primary key (secret_id, hour, network, user_agent, resource)
  )`,
  `create index client_secret_usage_age on client_secret_usage (hour)`,
  `create table client_secret_refusal (
    secret_id uuid not null references client_secret,
    hour timestamptz not null,
    network text not null,
    user_agent text not null,
    reason text not null check (
      reason in ('expired', 'disabled', 'deleted', 'application-disabled', 'resource-refused')),
    requests bigint not null,
    first_at timestamptz not null,
    last_at timestamptz not null,
    first_address text not null,
    last_address text not null,
    primary key (secret_id, hour, network, user_agent, reason)
  )`,
  `create index client_secret_refusal_age on client_secret_refusal (hour)`,
  `create table application_unproven (
    application_id uuid not null references application,
    hour timestamptz not null,
    requests bigint not null,
    primary key (application_id, hour)
  )`,
  `create table application_mistake (
    application_id uuid not null references application,
    place text not null,
    kind text not null,
    at timestamptz not null,
    primary key (application_id, place)
  )`,
  `create table usage_writer (
    id uuid primary key,
    last_batch bigint not null,
    at timestamptz not null
  )`,
  `create table signing_key (
    kid text primary key,
    algorithm text not null,
    public_jwk json not null,
    private_sealed bytea not null,
    created_at timestamptz not null
  )`,
  `create table account (
    user_id uuid primary key references portal_user,
    password_hash text not null,
    password_changed_at timestamptz not null,
    set_up_at timestamptz,
    by_mail boolean not null default false
  )`,
  `create table second_factor (
    id uuid primary key,
    user_id uuid not null references portal_user,
    kind text not null check (kind in ('totp', 'passkey')),
    name text not null,
    created_at timestamptz not null,
    last_used_at timestamptz,
    totp_sealed bytea,
    totp_used_step bigint,
    credential_id text unique,
    public_key bytea,
    sign_count bigint,
    transports text[],
    check ((kind = 'totp') = (totp_sealed is not null)),
    check ((kind = 'passkey') = (credential_id is not null and public_key is not null and sign_count is not null))
  )`,
  `create index second_factor_user on second_factor (user_id)`,
  `create table recovery_code (
    user_id uuid not null references portal_user,
    mac bytea not null,
    primary key (user_id, mac)
  )`,
  `create table session (
    id uuid primary key,
    token_sha256 bytea not null unique,
    user_id uuid not null references portal_user,
    stage text not null check (stage in ('second-factor', 'enrolment-code', 'enrolment', 'set-up', 'open')),
    stage_since timestamptz not null,
    mfa_at timestamptz,
    amr text[] not null,
    last_input_at timestamptz not null,
    address text not null,
    user_agent text not null,
    failed_codes integer not null default 0,
    challenge text,
    pending_totp_sealed bytea,
    mailed_code_mac bytea,
    check ((stage = 'open') = (mfa_at is not null))
  )`,
  `create index session_by_user on session (user_id)`,
  `create table account_link (
    id uuid primary key,
    user_id uuid not null references portal_user,
    purpose text not null check (purpose in ('invitation', 'password-reset')),
    token_sha256 bytea not null unique,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    ended_at timestamptz,
    revoked boolean not null default false
  )`,
  `create index account_link_user on account_link (user_id)`,
  `create table known_device (
    user_id uuid not null references portal_user,
    device_sha256 bytea not null,
    last_seen_at timestamptz not null,
    primary key (user_id, device_sha256)
  )`,
  `create table terms_version (
    version integer primary key,
    text text not null,
    published_at timestamptz not null
  )`,
  `create table terms_acceptance (
    user_id uuid not null references portal_user,
    version integer not null references terms_version,
    accepted_at timestamptz not null,
    primary key (user_id, version)
  )`,
  ...mailStatements,
  `create table sign_in_failure (
    key_sha256 bytea primary key,
    failures integer not null,
    blocked_until timestamptz not null
  )`,
  `create table audit_head (
    id boolean primary key default true check (id),
    seq bigint not null,
    mac bytea not null
  )`,
  `insert into audit_head (seq, mac) values (0, '\\x')`,
  `create table audit_event (
    seq bigint primary key,
    at timestamptz not null,
    action text not null,
    actor json not null,
    address text,
    target_type text not null,
    target_id text not null,
    target_name text not null,
    application_id uuid,
    before json,
    after json,
    mac bytea not null
  )`,
  `create index audit_event_application on audit_event (application_id, seq) where application_id is not null`,
];
