import { errors, jwtVerify, type CryptoKey, type JWTHeaderParameters, type JWTPayload } from 'jose';
import { AccessTokenError, unavailable, type AccessTokenErrorCode } from './access-token-error.ts';
import { readBearer } from './bearer.ts';
import { systemEnvironment, type Environment } from './environment.ts';
import { introspect } from './introspection.ts';
import { createKeySet } from './key-set.ts';
import { checkOptions, type VerifierOptions } from './options.ts';
import { createStatusLists, type Status, type StatusReference } from './status-lists.ts';

/** An access token that is accepted. */
export type AccessToken = {
  /** The application that calls. */
  clientId: string;
  /** The ID of the organisation that it belongs to. */
  organisationId: string | null;
  roles: string[];
  /** The ID of the client secret that obtained the token: worth logging, it is no secret. */
  clientSecretId: string | null;
  expiresAt: Date;
  /** Everything that the token says. */
  claims: JWTPayload;
};

/** What a call asks of a token beyond being good: every one of these roles. */
export type Requirements = { roles?: readonly string[] };

export type Verifier = {
  /** Checks an access token. @throws AccessTokenError */
  verify(token: string, requirements?: Requirements): Promise<AccessToken>;
  /** Checks the access token of an `Authorization` header (RFC 6750 section 2.1). @throws AccessTokenError */
  authenticate(authorization: string | null | undefined, requirements?: Requirements): Promise<AccessToken>;
  /** Ends what goes on in the background. It does not keep a process alive by itself. */
  close(): void;
};

/**
 * Checks Keyturn's access tokens (RFC 9068) for one API: signature, type, issuer, audience, times, and whether the client
 * secret behind them was deleted or disabled. Keys and status lists are fetched in the background, every two seconds
 * while tokens come; a deleted secret's tokens are refused within five seconds while the status list can be reached, and
 * within `maxStatusAgeSeconds` in any case.
 * @throws TypeError when the options do not make sense
 */
export const createVerifier = (options: VerifierOptions): Verifier =>
  createVerifierIn({ ...systemEnvironment, ...(options.fetch && { fetch: options.fetch }) }, options);

/** The same with clocks, timers and network of the caller's. */
export function createVerifierIn(environment: Environment, given: VerifierOptions): Verifier {
  const options = checkOptions(given);
  const { issuer, realm, introspection } = options;
  const maxAgeMs = options.maxStatusAgeSeconds * 1000;
  const keys = createKeySet(environment, `${issuer}/oauth2/jwks`, maxAgeMs);
  const statusLists = createStatusLists(environment, { ...options, keys, maxAgeMs });
  const refusal = (code: AccessTokenErrorCode, more: { scope?: string; cause?: unknown } = {}) =>
    new AccessTokenError(code, { realm, ...more });

  async function findKey(header: JWTHeaderParameters): Promise<CryptoKey> {
    // Here, because jose’s own check knows one type only. The signature covers the header.
    if (!options.types.some((type) => mediaTypeOf(type) === mediaTypeOf(header.typ)))
      throw new errors.JWTClaimValidationFailed(
        'unexpected "typ" JWT header value',
        {},
        'typ',
        'check_failed',
      );
    return keys.find(header);
  }

  async function readClaims(token: string): Promise<JWTPayload> {
    // RFC 7515 section 7.1: decoders tolerate padding and white space.
    if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) throw refusal('token-invalid');
    try {
      const { payload } = await jwtVerify(token, findKey, {
        // The key's own algorithm must be the same (RFC 8725 section 3.1): `keys` sees to it.
        algorithms: [...options.algorithms],
        issuer,
        audience: options.audience,
        requiredClaims: ['exp', 'iat', 'sub', 'jti', 'client_id'],
        clockTolerance: options.clockToleranceSeconds,
        currentDate: new Date(environment.wallMs()),
      });
      return payload;
    } catch (error) {
      if (error instanceof errors.JOSEError) throw refusal(codeOf(error), { cause: error });
      throw error;
    }
  }

  async function checkStatus(token: string, claims: JWTPayload): Promise<void> {
    if (options.statusCheck === 'introspection') return askIssuer(token);
    const reference = readReference(claims, issuer);
    if (reference === null) throw refusal('status-missing');
    const status = await statusLists.find(reference);
    if (typeof status === 'object')
      return options.whenStatusUnavailable === 'introspect'
        ? askIssuer(token)
        : Promise.reject(unavailable(status.unavailable));
    if (status !== 'valid') throw refusal(refusedStatuses[status]);
  }

  async function askIssuer(token: string): Promise<void> {
    let isActive: boolean;
    try {
      if (introspection === null)
        throw new Error('checkOptions lets no introspection without credentials pass');
      isActive = await introspect(environment, issuer, introspection, token);
    } catch (error) {
      throw unavailable(error);
    }
    if (!isActive) throw refusal('token-inactive');
  }

  const verify: Verifier['verify'] = async (token, { roles = [] } = {}) => {
    const claims = await readClaims(token);
    await checkStatus(token, claims);
    const accepted = present(claims);
    if (!roles.every((role) => accepted.roles.includes(role)))
      throw refusal('role-missing', { scope: roles.filter(isScopeToken).join(' ') });
    return accepted;
  };

  return {
    verify,
    authenticate: (authorization, requirements) => {
      const bearer = readBearer(authorization);
      if (bearer === 'none') return Promise.reject(refusal('token-missing'));
      if (bearer === 'malformed') return Promise.reject(refusal('request-malformed'));
      return verify(bearer.token, requirements);
    },
    close() {
      keys.stop();
      statusLists.stop();
    },
  };
}

/** RFC 7515 section 4.1.9: in any case, and `application/` may be left out. */
const mediaTypeOf = (typ: unknown): string | null =>
  typeof typ === 'string' ? (typ.includes('/') ? typ : `application/${typ}`).toLowerCase() : null;

/** RFC 6749 section 3.3. */
const isScopeToken = (role: string): boolean => /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(role);

const refusedStatuses = {
  deleted: 'secret-deleted',
  disabled: 'secret-disabled',
  unknown: 'status-unknown',
} as const satisfies Record<Exclude<Status, object | 'valid'>, AccessTokenErrorCode>;

function codeOf(error: errors.JOSEError): AccessTokenErrorCode {
  if (error instanceof errors.JWTExpired) return 'token-expired';
  if (error instanceof errors.JWTClaimValidationFailed && error.reason === 'check_failed') {
    if (error.claim === 'aud') return 'audience-wrong';
    if (error.claim === 'nbf') return 'token-not-yet-valid';
  }
  return 'token-invalid';
}

/** null: there is none, or it leads away from the issuer. */
function readReference({ status }: JWTPayload, issuer: string): StatusReference | null {
  const { status_list: reference } = asRecord(status);
  const { idx, uri } = asRecord(reference);
  if (typeof idx !== 'number' || !Number.isSafeInteger(idx) || idx < 0) return null;
  if (typeof uri !== 'string' || !uri.startsWith(`${issuer}/`)) return null;
  return { idx, uri };
}

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

function present(claims: JWTPayload): AccessToken {
  const { client_id: clientId, org, roles, credential_id: secretId, exp = 0 } = claims;
  return {
    clientId: String(clientId),
    organisationId: typeof org === 'string' ? org : null,
    roles: Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : [],
    clientSecretId: typeof secretId === 'string' ? secretId : null,
    expiresAt: new Date(exp * 1000),
    claims,
  };
}
