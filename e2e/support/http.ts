/** What a server answered. */
export type Answer = {
  status: number;
  headers: Headers;
  text: string;
  /** The body as JSON; the caller knows its type from the interface. */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- as Fastify's own answers in tests have it
  json<Body>(): Body;
};

type Content = {
  headers?: Record<string, string>;
  form?: Record<string, string>;
  json?: unknown;
  body?: string;
  /** When the client goes away without waiting for the answer. */
  signal?: AbortSignal | undefined;
};

/** One HTTP request over a real socket; the answer is read to its end. */
export async function send(
  method: string,
  url: string,
  { headers = {}, form, json, body, signal }: Content = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    headers: json === undefined ? headers : { 'content-type': 'application/json', ...headers },
    body:
      form === undefined
        ? json === undefined
          ? (body ?? null)
          : JSON.stringify(json)
        : new URLSearchParams(form),
    signal: signal ?? AbortSignal.timeout(30_000),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- see above
    json: <Body>() => JSON.parse(text) as Body,
  };
}

export type Credentials = { clientId: string; clientSecret: string };

/** A token request (RFC 6749 section 4.4), the client authenticated by `client_secret_post`. */
export const requestToken = (
  server: string,
  { clientId, clientSecret }: Credentials,
  resource?: string,
): Promise<Answer> =>
  send('POST', `${server}/oauth2/token`, {
    form: {
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      ...(resource === undefined ? {} : { resource }),
    },
  });

/** An access token, or an error that says why there is none. */
export async function accessToken(
  server: string,
  credentials: Credentials,
  resource?: string,
): Promise<string> {
  const answer = await requestToken(server, credentials, resource);
  if (answer.status !== 200) throw new Error(`no access token: ${answer.status} ${answer.text}`);
  return answer.json<{ access_token: string }>().access_token;
}

/** The header that carries an access token (RFC 6750). */
export const bearer = (token: string): { authorization: string } => ({ authorization: `Bearer ${token}` });

/** The header of `client_secret_basic` (RFC 6749 section 2.3.1). */
export const basic = ({ clientId, clientSecret }: Credentials): { authorization: string } => ({
  authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}`,
});
