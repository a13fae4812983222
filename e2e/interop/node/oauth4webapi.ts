import * as oauth from 'oauth4webapi';
import type { Settings } from '../token-forms.ts';

/** oauth4webapi: each request and its checks, one by one. */
export async function getToken(settings: Settings): Promise<string> {
  const issuer = new URL(settings.issuer);
  const discovered = await oauth.discoveryRequest(issuer);
  const as = await oauth.processDiscoveryResponse(issuer, discovered);
  const client: oauth.Client = { client_id: settings.clientId };
  const authenticate = {
    client_secret_basic: oauth.ClientSecretBasic,
    client_secret_post: oauth.ClientSecretPost,
  }[settings.authentication];
  const response = await oauth.clientCredentialsGrantRequest(
    as,
    client,
    authenticate(settings.clientSecret),
    new URLSearchParams(settings.parameters),
  );
  const tokens = await oauth.processClientCredentialsResponse(as, client, response);
  return tokens.access_token;
}
