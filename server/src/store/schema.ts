import type { CredentialMistake, RefusalReason } from '@keyturn/contract';
import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely';
import type {
  AccountLinkTable,
  AccountTable,
  KnownDeviceTable,
  RecoveryCodeTable,
  SecondFactorTable,
  SessionTable,
  SignInFailureTable,
  TermsAcceptanceTable,
  TermsVersionTable,
} from './schema-accounts.ts';
import type {
  ApiPermissionTable,
  ApiTable,
  RevokedAccessTokenTable,
  SigningKeyTable,
} from './schema-apis.ts';
import type { InstanceTable, JobTable, SettingsTable } from './schema-instance.ts';
import type { CacheHeadTable, ServerInstanceTable } from './schema-memory.ts';
import type { SecretElsewhereTable } from './schema-secrets-elsewhere.ts';

/** Two kinds of organisation: the operator's own, and the members of its federation. */
type OrganisationKind = 'operator' | 'member';
type Status = 'active' | 'disabled';

type OrganisationTable = {
  id: string;
  kind: OrganisationKind;
  name: string;
  country: string;
  time_zone: string;
  locale: string;
  shared_mailbox: string | null;
  status: Status;
  /** What its people are told; null while it is active. */
  disabled_reason: string | null;
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
  /** Whether the account was set up; by a trigger. */
  is_set_up: GeneratedAlways<boolean>;
  created_at: Date;
};

/** What an API authenticates with at the introspection endpoint. */
type IntrospectionCredentialTable = {
  id: string;
  api_id: string;
  name: string;
  name_folded: string;
  hint: string;
  sha256: Buffer;
  created_at: Date;
  created_by: JSONColumnType<StoredActor>;
  /** Of authenticated requests to the introspection endpoint, to the minute; written in batches. */
  last_used_at: Date | null;
  last_address: string | null;
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
  /** What its managers are told; null while it is active. */
  disabled_reason: string | null;
  /** Grows with every change to the application's client secrets. */
  secrets_revision: Generated<number>;
  /** How many active users manage it, and how many of its secrets are to replace one that is there; by triggers. */
  active_managers: GeneratedAlways<number>;
  rotations: GeneratedAlways<number>;
  created_at: Date;
};

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
  /** Where its status stands in the status lists: from a sequence, never given twice. */
  status_index: ColumnType<number, never, never>;
  disabled_at: Date | null;
  disabled_by: ColumnType<StoredActor | null, string | null, string | null>;
  disabled_reason: string | null;
  deleted_at: Date | null;
  deleted_by: ColumnType<StoredActor | null, string | null, string | null>;
  /**
   * Whether it ever obtained a token; the UTC dates of the last time, or else of its creation, and of the last request
   * that was refused. By triggers.
   */
  is_used: GeneratedAlways<boolean>;
  idle_since: GeneratedAlways<Date>;
  last_refused_on: GeneratedAlways<Date | null>;
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

type Count = ColumnType<string, number, number>;

/** One caller's requests within an hour (UTC). */
type CallerTable = {
  secret_id: string;
  hour: Date;
  /** With `user_agent` what a caller is (R1.8): /24 of an IPv4, /48 of an IPv6 address. */
  network: string;
  user_agent: string;
  /** int8: node-postgres answers it as text. */
  requests: Count;
  first_at: Date;
  last_at: Date;
  first_address: string;
  last_address: string;
};

/** Token requests that succeeded. */
type ClientSecretUsageTable = CallerTable & { resource: string };

/** Token requests that succeeded, of all client secrets, in each quarter of an hour. */
type TokenRequestCountTable = { slot: Date; requests: Count };

/** Requests that proved a client secret and got no token. */
type ClientSecretRefusalTable = CallerTable & { reason: RefusalReason };

/** Requests with an application's client ID that proved nothing. */
type ApplicationUnprovenTable = { application_id: string; hour: Date; requests: Count };

/** The last value from a place that cannot be a secret of the application; kept for an hour. */
type ApplicationMistakeTable = { application_id: string; place: string; kind: CredentialMistake; at: Date };

/** The last batch of usage that each server process wrote: one that it tries again is not counted twice. */
type UsageWriterTable = { id: string; last_batch: Count; at: Date };

/** A mail to be delivered, or delivered. */
type MailTable = {
  id: string;
  /** What it is referred to by; from the sequence `mail_number`, because the mail names it. int8: answered as text. */
  number: ColumnType<string, string, never>;
  kind: string;
  created_at: Date;
  recipient: string;
  /** Whose address that is; null: a shared mailbox. */
  user_id: string | null;
  /** For the operator team by its office: credential managers do not see whom it reached. */
  to_operators: Generated<boolean>;
  subject: string;
  text: string;
  html: string;
  message_id: string;
  status: 'queued' | 'delivered' | 'failed';
  attempts: number;
  /** Since when it is tried: when it was written, or queued once more. */
  queued_at: Date;
  next_attempt_at: Date;
  last_error: string | null;
  delivered_at: Date | null;
  /** The mail server that took it, with its answer. */
  accepted_by: Generated<string | null>;
  /** False once a link or code was taken out of its content. */
  is_whole: Generated<boolean>;
  /** What the log is searched by: whom it is for and what it speaks of, with the names of then. */
  about: string;
};

/** What a mail told whom: one row for each client secret or application that it speaks of. */
type NotificationTable = {
  id: Generated<string>;
  mail_id: string;
  kind: string;
  application_id: string | null;
  secret_id: string | null;
  /** A secret of the former system. */
  elsewhere_id: string | null;
  /** The threshold of a reminder, in days. */
  days: number | null;
  /** Who was told: the ID of a user, or the folded address of a shared mailbox. */
  recipient_key: string;
  /** What may be told once to each recipient; null: whatever happens as often as it happens. */
  occasion: string | null;
  at: Date;
};

/** The last calendar date, in the organisation's time zone, whose reminders were queued. */
type OrganisationReminderTable = { organisation_id: string; reminded_on: string };

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
  settings: SettingsTable;
  organisation: OrganisationTable;
  portal_user: PortalUserTable;
  api: ApiTable;
  introspection_credential: IntrospectionCredentialTable;
  application: ApplicationTable;
  api_permission: ApiPermissionTable;
  credential_manager: CredentialManagerTable;
  client_secret: ClientSecretTable;
  secret_elsewhere: SecretElsewhereTable;
  client_secret_use: ClientSecretUseTable;
  client_secret_usage: ClientSecretUsageTable;
  token_request_count: TokenRequestCountTable;
  client_secret_refusal: ClientSecretRefusalTable;
  application_unproven: ApplicationUnprovenTable;
  application_mistake: ApplicationMistakeTable;
  usage_writer: UsageWriterTable;
  revoked_access_token: RevokedAccessTokenTable;
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
  notification: NotificationTable;
  organisation_reminder: OrganisationReminderTable;
  job: JobTable;
  audit_head: AuditHeadTable;
  audit_event: AuditEventTable;
  cache_head: CacheHeadTable;
  server_instance: ServerInstanceTable;
};
