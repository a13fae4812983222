import type { ColumnType, Generated, JSONColumnType } from 'kysely';

/** Two kinds of organisation: the operator's own, and the members of its federation. */
type OrganisationKind = 'operator' | 'member';
type Status = 'active' | 'disabled';

/** Set once, when the database is first started. */
type InstanceTable = {
  id: Generated<boolean>;
  tenant_id: string;
  demo: boolean;
  created_at: Date;
};

type OrganisationTable = {
  id: string;
  kind: OrganisationKind;
  name: string;
  country: string;
  time_zone: string;
  locale: string;
  shared_mailbox: string | null;
  status: Status;
  created_at: Date;
};

type PortalUserTable = {
  id: string;
  organisation_id: string;
  email: string;
  email_folded: string;
  name: string;
  role: 'member' | 'operator';
  locale: string;
  time_zone: string | null;
  status: Status;
  created_at: Date;
};

type ApiTable = {
  id: string;
  identifier: string;
  name: string;
  code: string;
  environment: 'production' | 'sandbox';
  roles: string[];
  base_url: string | null;
  documentation_url: string | null;
  status_check: 'introspection' | 'status-list' | 'none';
  token_ttl_seconds: number | null;
  status: Status;
  created_at: Date;
};

/** What an API authenticates with at the introspection endpoint. */
type IntrospectionCredentialTable = {
  id: string;
  api_id: string;
  hint: string;
  sha256: Buffer;
  created_at: Date;
  deleted_at: Date | null;
};

type ApplicationTable = {
  /** The client ID. */
  id: string;
  organisation_id: string;
  kind: 'partner' | 'partner-alternative' | 'operator-client';
  name: string;
  name_folded: string;
  self_managed: boolean;
  status: Status;
  /** Grows with every change to the application's client secrets. */
  secrets_revision: Generated<number>;
  created_at: Date;
};

type ApiPermissionTable = { application_id: string; api_id: string };

type CredentialManagerTable = {
  application_id: string;
  user_id: string;
  confirmed_by: string;
  confirmed_at: Date;
  reference: string;
  assigned_at: Date;
};

/** Who did something, as it is told to others later, even when the account is gone. */
export type StoredActor = { kind: 'user' | 'application' | 'operator'; id: string | null; name: string };

type ClientSecretTable = {
  id: string;
  application_id: string;
  name: string;
  name_folded: string;
  hint: string;
  /** SHA-256 of the whole value; null once an expired or deleted secret is no longer told apart (90 days). */
  sha256: Buffer | null;
  created_at: Date;
  created_by: JSONColumnType<StoredActor>;
  created_by_secret_id: string | null;
  expires_at: Date;
  replaces_secret_id: string | null;
  disabled_at: Date | null;
  disabled_by: ColumnType<StoredActor | null, string | null, string | null>;
  disabled_reason: string | null;
  deleted_at: Date | null;
  deleted_by: ColumnType<StoredActor | null, string | null, string | null>;
};

/** When a client secret obtained tokens; written in batches. */
type ClientSecretUseTable = {
  secret_id: string;
  first_used_at: Date;
  last_used_at: Date;
  last_address: string | null;
  last_user_agent: string | null;
  /** int8: node-postgres answers it as text. */
  request_count: ColumnType<string, number, number>;
};

type SigningKeyTable = {
  kid: string;
  algorithm: 'ES256';
  public_jwk: JSONColumnType<Record<string, unknown>>;
  /** The private JWK, sealed under the master key. */
  private_sealed: Buffer;
  created_at: Date;
};

/** What a person signs in with. */
type AccountFactorTable = {
  user_id: string;
  /** Argon2id, in PHC string format. */
  password_hash: string;
  /** The TOTP seed (RFC 6238), sealed under the master key. */
  totp_sealed: Buffer;
  /** The last time step whose code was accepted: no code works twice. */
  totp_used_step: ColumnType<string | null, number | null, number | null>;
};

type SessionTable = {
  id: string;
  /** SHA-256 of the cookie's value, so that a copy of the database continues nobody's session. */
  token_sha256: Buffer;
  user_id: string;
  created_at: Date;
  mfa_at: Date | null;
  amr: string[];
  /** Wrong codes entered before `mfa_at` was set. */
  failed_codes: Generated<number>;
};

/** A link by which somebody sets up their account; the token itself is in the link only. */
type SetUpLinkTable = {
  id: string;
  user_id: string;
  token_sha256: Buffer;
  created_at: Date;
  expires_at: Date;
  /** Set when the button was pressed; the session goes on from there. */
  used_at: Date | null;
};

/** An account being set up in a browser. */
type SetUpTable = {
  user_id: string;
  /** SHA-256 of the cookie's value. */
  token_sha256: Buffer;
  expires_at: Date;
  password_hash: string | null;
  totp_sealed: Buffer;
};

/** A mail to be delivered, or delivered. */
type MailTable = {
  id: string;
  number: Generated<string>;
  created_at: Date;
  recipient: string;
  subject: string;
  text: string;
  html: string;
  message_id: string;
  status: 'queued' | 'delivered' | 'failed';
  attempts: number;
  next_attempt_at: Date;
  last_error: string | null;
  delivered_at: Date | null;
};

/** Failed sign-ins with one e-mail address from one network address. */
type SignInFailureTable = {
  /** SHA-256 of both, so that what people mistype is not kept. */
  key_sha256: Buffer;
  failures: number;
  blocked_until: Date;
};

/** Who caused an audit event. */
export type AuditActor = {
  kind: 'user' | 'application' | 'operator-client' | 'command-line' | 'system';
  id: string | null;
  name: string;
};

type AuditHeadTable = { id: Generated<boolean>; seq: ColumnType<string, number, number>; mac: Buffer };

type AuditEventTable = {
  seq: ColumnType<string, number, number>;
  at: Date;
  action: string;
  actor: JSONColumnType<AuditActor>;
  address: string | null;
  target_type: string;
  target_id: string;
  target_name: string;
  application_id: string | null;
  before: ColumnType<Record<string, unknown> | null, string | null, never>;
  after: ColumnType<Record<string, unknown> | null, string | null, never>;
  mac: Buffer;
};

/** Every table, as `migrations/` make them. */
export type Schema = {
  instance: InstanceTable;
  organisation: OrganisationTable;
  portal_user: PortalUserTable;
  api: ApiTable;
  introspection_credential: IntrospectionCredentialTable;
  application: ApplicationTable;
  api_permission: ApiPermissionTable;
  credential_manager: CredentialManagerTable;
  client_secret: ClientSecretTable;
  client_secret_use: ClientSecretUseTable;
  signing_key: SigningKeyTable;
  account_factor: AccountFactorTable;
  session: SessionTable;
  sign_in_failure: SignInFailureTable;
  set_up_link: SetUpLinkTable;
  set_up: SetUpTable;
  mail: MailTable;
  audit_head: AuditHeadTable;
  audit_event: AuditEventTable;
};
