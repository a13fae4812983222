import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { signingAlgorithm, type SigningAlgorithm } from '@keyturn/contract';
import type { JWK } from 'jose';
import { z } from 'zod';
import {
  currentSigningKey,
  findPublicKey,
  listPublicKeys,
  type PrivateKeyRow,
  type PublicKeyRow,
} from '../../store/signing-keys.ts';
import { databaseFailure } from '../database-failure.ts';
import type { Deps } from '../deps.ts';
import { sealPurpose } from './generate-signing-key.ts';
import { makeSigningKey } from './make-signing-key.ts';

export type SigningKey = { kid: string; algorithm: SigningAlgorithm; privateKey: KeyObject };
type VerificationKey = { algorithm: SigningAlgorithm; publicKey: KeyObject };
type PublicKeys = { keys: JWK[] };

/** The keys that sign access tokens, and what verifies them. */
export type SigningKeys = {
  /**
   * The key that signs by this algorithm now, whichever server changed that. An algorithm's first key is made when it is
   * first asked for, by one of however many servers.
   */
  current(algorithm: SigningAlgorithm): Promise<SigningKey>;
  /** The same within this synchronous block; null: it has to be waited for. */
  held(algorithm: SigningAlgorithm): SigningKey | null;
  /**
   * What verifies the tokens of this key, also when another server made it just now; null: the key is not ours, was
   * revoked, or has no tokens any more that have not expired.
   */
  find(kid: string): Promise<VerificationKey | null>;
  /** The public JSON Web Key Set (RFC 7517), as the database has it while that can be read. */
  readPublicKeys(): Promise<PublicKeys>;
};

/** The master key is not the one that the stored signing keys were sealed with. */
export class WrongMasterKeyError extends Error {
  override readonly name = 'WrongMasterKeyError';
}

type KeyDeps = Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes' | 'memory'>;

const jwk = z.looseObject({ kty: z.string() });
/** RFC 7638: SHA-256 in base64url. Nothing else is looked up: whoever sends a token chooses what it names. */
const thumbprint = /^[\w-]{43}$/;

/**
 * Loads the signing keys. The first start makes one of ES256; others are made and opened when they are needed.
 * @throws WrongMasterKeyError
 */
export async function loadSigningKeys(deps: KeyDeps): Promise<SigningKeys> {
  const making = new Map<SigningAlgorithm, Promise<void>>();
  // Of each algorithm the one that signs: a private key that signs no more is forgotten with the next token.
  const signing = new Map<SigningAlgorithm, SigningKey>();
  const verifying = new Map<string, VerificationKey>();

  const present = async (algorithm: SigningAlgorithm): Promise<PrivateKeyRow | undefined> => {
    const state = deps.memory.present();
    return state === null ? currentSigningKey(deps.db, algorithm) : state.signingKey(algorithm);
  };

  async function current(algorithm: SigningAlgorithm): Promise<SigningKey> {
    let row = await present(algorithm);
    if (row === undefined) {
      await makeFirst(algorithm);
      row = await currentSigningKey(deps.db, algorithm);
    }
    if (row === undefined) throw new Error(`the first key for ${algorithm} was revoked at once`);
    return open(row);
  }

  async function presentKey(kid: string): Promise<PublicKeyRow | undefined> {
    const state = deps.memory.present();
    return state === null ? findPublicKey(deps.db, kid) : state.verificationKey(kid);
  }

  function makeFirst(algorithm: SigningAlgorithm): Promise<void> {
    const begun = making.get(algorithm);
    if (begun !== undefined) return begun;
    const made = makeSigningKey(deps, algorithm).finally(() => making.delete(algorithm));
    making.set(algorithm, made);
    return made;
  }

  function held(algorithm: SigningAlgorithm): SigningKey | null {
    const row = deps.memory.present()?.signingKey(algorithm);
    return row === undefined ? null : open(row);
  }

  function open(row: PrivateKeyRow): SigningKey {
    const { kid, algorithm } = row;
    const known = signing.get(algorithm);
    if (known?.kid === kid) return known;
    const opened = { kid, algorithm, privateKey: openPrivateKey(deps, row) };
    signing.set(algorithm, opened);
    return opened;
  }

  await current(signingAlgorithm.enum.ES256);
  let published = publicKeysOf(await listPublicKeys(deps.db));

  return {
    current,
    held,
    async find(kid) {
      // Looked up each time: a key that was revoked on another server verifies nothing from then on.
      const row = thumbprint.test(kid) ? await presentKey(kid) : undefined;
      if (row === undefined) {
        verifying.delete(kid);
        return null;
      }
      const known = verifying.get(kid);
      if (known !== undefined) return known;
      const publicKey = createPublicKey({ key: jwk.parse(row.public_jwk), format: 'jwk' });
      const key = { algorithm: row.algorithm, publicKey };
      verifying.set(kid, key);
      return key;
    },
    async readPublicKeys() {
      try {
        published = publicKeysOf(await listPublicKeys(deps.db));
      } catch (error) {
        // APIs that verify offline do not depend on the database.
        if (databaseFailure(error) === null) throw error;
      }
      return published;
    },
  };
}

function openPrivateKey(
  { sealer }: Pick<Deps, 'sealer'>,
  { private_sealed }: Pick<PrivateKeyRow, 'private_sealed'>,
): KeyObject {
  let opened: Buffer;
  try {
    opened = sealer.open(sealPurpose, private_sealed);
  } catch (error) {
    throw new WrongMasterKeyError('the stored signing key cannot be decrypted', { cause: error });
  }
  return createPrivateKey({ key: jwk.parse(JSON.parse(opened.toString('utf8'))), format: 'jwk' });
}

const publicKeysOf = (rows: PublicKeyRow[]): PublicKeys => ({
  keys: rows.map((row) => ({ ...jwk.parse(row.public_jwk), kid: row.kid, alg: row.algorithm, use: 'sig' })),
});
