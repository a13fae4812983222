import type { IntrospectionCredentials } from './introspection.ts';

export type Algorithm = 'ES256' | 'RS256';
export type TokenType = 'at+jwt' | 'JWT';

export type VerifierOptions = {
  /** The public URL of Keyturn, exactly as tokens carry it in `iss`: without a slash at its end. */
  issuer: string;
  /** Your API's identifier, and its ID if applications ask for tokens by that. */
  audience: string | readonly string[];
  /** What tokens may be signed with; both unless you say otherwise. */
  algorithms?: readonly Algorithm[];
  /**
   * What the header of a token may call it (`typ`): `at+jwt` alone unless you say otherwise, as RFC 9068 section 4 has it. Then
   * a JWT of another kind that the same issuer signs, now or one day, is never taken for an access token (RFC 8725 section
   * 3.11); `JWT` tells nothing apart. Add it only if the operator chose it for your API, and both while that changes.
   */
  types?: readonly TokenType[];
  /** How much the clocks of issuer and API may differ: 5 seconds unless you say otherwise, at most 60. */
  clockToleranceSeconds?: number;
  /**
   * How it learns of deleted and disabled client secrets: from the status list, within 5 seconds, or by asking for each
   * token (`introspection`), at once.
   */
  statusCheck?: 'status-list' | 'introspection';
  /** How long it goes on with the last status list that it could fetch: 60 unless you say otherwise, 3 to 3600. */
  maxStatusAgeSeconds?: number;
  /** What it does after that: it refuses every token with 503, or asks for each. */
  whenStatusUnavailable?: 'refuse' | 'introspect';
  /** Needed wherever it is to introspect. */
  introspection?: IntrospectionCredentials;
  /** The realm of challenges; the first audience unless you say otherwise. */
  realm?: string;
  /** For proxies, client certificates and tests. */
  fetch?: typeof fetch;
};

export type CheckedOptions = Required<Omit<VerifierOptions, 'audience' | 'introspection' | 'fetch'>> & {
  audience: string[];
  introspection: IntrospectionCredentials | null;
};

/**
 * Options with their defaults.
 * @throws TypeError that says what is wrong with them: a verifier that checks less than was meant must not start
 */
export function checkOptions(options: VerifierOptions): CheckedOptions {
  const {
    issuer,
    algorithms = ['ES256', 'RS256'],
    types = ['at+jwt'],
    clockToleranceSeconds = 5,
    statusCheck = 'status-list',
    maxStatusAgeSeconds = 60,
    whenStatusUnavailable = 'refuse',
    introspection = null,
  } = options;
  const audience = [options.audience].flat();
  const realm = options.realm ?? audience[0] ?? '';

  require(isOrigin(
    issuer,
  ), 'issuer must be the public URL of Keyturn: https, without path or slash at its end');
  require(audience.length > 0 &&
    audience.every(
      (one) => typeof one === 'string' && one !== '',
    ), 'audience must name your API, by its identifier or by identifier and ID');
  require(algorithms.length > 0 &&
    algorithms.every((one) => ['ES256', 'RS256'].includes(one)), 'algorithms are ES256 and RS256');
  require(types.length > 0 &&
    types.every((one) => ['at+jwt', 'JWT'].includes(one)), 'types are at+jwt and JWT');
  require(isBetween(clockToleranceSeconds, 0, 60), 'clockToleranceSeconds is 0 to 60');
  require(isBetween(maxStatusAgeSeconds, 3, 3600), 'maxStatusAgeSeconds is 3 to 3600');
  require(['status-list', 'introspection'].includes(
    statusCheck,
  ), 'statusCheck is status-list or introspection');
  require(['refuse', 'introspect'].includes(
    whenStatusUnavailable,
  ), 'whenStatusUnavailable is refuse or introspect');
  const introspects = statusCheck === 'introspection' || whenStatusUnavailable === 'introspect';
  require(!introspects ||
    hasCredentials(
      introspection,
    ), 'introspection must hold the clientId and clientSecret that the operator gave your API');
  // RFC 9110 section 5.6.4: nothing that would have to be escaped.
  require(/^[\x20-\x21\x23-\x5b\x5d-\x7e]*$/.test(realm), 'realm is ASCII without quotes and backslashes');
  return {
    issuer,
    audience,
    algorithms,
    types,
    clockToleranceSeconds,
    statusCheck,
    maxStatusAgeSeconds,
    whenStatusUnavailable,
    introspection,
    realm,
  };
}

function require(holds: boolean, message: string): void {
  if (!holds) throw new TypeError(message);
}

const isBetween = (value: number, least: number, most: number): boolean => value >= least && value <= most;

const hasCredentials = (credentials: IntrospectionCredentials | null): boolean =>
  Boolean(credentials?.clientId) && Boolean(credentials?.clientSecret);

/** Keys that come over an unprotected network are anybody's. */
function isOrigin(issuer: string): boolean {
  if (!URL.canParse(issuer)) return false;
  const { origin, protocol, hostname } = new URL(issuer);
  const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return origin === issuer && (protocol === 'https:' || (protocol === 'http:' && isLoopback));
}
