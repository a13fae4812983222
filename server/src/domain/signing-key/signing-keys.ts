import {
  calculateJwkThumbprint,
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  importJWK,
  type CryptoKey,
  type JWK,
  type LocalJWKSet,
} from 'jose';
import { z } from 'zod';
import { insertSigningKey, listSigningKeys } from '../../store/signing-keys.ts';
import { systemActor } from '../audit/actor.ts';
import { change } from '../audit/change.ts';
import type { Deps } from '../deps.ts';

/** The keys that sign access tokens, and what verifies them. */
export type SigningKeys = {
  current: { kid: string; algorithm: 'ES256'; privateKey: CryptoKey };
  /** The public JSON Web Key Set (RFC 7517). */
  jwks: { keys: JWK[] };
  verificationKey: LocalJWKSet;
};

/** The master key is not the one that the stored signing keys were sealed with. */
export class WrongMasterKeyError extends Error {
  override readonly name = 'WrongMasterKeyError';
}

const sealPurpose = 'signing key';
const jwk = z.looseObject({ kty: z.string() });

/**
 * Loads the signing keys; the first start generates one. The private part is stored sealed under the master key.
 * @throws WrongMasterKeyError
 */
export async function loadSigningKeys(
  deps: Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes'>,
): Promise<SigningKeys> {
  if ((await listSigningKeys(deps.db)).length === 0) await generateFirstKey(deps);
  const rows = await listSigningKeys(deps.db);
  const newest = rows[0];
  if (newest === undefined) throw new Error('no signing key after generating one');
  const jwks = {
    keys: rows.map((row) => ({ ...jwk.parse(row.public_jwk), kid: row.kid, alg: row.algorithm, use: 'sig' })),
  };
  return {
    current: {
      kid: newest.kid,
      algorithm: newest.algorithm,
      privateKey: await openPrivateKey(deps, newest.private_sealed),
    },
    jwks,
    verificationKey: createLocalJWKSet(jwks),
  };
}

async function generateFirstKey(deps: Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes'>): Promise<void> {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const publicJwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(publicJwk);
  const privateJwk = Buffer.from(JSON.stringify(await exportJWK(privateKey)));
  await change(deps, systemActor, async (tx, record) => {
    // Another server may have been first.
    if ((await listSigningKeys(tx)).length > 0) return;
    await insertSigningKey(tx, {
      kid,
      algorithm: 'ES256',
      public_jwk: JSON.stringify(publicJwk),
      private_sealed: deps.sealer.seal(sealPurpose, privateJwk),
      created_at: deps.clock.now(),
    });
    record({ action: 'signing-key.created', target: { type: 'signing-key', id: kid, name: 'ES256' } });
  });
}

async function openPrivateKey(deps: Pick<Deps, 'sealer'>, sealed: Buffer): Promise<CryptoKey> {
  let opened: Buffer;
  try {
    opened = deps.sealer.open(sealPurpose, sealed);
  } catch (error) {
    throw new WrongMasterKeyError('the stored signing key cannot be decrypted', { cause: error });
  }
  const key = await importJWK(jwk.parse(JSON.parse(opened.toString('utf8'))), 'ES256');
  if (key instanceof Uint8Array) throw new Error('the stored signing key is not asymmetric');
  return key;
}
