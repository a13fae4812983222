import type { BenchClient } from '../peers/peer-order.ts';
import type { BenchFederation } from './bench-federation.ts';

/** A request as it goes over the wire, for a connection that is kept alive. */
export const postForm = (
  path: string,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): string => {
  const body = new URLSearchParams(form).toString();
  const all = {
    host: 'localhost',
    'user-agent': 'keyturn bench',
    'content-type': 'application/x-www-form-urlencoded',
    ...headers,
    'content-length': String(body.length),
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return [`POST ${path} HTTP/1.1`, ...lines, '', body].join('\r\n');
};

const tokenForm = ({ clientId, clientSecret }: BenchClient, audience: string) => ({
  grant_type: 'client_credentials',
  client_id: clientId,
  client_secret: clientSecret,
  resource: audience,
});

/** Token requests of these clients, one each. */
export const tokenRequests = (path: string, clients: BenchClient[], audience: string): string[] =>
  clients.map((client) => postForm(path, tokenForm(client, audience)));

export type TokenAnswer = { token: string; headers: Record<string, string> };

/** Asks for one token. @throws Error unless there is one */
export async function requestToken(
  url: string,
  { clientId, clientSecret }: BenchClient,
  { audience }: Pick<BenchFederation, 'audience'>,
): Promise<TokenAnswer> {
  const body = new URLSearchParams(tokenForm({ clientId, clientSecret }, audience));
  const response = await fetch(url, { method: 'POST', body });
  const answer: unknown = await response.json();
  if (typeof answer !== 'object' || answer === null || !('access_token' in answer))
    throw new Error(`${url} was answered with ${response.status}: ${JSON.stringify(answer)}`);
  return { token: String(answer.access_token), headers: Object.fromEntries(response.headers) };
}
