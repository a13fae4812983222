import * as openid from 'openid-client';
import type { Settings } from '../token-forms.ts';

/** openid-client: discovery, then `clientCredentialsGrant`. */
export async function getToken(settings: Settings): Promise<string> {
  const authenticate = {
    client_secret_basic: openid.ClientSecretBasic,
    client_secret_post: openid.ClientSecretPost,
  }[settings.authentication];
  const config = await openid.discovery(
    new URL(settings.issuer),
    settings.clientId,
    undefined,
    authenticate(settings.clientSecret),
  );
  const tokens = await openid.clientCredentialsGrant(config, settings.parameters);
  return tokens.access_token;
}
