import type { SigningAlgorithm } from '@keyturn/contract';
import { findIntrospectionClient } from '../../store/introspection-credentials.ts';
import type { Db } from '../../store/db.ts';
import type { PrivateKeyRow, PublicKeyRow } from '../../store/signing-keys.ts';
import { findTokenClient, type TokenClient, type TokenClientSecret } from '../../store/token-clients.ts';

/** What an API authenticates with at introspection. */
export type ApiCredential = { id: string; identifier: string; credentialId: string; sha256: Buffer };

/** By what is no secret. */
type WantedSecrets = (secret: Pick<TokenClientSecret, 'id' | 'hint'>) => boolean;

/** What decides whether somebody gets a token: who a client ID is. */
export type ClientState = {
  /**
   * The application with its active APIs and client secrets, without secrets that ended before `endedSince`. Of more than
   * are `wanted` it need tell nothing: there may be hundreds.
   */
  client(clientId: string, endedSince: Date, wanted: WantedSecrets): TokenClient | undefined;
  /** The introspection credentials of the API with this ID that work. */
  apiCredentials(apiId: string): ApiCredential[];
};

/** What decides whether somebody gets a token, and whether one is accepted. */
export type PresentState = ClientState & {
  /** The key that signs by this algorithm. */
  signingKey(algorithm: SigningAlgorithm): PrivateKeyRow | undefined;
  /** The key, while tokens are verified with it. */
  verificationKey(kid: string): PublicKeyRow | undefined;
  isRevoked(jti: string): boolean;
};

/** The same for one client ID, as the database has it. */
export async function readClientState(db: Db, clientId: string, endedSince: Date): Promise<ClientState> {
  const client = await findTokenClient(db, clientId, endedSince);
  const credentials = client === undefined ? await findIntrospectionClient(db, clientId) : [];
  return { client: () => client, apiCredentials: () => credentials };
}
