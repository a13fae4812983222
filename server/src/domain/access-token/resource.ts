import type { SigningAlgorithm, TokenHeaderType } from '@keyturn/contract';
import type { Config } from '../../config.ts';
import type { TokenApi, TokenClient, TokenClientSecret } from '../../store/token-clients.ts';
import { clientSecretStatus, isUsable } from '../client-secret/client-secret-status.ts';
import { OAuthError } from './oauth-error.ts';

/** What an access token is for (RFC 8707): one API, or the portal API. */
export type Resource = {
  /** The `aud` claim: the API's identifier, or its UUID when the request asked by UUID. */
  audience: string;
  roles: string[];
  ttlSeconds: number;
  algorithm: SigningAlgorithm;
  headerType: TokenHeaderType;
  /** null: the portal API. */
  api: TokenApi | null;
};

/** Tokens for the portal API live this long; it checks them against the present state anyway. */
const portalTokenTtlSeconds = 300;

/** The identifier of the portal API. */
export const portalApiIdentifier = (config: Pick<Config, 'publicUrl'>): string => `${config.publicUrl}/api`;

type ResourceConfig = Pick<Config, 'publicUrl' | 'accessTokenTtlSeconds'>;

/** The resource that `requested` (an identifier or an API's UUID) names, when the client is permitted to use it. */
function findResource(config: ResourceConfig, client: TokenClient, requested: string): Resource | null {
  if (requested === portalApiIdentifier(config)) return portalResource(config, client);
  const asUuid = requested.toLowerCase();
  const api = client.apis.find(({ id, identifier }) => identifier === requested || id === asUuid);
  if (api === undefined) return null;
  return apiResource(config, api, api.identifier === requested ? requested : asUuid);
}

/** What a client secret is good for. */
export type Authority = { client: TokenClient; secret: TokenClientSecret; resource: Resource };

/** What this client secret is good for at this audience `now` (R1.5, R3.2); null: nothing. */
export function findAuthority(
  config: ResourceConfig,
  client: TokenClient | undefined,
  { secretId, audience, now }: { secretId: string; audience: string; now: Date },
): Authority | null {
  const secret = client?.secrets.find(({ id }) => id === secretId);
  if (client === undefined || secret === undefined) return null;
  if (!isUsable(clientSecretStatus(secret, now))) return null;
  if (client.status === 'disabled' || client.organisationStatus === 'disabled') return null;
  const resource = findResource(config, client, audience);
  return resource === null ? null : { client, secret, resource };
}

/**
 * The resource of a token request; it may be left out when there is no choice.
 * @throws OAuthError `invalid_target` (RFC 8707 section 2)
 */
export function chooseResource(
  config: ResourceConfig & Pick<Config, 'supportEmail'>,
  client: TokenClient,
  requested: string | null,
): Resource {
  const resources = client.apis.map(({ identifier }) => identifier).join(', ');
  if (requested !== null) {
    const found = findResource(config, client, requested);
    if (found === null)
      throw new OAuthError('invalid_target', 'oauth.resource-not-permitted', { resources: resources || '-' });
    return found;
  }
  if (client.kind === 'operator-client') return portalResource(config, client);
  const [only, ...others] = client.apis;
  if (only === undefined)
    throw new OAuthError('invalid_target', 'oauth.no-resource', { support: config.supportEmail });
  if (others.length > 0) throw new OAuthError('invalid_target', 'oauth.resource-missing', { resources });
  return apiResource(config, only, only.identifier);
}

const apiResource = (config: ResourceConfig, api: TokenApi, audience: string): Resource => ({
  audience,
  roles: api.roles,
  ttlSeconds: api.tokenTtlSeconds ?? config.accessTokenTtlSeconds,
  algorithm: api.algorithm,
  headerType: api.tokenHeaderType,
  api,
});

const portalResource = (config: ResourceConfig, client: TokenClient): Resource => ({
  audience: portalApiIdentifier(config),
  roles: client.kind === 'operator-client' ? ['operator'] : [],
  ttlSeconds: portalTokenTtlSeconds,
  algorithm: 'ES256',
  headerType: 'at+jwt',
  api: null,
});
