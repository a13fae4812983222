import { sign } from 'node:crypto';
import type { SigningKey } from '../signing-key/signing-keys.ts';

type Claims = Record<string, unknown>;

export type TokenSigner = {
  /** A JWT with these claims (RFC 7519) in the compact serialisation of RFC 7515 section 7.1. */
  sign(key: SigningKey, typ: string, claims: Claims): Promise<string>;
};

type Job = {
  key: SigningKey;
  input: string;
  done: (token: string) => void;
  failed: (error: unknown) => void;
};

/**
 * Signs together what is asked for in one turn of the event loop, once that has read all its requests. HTTP and
 * elliptic-curve code that take turns for each request evict one another from the processor's caches (ADR 17).
 */
export function createTokenSigner(): TokenSigner {
  let jobs: Job[] = [];

  function signAll(): void {
    const taken = jobs;
    jobs = [];
    for (const { key, input, done, failed } of taken)
      try {
        done(`${input}.${signatureOf(key, input)}`);
      } catch (error) {
        failed(error);
      }
  }

  return {
    sign(key, typ, claims) {
      const { promise, resolve: done, reject: failed } = Promise.withResolvers<string>();
      const header = { typ, alg: key.algorithm, kid: key.kid };
      if (jobs.length === 0) setImmediate(signAll);
      jobs.push({ key, input: `${encode(header)}.${encode(claims)}`, done, failed });
      return promise;
    },
  };
}

/** By the algorithms of RFC 7518 sections 3.3 (RS256) and 3.4 (ES256, both halves one after the other). */
const signatureOf = ({ privateKey: key }: SigningKey, input: string): string =>
  sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');

const encode = (part: Claims): string => Buffer.from(JSON.stringify(part)).toString('base64url');
