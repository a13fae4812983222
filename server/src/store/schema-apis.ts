import type { SigningAlgorithm } from '@keyturn/contract';
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
  status: 'active' | 'disabled';
  created_at: Date;
};

/** What access tokens are signed with. */
export type SigningKeyTable = {
  kid: string;
  algorithm: SigningAlgorithm;
  public_jwk: JSONColumnType<Record<string, unknown>>;
  /** The private JWK, sealed under the master key. */
  private_sealed: Buffer;
  created_at: Date;
};
