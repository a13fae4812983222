import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, type KeyObject } from 'node:crypto';

/** Keeps bytes secret at rest. What was sealed for one purpose opens for no other. */
export type Sealer = {
  seal(purpose: string, plaintext: Uint8Array): Buffer;
  /** @throws when the key is another, the purpose is another, or the bytes were altered */
  open(purpose: string, sealed: Uint8Array): Buffer;
  /** A key of its own for `purpose`, for message authentication. */
  derive(purpose: string): Buffer;
};

const nonceBytes = 12;
const tagBytes = 16;

/** AES-256-GCM under keys derived by HKDF-SHA-256 from the master key (`KEYTURN_MASTER_KEY`). */
export function createSealer(masterKey: KeyObject): Sealer {
  const derive = (purpose: string): Buffer =>
    Buffer.from(hkdfSync('sha256', masterKey, '', `keyturn ${purpose}`, 32));

  return {
    derive,

    seal(purpose, plaintext) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', derive(purpose), nonce);
      return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
    },

    open(purpose, sealed) {
      const bytes = Buffer.from(sealed);
      const decipher = createDecipheriv('aes-256-gcm', derive(purpose), bytes.subarray(0, nonceBytes), {
        authTagLength: tagBytes,
      });
      decipher.setAuthTag(bytes.subarray(-tagBytes));
      return Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]);
    },
  };
}
