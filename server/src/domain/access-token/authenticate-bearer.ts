import type { Actor } from '../audit/actor.ts';
import type { Deps } from '../deps.ts';
import type { AuthenticatedClient } from './authenticate-client.ts';
import { verifyAccessToken } from './verify-access-token.ts';

/** Who speaks with an access token for the portal API, checked against the present state; null: not accepted here. */
export async function authenticateBearer(
  deps: Pick<Deps, 'db' | 'clock' | 'config' | 'signingKeys' | 'memory' | 'times'>,
  token: string,
  address: string | null,
): Promise<Actor | null> {
  const verdict = await verifyAccessToken(deps, token);
  if (!verdict.accepted || verdict.resource.api !== null) return null;
  return actorOf(verdict, address);
}

/** An application that acts by itself, with the client secret that it proved. */
export const actorOf = ({ client, secret }: AuthenticatedClient, address: string | null): Actor => ({
  kind: client.kind === 'operator-client' ? 'operator-client' : 'application',
  id: client.id,
  name: client.name,
  secretId: secret.id,
  address,
});
