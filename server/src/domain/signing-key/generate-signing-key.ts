import type { SigningAlgorithm } from '@keyturn/contract';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import type { Deps } from '../deps.ts';

export const sealPurpose = 'signing key';

/** As strong as the 256 bits of ES256 (NIST SP 800-57 part 1, table 2); 2048 are to be given up after 2030. */
const rsaBits = 3072;

/** A key that is nowhere yet; its private part is sealed under the master key. */
export type GeneratedKey = {
  kid: string;
  algorithm: SigningAlgorithm;
  publicJwk: string;
  privateSealed: Buffer;
};

/** Generates a key pair. RSA takes a second or so, on another thread. */
export async function generateSigningKey(
  { sealer }: Pick<Deps, 'sealer'>,
  algorithm: SigningAlgorithm,
): Promise<GeneratedKey> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, {
    extractable: true,
    modulusLength: rsaBits,
  });
  const publicJwk = await exportJWK(publicKey);
  const privateJwk = Buffer.from(JSON.stringify(await exportJWK(privateKey)));
  return {
    kid: await calculateJwkThumbprint(publicJwk),
    algorithm,
    publicJwk: JSON.stringify(publicJwk),
    privateSealed: sealer.seal(sealPurpose, privateJwk),
  };
}
