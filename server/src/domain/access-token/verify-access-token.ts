import type { KeyObject } from 'node:crypto';
import { signingAlgorithm, tokenHeaderType } from '@keyturn/contract';
import { errors, jwtVerify, type JWTHeaderParameters } from 'jose';
import { z } from 'zod';
import { isAccessTokenRevoked } from '../../store/revoked-access-tokens.ts';
import { findTokenClient, type TokenClient } from '../../store/token-clients.ts';
import { LateAnswerError } from '../database-failure.ts';
import type { Deps } from '../deps.ts';
import { answerHoldsMs } from '../token-memory/lease.ts';
import type { PresentState } from '../token-memory/present-state.ts';
import { elapsedMs, momentOf } from '../token-memory/times.ts';
import { findAuthority, portalApiIdentifier, type Authority } from './resource.ts';

const accessTokenClaims = z.looseObject({
  iss: z.string(),
  sub: z.string(),
  aud: z.string(),
  iat: z.number(),
  nbf: z.number(),
  exp: z.number(),
  jti: z.string(),
  client_id: z.string(),
  org: z.string(),
  roles: z.array(z.string()),
  credential_id: z.string(),
});
export type AccessTokenClaims = z.infer<typeof accessTokenClaims>;

/** An access token that is accepted now, with the present state of what it stands for. */
type AcceptedAccessToken = Authority & { claims: AccessTokenClaims };

export type AccessTokenVerdict =
  | ({ accepted: true } & AcceptedAccessToken)
  /** `invalid`: not ours, altered or expired; `inactive`: ours, but no longer accepted (R1.5). */
  | { accepted: false; reason: 'invalid' | 'inactive' };

type VerifyDeps = Pick<Deps, 'db' | 'clock' | 'config' | 'signingKeys' | 'memory' | 'times'>;

/**
 * Checks an access token, its signature first, then against the present state of its client secret, application,
 * organisation and permission: a deleted secret's tokens are dead at once (R1.5), and so is a token that was revoked.
 * A refusal is a value, not an error.
 */
export async function verifyAccessToken(deps: VerifyDeps, token: string): Promise<AccessTokenVerdict> {
  const signed = await readSignedToken(deps, token);
  if (signed === null) return { accepted: false, reason: 'invalid' };
  // Last, when the signature has been checked: nothing is waited for between this and the answer.
  const accepted = await findPresentState(deps, signed);
  return accepted === null ? { accepted: false, reason: 'inactive' } : { accepted: true, ...accepted };
}

/** RFC 7515 section 7.1: base64url without padding or white space, which decoders tolerate. */
const compactSerialisation = /^[\w-]+\.[\w-]+\.[\w-]+$/;

type ReadDeps = Pick<VerifyDeps, 'clock' | 'config' | 'signingKeys'>;

/** The claims of an access token that we issued and that has not expired, whatever became of it since; else null. */
export const readAccessToken = async (deps: ReadDeps, token: string): Promise<AccessTokenClaims | null> =>
  (await readSignedToken(deps, token))?.claims ?? null;

type SignedToken = { claims: AccessTokenClaims; kid: string };

async function readSignedToken(deps: ReadDeps, token: string): Promise<SignedToken | null> {
  if (!compactSerialisation.test(token)) return null;
  try {
    const { payload, protectedHeader } = await jwtVerify(token, (header) => keyOf(deps, header), {
      algorithms: signingAlgorithm.options,
      issuer: deps.config.publicUrl,
      currentDate: deps.clock.now(),
    });
    const claims = accessTokenClaims.parse(payload);
    return isAccessTokenType(deps, claims, protectedHeader)
      ? { claims, kid: protectedHeader.kid ?? '' }
      : null;
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof z.ZodError) return null;
    throw error;
  }
}

/**
 * RFC 8725 section 3.11: the same keys sign status lists, which name their own type. Keyturn signs nothing but access tokens
 * as `JWT`, and only for APIs that ask for it. An API may have asked for the other type when it was issued; the portal
 * API's tokens have one type, always.
 */
const isAccessTokenType = (
  { config }: Pick<Deps, 'config'>,
  { aud }: AccessTokenClaims,
  { typ }: JWTHeaderParameters,
): boolean =>
  aud === portalApiIdentifier(config) ? typ === 'at+jwt' : tokenHeaderType.safeParse(typ).success;

/** RFC 8725 section 3.1: by which algorithm a key verifies is the key's own, never what a token says. */
async function keyOf(
  { signingKeys }: Pick<Deps, 'signingKeys'>,
  { kid, alg }: JWTHeaderParameters,
): Promise<KeyObject> {
  const key = typeof kid === 'string' ? await signingKeys.find(kid) : null;
  if (key?.algorithm !== alg) throw new errors.JWKSNoMatchingKey();
  return key.publicKey;
}

/** @throws LateAnswerError */
async function findPresentState(deps: VerifyDeps, signed: SignedToken): Promise<AcceptedAccessToken | null> {
  for (let attempts = 0; attempts < 2; attempts += 1) {
    const present = deps.memory.present();
    if (present !== null) return findInMemory(present, deps, signed);
    const asked = momentOf(deps.times);
    const found = await findInDatabase(deps, signed.claims);
    if (elapsedMs(deps.times, asked) < answerHoldsMs) return found;
  }
  throw new LateAnswerError();
}

/** What the token stands for, by the memory of this moment; its key can have been revoked since it was looked up. */
function findInMemory(
  state: PresentState,
  deps: VerifyDeps,
  { claims, kid }: SignedToken,
): AcceptedAccessToken | null {
  if (state.verificationKey(kid) === undefined || state.isRevoked(claims.jti)) return null;
  const now = deps.clock.now();
  const client = state.client(claims.client_id, now, ({ id }) => id === claims.credential_id);
  return accept(deps, claims, client, now);
}

async function findInDatabase(
  deps: VerifyDeps,
  claims: AccessTokenClaims,
): Promise<AcceptedAccessToken | null> {
  await deps.clock.confirm?.();
  const now = deps.clock.now();
  const [client, isRevoked] = await Promise.all([
    findTokenClient(deps.db, claims.client_id, now),
    isAccessTokenRevoked(deps.db, claims.jti),
  ]);
  return isRevoked ? null : accept(deps, claims, client, now);
}

function accept(
  { config }: Pick<Deps, 'config'>,
  claims: AccessTokenClaims,
  client: TokenClient | undefined,
  now: Date,
): AcceptedAccessToken | null {
  const wanted = { secretId: claims.credential_id, audience: claims.aud, now };
  const authority = findAuthority(config, client, wanted);
  return authority === null ? null : { claims, ...authority };
}
