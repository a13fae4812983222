import type { ColumnType, Generated } from 'kysely';
import type { StoredActor } from './schema.ts';

/** The password of a portal user. */
export type AccountTable = {
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
export type SecondFactorTable = {
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
export type RecoveryCodeTable = { user_id: string; mac: Buffer };

/**
 * How far somebody is in signing in: a second factor is asked for, a mailed code is asked for because there is no
 * second factor, one is being added, an account is being set up from an invitation, or they are in.
 */
export type SessionStage = 'second-factor' | 'enrolment-code' | 'enrolment' | 'set-up' | 'open';

export type SessionTable = {
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
export type AccountLinkTable = {
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
export type KnownDeviceTable = { user_id: string; device_sha256: Buffer; last_seen_at: Date };

/** Terms of use, in Markdown. */
export type TermsVersionTable = {
  version: number;
  text: string;
  published_at: Date;
  /** Who published it; null: not known. */
  published_by: ColumnType<StoredActor | null, string | null | undefined, never>;
};
export type TermsAcceptanceTable = { user_id: string; version: number; accepted_at: Date };

/** Guesses at something secret, by what is guessed and from where. */
export type SignInFailureTable = {
  /** SHA-256, so that what people mistype is not kept. */
  key_sha256: Buffer;
  failures: number;
  blocked_until: Date;
};
