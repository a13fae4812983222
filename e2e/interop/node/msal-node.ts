import { ConfidentialClientApplication } from '@azure/msal-node';
import type { Settings } from '../token-forms.ts';

/**
 * Microsoft's library for Node. `knownAuthorities` is what its documentation asks for with a host that is not one of
 * Microsoft's.
 */
export async function getToken({ clientId, clientSecret, authority, parameters }: Settings): Promise<string> {
  const application = new ConfidentialClientApplication({
    auth: { clientId, clientSecret, authority, knownAuthorities: [new URL(authority).host] },
  });
  if (!('scope' in parameters)) throw new Error('MSAL names APIs by scopes');
  const result = await application.acquireTokenByClientCredential({ scopes: [parameters.scope] });
  return result?.accessToken ?? '';
}
