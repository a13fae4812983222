import type { SigningAlgorithm } from '@keyturn/contract';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { insertSigningKey, newestSigningKey, type SigningKeyRow } from '../../store/signing-keys.ts';
import { systemActor } from '../audit/actor.ts';
import { change } from '../audit/change.ts';
import type { Deps } from '../deps.ts';

export const sealPurpose = 'signing key';

/** As strong as the 256 bits of ES256 (NIST SP 800-57 part 1, table 2); 2048 are to be given up after 2030. */
const rsaBits = 3072;

/**
 * Makes an algorithm's first signing key, unless another server was faster; its private part is stored sealed under
 * the master key. RSA takes a second or so, on another thread.
 */
export async function makeSigningKey(
  deps: Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes'>,
  algorithm: SigningAlgorithm,
): Promise<SigningKeyRow> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, {
    extractable: true,
    modulusLength: rsaBits,
  });
  const publicJwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(publicJwk);
  const privateJwk = Buffer.from(JSON.stringify(await exportJWK(privateKey)));
  const privateSealed = deps.sealer.seal(sealPurpose, privateJwk);
  return change(deps, systemActor, async (tx, record) => {
    const existing = await newestSigningKey(tx, algorithm);
    if (existing !== undefined) return existing;
    record({ action: 'signing-key.created', target: { type: 'signing-key', id: kid, name: algorithm } });
    return insertSigningKey(tx, {
      kid,
      algorithm,
      public_jwk: JSON.stringify(publicJwk),
      private_sealed: privateSealed,
      created_at: deps.clock.now(),
    });
  });
}
