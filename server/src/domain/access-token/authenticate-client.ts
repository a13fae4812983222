import { timingSafeEqual } from 'node:crypto';
import { findIntrospectionClient } from '../../store/introspection-credentials.ts';
import type { TokenClient, TokenClientSecret } from '../../store/token-clients.ts';
import { clientSecretStatus, isUsable } from '../client-secret/client-secret-status.ts';
import {
  clientSecretValueProblem,
  hashClientSecretValue,
  hintLength,
} from '../client-secret/client-secret-value.ts';
import type { Deps } from '../deps.ts';
import { readClientState, type ApiCredential, type ClientState } from '../token-memory/present-state.ts';
import type { Caller } from '../usage/caller.ts';
import { OAuthError } from './oauth-error.ts';

/** How long an expired or deleted client secret is told apart from an unknown one (R1.9). */
export const endedSecretMemoryMs = 90 * 24 * 60 * 60 * 1000;

/** Client credentials as they were sent; null: left out. */
export type ClientCredentials = { clientId: string | null; clientSecret: string | null };

export type AuthenticatedClient = { client: TokenClient; secret: TokenClientSecret };

type ClientDeps = Pick<Deps, 'db' | 'clock' | 'config' | 'usage' | 'memory'>;

/**
 * Authenticates an application by one of its client secrets (RFC 6749 section 2.3.1, R2.4).
 * Who proves a real secret that no longer works learns why and what to do; a value that cannot be a secret is told so
 * from its form alone; every other failure has one and the same answer.
 * @throws OAuthError `invalid_client`, or `unauthorized_client` for an API's introspection credentials
 */
export const authenticateClient = async (
  deps: ClientDeps,
  credentials: ClientCredentials,
  caller: Caller,
): Promise<AuthenticatedClient> =>
  authenticateFromMemory(deps, credentials, caller) ??
  (await authenticateFromDatabase(deps, credentials, caller));

/** The same from memory alone, within this synchronous block; null: the database has to be asked. */
export function authenticateFromMemory(
  deps: ClientDeps,
  credentials: ClientCredentials,
  caller: Caller,
): AuthenticatedClient | null {
  const { clientId, clientSecret } = readCredentials(deps, credentials, caller);
  const present = deps.memory.present();
  return present === null ? null : authenticateBy(present, deps, clientId, clientSecret, caller);
}

/** The same from the database alone, whatever is in memory. */
export async function authenticateFromDatabase(
  deps: ClientDeps,
  credentials: ClientCredentials,
  caller: Caller,
): Promise<AuthenticatedClient> {
  const { clientId, clientSecret } = readCredentials(deps, credentials, caller);
  await deps.clock.confirm?.();
  const state = await readClientState(deps.db, clientId, rememberedSince(deps.clock.now()));
  return authenticateBy(state, deps, clientId, clientSecret, caller);
}

/** What there is to look up, when the credentials can be right by their form. */
function readCredentials(
  deps: Pick<Deps, 'clock' | 'usage'>,
  { clientId, clientSecret }: ClientCredentials,
  caller: Caller,
): { clientId: string; clientSecret: string } {
  const known = clientId !== null && isUuid(clientId) ? clientId.toLowerCase() : null;
  if (clientSecret !== null) refuseMalformedSecret(deps, known, clientSecret, deps.clock.now(), caller);
  if (known === null || clientSecret === null) throw authenticationFailed();
  return { clientId: known, clientSecret };
}

function authenticateBy(
  state: ClientState,
  deps: ClientDeps,
  clientId: string,
  clientSecret: string,
  caller: Caller,
): AuthenticatedClient {
  const now = deps.clock.now();
  const hint = clientSecret.slice(0, hintLength);
  const client = state.client(clientId, rememberedSince(now), (secret) => secret.hint === hint);
  const hash = hashClientSecretValue(clientSecret);
  if (client === undefined) {
    if (findByHash(state.apiCredentials(clientId), hash) !== undefined)
      throw new OAuthError('unauthorized_client', 'oauth.api-credentials');
    throw authenticationFailed();
  }
  const secret = findByHash(client.secrets, hash);
  if (secret === undefined) {
    deps.usage.unproven(client.id, now, 'known');
    throw authenticationFailed();
  }
  refuseEndedSecret(deps, secret, now, caller);
  refuseDisabledClient(deps, { client, secret }, now, caller);
  return { client, secret };
}

