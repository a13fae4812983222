import type { Rotation, SecretUsage } from '@keyturn/contract';
import { ids } from './federation.ts';
import { startKeyturn, type CreatedSecret, type TestKeyturn } from './keyturn.ts';

export const hourMs = 60 * 60 * 1000;
export const dayMs = 24 * hourMs;
export const application = `/api/v1/applications/${ids.applications.northSearch}`;
/** The system that uses a client secret. */
export const system = { remoteAddress: '203.0.113.7', userAgent: 'python-requests/2.32' };
/** Somebody who tries one out. */
export const desk = { remoteAddress: '198.51.100.4', userAgent: 'curl/8' };

/** A Keyturn whose manager Anna looks at what real use shows of an application. */
export async function startWithAnna() {
  const keyturn = await startKeyturn();
  const anna = await keyturn.signedIn('anna');
  const read = async (path: string, as: 'anna' | 'maria' | 'operator' = 'anna') => {
    await keyturn.deps.usage.flush();
    // Time passes in these tests, and sessions end.
    const headers = await keyturn.signedIn(as);
    const response = await keyturn.app.inject({ url: `${application}${path}`, headers });
    return { status: response.statusCode, body: (): unknown => response.json() };
  };
  /** A change by Anna, whatever time it is. */
  const act = async (
    method: 'POST' | 'PATCH' | 'DELETE',
    path: string,
    payload?: object,
  ): Promise<number> => {
    const headers = await keyturn.signedIn('anna');
    const url = `${application}/secrets/${path}`;
    const response = await keyturn.app.inject({
      method,
      url,
      headers,
      ...(payload === undefined ? {} : { payload }),
    });
    return response.statusCode;
  };
  return {
    ...keyturn,
    keyturn,
    anna,
    read,
    act,
    usageOf: async ({ id }: Pick<CreatedSecret, 'id'>) =>
      (await read(`/secrets/${id}/usage`)).body() as SecretUsage,
    rotations: async () => ((await read('/rotations')).body() as { items: Rotation[] }).items,
  };
}

type Sent = Pick<CreatedSecret, 'clientId' | 'clientSecret'>;

/** A token request as a system makes it. */
export const requestToken = (
  { app }: Pick<TestKeyturn, 'app'>,
  { clientId, clientSecret }: Sent,
  { remoteAddress, userAgent } = system,
  resource: string = ids.apis.search,
) =>
  app.inject({
    method: 'POST',
    url: '/oauth2/token',
    remoteAddress,
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'user-agent': userAgent },
    payload: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      resource,
    }).toString(),
  });
