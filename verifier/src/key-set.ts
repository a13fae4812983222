import {
  createLocalJWKSet,
  errors,
  type CryptoKey,
  type JSONWebKeySet,
  type JWTHeaderParameters,
} from 'jose';
import { unavailable } from './access-token-error.ts';
import type { Environment } from './environment.ts';
import { createPoll, unkept } from './poll.ts';

export type KeySet = {
  /**
   * The public key that a JWT's header names, for the algorithm that the key itself is for. An unknown one has the key
   * set fetched at once, at most once a second.
   * @throws AccessTokenError `unavailable`, or jose's `JWKSNoMatchingKey`
   */
  find(header: JWTHeaderParameters): Promise<CryptoKey>;
  stop(): void;
};

type Held = { text: string; keys: ReturnType<typeof createLocalJWKSet>; confirmedAtMs: number };

/** The issuer's public keys (RFC 7517), from now on fetched in the background; after `maxAgeMs` no key is used unasked. */
export function createKeySet(environment: Environment, url: string, maxAgeMs: number): KeySet {
  let held: Held | null = null;
  let failure: unknown = null;

  const poll = createPoll<string>(environment, {
    async fetch(signal) {
      const headers = { ...unkept, accept: 'application/jwk-set+json, application/json' };
      const response = await environment.fetch(url, { headers, redirect: 'error', signal });
      if (response.status !== 200) throw new Error(`${url} answered ${response.status}`);
      return response.text();
    },
    apply(text, confirmedAtMs) {
      // An unchanged set keeps its imported keys.
      const keys = text === held?.text ? held.keys : readKeys(text);
      held = { text, keys, confirmedAtMs };
      failure = null;
    },
    fail: (error) => void (failure = error),
    rest: () => undefined,
  });
  poll.need();

  async function findHeld(header: JWTHeaderParameters): Promise<CryptoKey> {
    if (held === null) throw unavailable(failure);
    // Without an ID the only key of a kind would do; an issuer's token names its key.
    if (typeof header.kid !== 'string') throw new errors.JWKSNoMatchingKey();
    return held.keys(header);
  }

  return {
    async find(header) {
      poll.need();
      if (held === null || environment.monotonicMs() - held.confirmedAtMs > maxAgeMs) await poll.refresh();
      try {
        return await findHeld(header);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey) || typeof header.kid !== 'string') throw error;
      }
      await poll.refresh();
      // The key may be one that could not be fetched: not the token's fault.
      if (failure !== null) throw unavailable(failure);
      return findHeld(header);
    },
    stop: () => poll.stop(),
  };
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it is jose that checks whether it is one
const readKeys = (text: string): Held['keys'] => createLocalJWKSet(JSON.parse(text) as JSONWebKeySet);
