import { expect } from 'vitest';
import { AccessTokenError } from '../../src/access-token-error.ts';
import { createVerifierIn, type Verifier } from '../../src/create-verifier.ts';
import { descriptions } from '../../src/descriptions.ts';
import type { VerifierOptions } from '../../src/options.ts';
import { api, createIssuer, issuer } from './issuer.ts';
import { createWorld } from './world.ts';

export const credentials = { clientId: 'the api', clientSecret: 'a:secret' };

/** A verifier whose issuer can be reached, with a token that it accepts. */
export async function start(options: Partial<VerifierOptions> = {}) {
  const fake = await createIssuer();
  const world = createWorld(() => new Response('', { status: 404 }));
  world.answer = fake.answer(world);
  const verifier = createVerifierIn(world.environment, { issuer, audience: api, ...options });
  const token = await fake.token(world);
  return { fake, world, verifier, token, verify: () => verifier.verify(token) };
}

/** The refusal of a token, and that it is told as its code says. */
export async function refusalOf(verified: Promise<unknown>): Promise<AccessTokenError> {
  const error = await verified.then(
    () => null,
    (refused: unknown) => refused,
  );
  if (!(error instanceof AccessTokenError)) throw new Error(`not refused: ${String(error)}`);
  expect(error.message).toBe(descriptions[error.code]);
  return error;
}

/** `accepted`, or why not. */
export const outcomeOf = async (verifier: Verifier, token: string): Promise<string> =>
  verifier.verify(token).then(
    () => 'accepted',
    (error: unknown) => (error instanceof AccessTokenError ? error.code : String(error)),
  );
