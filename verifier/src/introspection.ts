import type { Environment } from './environment.ts';
import { withTimeout } from './poll.ts';

/** An API's introspection credentials: its ID, and a secret that the operator gave it. */
export type IntrospectionCredentials = { clientId: string; clientSecret: string };

/**
 * Asks the issuer whether a token is active for this API (RFC 7662).
 * @throws an error when there is no answer within a second, or another one than that
 */
export async function introspect(
  environment: Environment,
  issuer: string,
  { clientId, clientSecret }: IntrospectionCredentials,
  token: string,
): Promise<boolean> {
  const pair = [clientId, clientSecret].map(encodeURIComponent).join(':');
  return withTimeout(environment, async (signal) => {
    const response = await environment.fetch(`${issuer}/oauth2/introspect`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(pair)}`, accept: 'application/json' },
      body: new URLSearchParams({ token }),
      redirect: 'error',
      signal,
    });
    if (response.status !== 200) throw new Error(`introspection answered ${response.status}`);
    const answer: unknown = await response.json();
    if (typeof answer === 'object' && answer !== null && 'active' in answer) return answer.active === true;
    throw new Error('introspection did not say whether the token is active');
  });
}
