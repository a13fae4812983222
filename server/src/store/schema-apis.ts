import type { SigningAlgorithm, TokenHeaderType } from '@keyturn/contract';
import type { JSONColumnType } from 'kysely';

export type ApiTable = {
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
  /** What its access tokens are signed with. */
  algorithm: SigningAlgorithm;
  /** `typ` in the header of its access tokens. */
  token_header_type: TokenHeaderType;
  status: 'active' | 'disabled';
  created_at: Date;
};

/** What access tokens are signed with. */
export type SigningKeyTable = {
  kid: string;
  algorithm: SigningAlgorithm;
  public_jwk: JSONColumnType<Record<string, unknown>>;
  /** The private JWK, sealed under the master key; null: destroyed, because the key signs no more. */
  private_sealed: Buffer | null;
  /** Since when it is in the key set. */
  created_at: Date;
  /** From when it is to sign. */
  due_at: Date;
  /** null: it waits for its turn, or never had one. */
  signs_since: Date | null;
  /** Until when it signed, or waited in vain. */
  stopped_at: Date | null;
  /** When it left the key set. */
  retired_at: Date | null;
  /** When its tokens were declared worthless; it left the key set with that. */
  revoked_at: Date | null;
};

export type ApiPermissionTable = { application_id: string; api_id: string };

/** Access tokens that were revoked one by one, by their `jti`, until they have expired. */
export type RevokedAccessTokenTable = { jti: string; expires_at: Date };
