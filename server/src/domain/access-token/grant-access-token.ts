import { isDeepStrictEqual } from 'node:util';
import { clientSecretStatus, isUsable } from '../client-secret/client-secret-status.ts';
import { LateAnswerError } from '../database-failure.ts';
import type { Deps } from '../deps.ts';
import { answerHoldsMs } from '../token-memory/lease.ts';
import { elapsedMs, momentOf, type Moment } from '../token-memory/times.ts';
import type { Caller } from '../usage/caller.ts';
import {
  authenticateFromDatabase,
  authenticateFromMemory,
  type AuthenticatedClient,
  type ClientCredentials,
} from './authenticate-client.ts';
import { issueAccessToken, type IssuedAccessToken } from './issue-access-token.ts';
import { chooseResource, findAuthority, type Resource } from './resource.ts';

export type TokenRequest = {
  credentials: ClientCredentials;
  caller: Caller;
  /** Which resource it names; null: none. Throws when it does so wrongly. */
  requested: () => string | null;
};

export type GrantedAccessToken = {
  token: IssuedAccessToken;
  secret: AuthenticatedClient['secret'];
  resource: Resource;
  requested: string | null;
};

type GrantDeps = Pick<
  Deps,
  | 'db'
  | 'clock'
  | 'times'
  | 'config'
  | 'memory'
  | 'signingKeys'
  | 'statusLists'
  | 'tenantId'
  | 'tokenSigner'
  | 'usage'
>;

/** Who asks, and for what; with what says so. */
type Authorisation = AuthenticatedClient & {
  resource: Resource;
  requested: string | null;
  source: { kind: 'memory'; revision: string | null } | { kind: 'database'; asked: Moment };
};

/**
 * Grants an access token for a client secret that works (R1.5): when this comes back it still does, as far as anybody
 * who was told otherwise could know. Hand the token out in the same synchronous block. Signing takes time in which the
 * secret may be deleted, so that it is looked up twice; what changed in between throws the token away, and the
 * database decides. The token request counts as a use of the secret.
 * @throws OAuthError for whoever gets none; LateAnswerError when the database is too slow to tell
 */
export async function grantAccessToken(deps: GrantDeps, request: TokenRequest): Promise<GrantedAccessToken> {
  const first = authoriseFromMemory(deps, request);
  return (
    (await grant(deps, request, first ?? (await authoriseFromDatabase(deps, request)))) ??
    (await grant(deps, request, await authoriseFromDatabase(deps, request))) ??
    refuseForNow()
  );
}

function refuseForNow(): never {
  throw new LateAnswerError();
}

async function grant(
  deps: GrantDeps,
  { caller }: TokenRequest,
  authorisation: Authorisation,
): Promise<GrantedAccessToken | null> {
  const { secret, resource, requested } = authorisation;
  const token = await issueAccessToken(deps, authorisation, resource);
  if (!stillHolds(deps, authorisation, token)) return null;
  deps.usage.used(secret.id, resource.audience, deps.clock.now(), caller);
  return { token, secret, resource, requested };
}

function authoriseFromMemory(deps: GrantDeps, request: TokenRequest): Authorisation | null {
  const authenticated = authenticateFromMemory(deps, request.credentials, request.caller);
  if (authenticated === null) return null;
  const source = { kind: 'memory' as const, revision: deps.memory.revision() };
  return { ...authenticated, ...readResource(deps, request, authenticated), source };
}

async function authoriseFromDatabase(deps: GrantDeps, request: TokenRequest): Promise<Authorisation> {
  const asked = momentOf(deps.times);
  const authenticated = await authenticateFromDatabase(deps, request.credentials, request.caller);
  return {
    ...authenticated,
    ...readResource(deps, request, authenticated),
    source: { kind: 'database', asked },
  };
}

/** What the token is to be for; whoever proved a secret and asks for what it may not have leaves a trace (R1.8). */
function readResource(
  { config, usage, clock }: GrantDeps,
  { requested, caller }: TokenRequest,
  { client, secret }: AuthenticatedClient,
): Pick<Authorisation, 'requested' | 'resource'> {
  try {
    const named = requested();
    return { requested: named, resource: chooseResource(config, client, named) };
  } catch (error) {
    usage.refused(secret.id, 'resource-refused', clock.now(), caller);
    throw error;
  }
}

/** Whether a token that was signed meanwhile may be handed out now. */
function stillHolds(
  { memory, clock, config, times }: GrantDeps,
  { client, secret, resource, source }: Authorisation,
  { kid }: IssuedAccessToken,
): boolean {
  if (source.kind === 'database') return elapsedMs(times, source.asked) < answerHoldsMs;
  const state = memory.present();
  if (state === null || state.signingKey(resource.algorithm)?.kid !== kid) return false;
  const now = clock.now();
  if (memory.revision() === source.revision) return isUsable(clientSecretStatus(secret, now));
  const wanted = { secretId: secret.id, audience: resource.audience, now };
  const present = state.client(client.id, now, ({ id }) => id === secret.id);
  return isDeepStrictEqual(findAuthority(config, present, wanted)?.resource, resource);
}