const rememberedSince = (now: Date): Date => new Date(now.getTime() - endedSecretMemoryMs);

/** In constant time for each: an attacker learns nothing from how long a wrong one took. */
const findByHash = <Candidate extends { sha256: Buffer }>(
  candidates: Candidate[],
  hash: Buffer,
): Candidate | undefined => candidates.find(({ sha256 }) => timingSafeEqual(sha256, hash));

/**
 * Authenticates an API by its introspection credentials (RFC 7662 section 2.1): its ID and a secret of its own. That
 * counts as a use of them.
 * @param address of the request
 * @throws OAuthError `invalid_client`
 */
export async function authenticateApi(
  deps: Pick<Deps, 'db' | 'clock' | 'usage' | 'memory'>,
  { clientId, clientSecret }: ClientCredentials,
  address: string,
): Promise<{ id: string; identifier: string }> {
  if (clientId !== null && clientSecret !== null && isUuid(clientId)) {
    const api = await findApiBySecret(deps, clientId, clientSecret);
    if (api !== undefined) {
      deps.usage.introspected(api.credentialId, deps.clock.now(), address);
      return api;
    }
  }
  throw new OAuthError('invalid_client', 'oauth.introspection-authentication-failed');
}

async function findApiBySecret(
  { db, memory }: Pick<Deps, 'db' | 'memory'>,
  clientId: string,
  clientSecret: string,
): Promise<ApiCredential | undefined> {
  const apiId = clientId.toLowerCase();
  const present = memory.present();
  const candidates =
    present === null ? await findIntrospectionClient(db, apiId) : present.apiCredentials(apiId);
  return findByHash(candidates, hashClientSecretValue(clientSecret));
}

/** Told from the input alone, the same for unknown clients; the application's managers learn of it too. */
function refuseMalformedSecret(
  { usage }: Pick<Deps, 'usage'>,
  clientId: string | null,
  clientSecret: string,
  now: Date,
  caller: Caller,
): void {
  const problem = clientSecretValueProblem(clientSecret);
  if (problem === null) return;
  if (clientId !== null) {
    usage.unproven(clientId, now, 'claimed');
    usage.mistaken(clientId, isHint(clientSecret) ? 'secret-is-hint' : problem, now, caller);
  }
  throw new OAuthError('invalid_client', `oauth.${problem}`);
}

/** The three characters that lists show, with or without the dots after them. */
const isHint = (value: string): boolean => /^[A-Za-z0-9]{3}(…|\.{0,3})$/.test(value.trim());

function refuseEndedSecret(
  { usage }: Pick<Deps, 'usage'>,
  secret: TokenClientSecret,
  now: Date,
  caller: Caller,
): void {
  const told = (at: Date | null) => ({
    hint: secret.hint,
    id: secret.id,
    at: toMinute(at ?? now),
  });
  const status = clientSecretStatus(secret, endOfSecond(now));
  if (!isUsable(status)) usage.refused(secret.id, status, now, caller);
  if (status === 'deleted')
    throw new OAuthError('invalid_client', 'oauth.secret-deleted', told(secret.deleted_at));
  if (status === 'expired')
    throw new OAuthError('invalid_client', 'oauth.secret-expired', told(secret.expires_at));
  if (status === 'disabled')
    throw new OAuthError('invalid_client', 'oauth.secret-disabled', told(secret.disabled_at));
}

/** Tokens count whole seconds: one that ends within this second would be dead already. */
const endOfSecond = (now: Date): Date => new Date(Math.floor(now.getTime() / 1000) * 1000 + 999);

function refuseDisabledClient(
  { config, usage }: Pick<Deps, 'config' | 'usage'>,
  { client, secret }: AuthenticatedClient,
  now: Date,
  caller: Caller,
): void {
  if (client.organisationStatus === 'active' && client.status === 'active') return;
  usage.refused(secret.id, 'application-disabled', now, caller);
  const support = config.supportEmail;
  if (client.organisationStatus === 'disabled')
    throw new OAuthError('invalid_client', 'oauth.organisation-disabled', { support });
  throw new OAuthError('invalid_client', 'oauth.application-disabled', { support });
}

/** For people: 2027-11-14 11:00 UTC. */
const toMinute = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

const authenticationFailed = (): OAuthError =>
  new OAuthError('invalid_client', 'oauth.client-authentication-failed');

const isUuid = (value: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(value);
