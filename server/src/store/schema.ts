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
  status: Status | 'closed';
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

/** The password of a portal user. */
type AccountTable = {
  user_id: string;
  /** Argon2id, in PHC string format. */
  password_hash: string;
  password_changed_at: Date;
  /** When the account first had a second factor; null: still being set up. */
  set_up_at: Date | null;
  /** The password was chosen by a mailed link, and no second factor was proved with it since. */
  by_mail: Generated<boolean>;
};

/** A TOTP authenticator or a passkey of a portal user. */
type SecondFactorTable = {
  id: string;
  user_id: string;
  kind: 'totp' | 'passkey';
  name: string;
  created_at: Date;
  last_used_at: Date | null;
  /** The TOTP seed (RFC 6238), sealed under the master key. */
  totp_sealed: Buffer | null;
  /** The last time step whose code was accepted: no code works twice. */
  totp_used_step: ColumnType<string | null, number | null, number | null>;
  /** A passkey's ID, public key (COSE) and signature counter (WebAuthn). */
  credential_id: string | null;
  public_key: Buffer | null;
  sign_count: ColumnType<string | null, number | null, number | null>;
  transports: string[] | null;
};

/** A recovery code that was not used yet, as its MAC under the master key. */
type RecoveryCodeTable = { user_id: string; mac: Buffer };

/**
 * How far somebody is in signing in: a second factor is asked for, a mailed code is asked for because there is no
 * second factor, one is being added, an account is being set up from an invitation, or they are in.
 */
export type SessionStage = 'second-factor' | 'enrolment-code' | 'enrolment' | 'set-up' | 'open';

type SessionTable = {
  id: string;
  /** SHA-256 of the cookie's value, so that a copy of the database continues nobody's session. */
  token_sha256: Buffer;
  user_id: string;
  stage: SessionStage;
  stage_since: Date;
  /** When a second factor was last proved; set exactly in the stage `open`. */
  mfa_at: Date | null;
  amr: string[];
  /** The last thing that the person did, as opposed to the page by itself (R6.3). */
  last_input_at: Date;
  address: string;
  user_agent: string;
  /** Wrong codes entered in this stage. */
  failed_codes: Generated<number>;
  /** The WebAuthn challenge that this browser was given. */
  challenge: string | null;
  /** A TOTP seed that is no factor until its first code was entered, sealed. */
  pending_totp_sealed: Buffer | null;
  mailed_code_mac: Buffer | null;
};

/** A link that was mailed to somebody; the token itself is in the link only. */
type AccountLinkTable = {
  id: string;
  user_id: string;
  purpose: 'invitation' | 'password-reset';
  token_sha256: Buffer;
  created_at: Date;
  expires_at: Date;
  /** Set when its button was pressed, or when it was replaced or revoked. */
  ended_at: Date | null;
  /** Taken back by the operator. */
  revoked: Generated<boolean>;
};

/** A device and network from which somebody signed in. */
type KnownDeviceTable = { user_id: string; device_sha256: Buffer; last_seen_at: Date };

/** Terms of use, in Markdown. */
type TermsVersionTable = { version: number; text: string; published_at: Date };
type TermsAcceptanceTable = { user_id: string; version: number; accepted_at: Date };

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

/** Guesses at something secret, by what is guessed and from where. */
type SignInFailureTable = {
  /** SHA-256, so that what people mistype is not kept. */
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
  account: AccountTable;
  second_factor: SecondFactorTable;
  recovery_code: RecoveryCodeTable;
  session: SessionTable;
  account_link: AccountLinkTable;
  known_device: KnownDeviceTable;
  sign_in_failure: SignInFailureTable;
  terms_version: TermsVersionTable;
  terms_acceptance: TermsAcceptanceTable;
  mail: MailTable;
  audit_head: AuditHeadTable;
  audit_event: AuditEventTable;
};
