import { ClientCredentials } from 'simple-oauth2';
import type { Settings } from '../token-forms.ts';

/** simple-oauth2: the token endpoint is configured; Basic is its default. */
export async function getToken(settings: Settings): Promise<string> {
  const { origin, pathname } = new URL(settings.tokenUrl);
  const client = new ClientCredentials({
    client: { id: settings.clientId, secret: settings.clientSecret },
    auth: { tokenHost: origin, tokenPath: pathname },
    options: {
      authorizationMethod: settings.authentication === 'client_secret_basic' ? 'header' : 'body',
    },
  });
  const { token } = await client.getToken(settings.parameters);
  return String(token['access_token']);
}
