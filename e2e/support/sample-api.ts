import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterFile } from './after-file.ts';
import { basic, send, type Credentials } from './http.ts';

/**
 * An API as an API owner would write one: it lets a request pass when the token service says that its access token is
 * active (RFC 7662). Gives the address of its `/ping`; it stops after the file's tests.
 */
export async function startSampleApi(issuer: string, introspection: Credentials): Promise<string> {
  const isActive = async (token: string): Promise<boolean> => {
    const answer = await send('POST', `${issuer}/oauth2/introspect`, {
      headers: basic(introspection),
      form: { token },
    });
    if (answer.status !== 200) throw new Error(`introspection answered ${answer.status} ${answer.text}`);
    return answer.json<{ active: boolean }>().active;
  };
  const server = createServer((request, response) => {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    isActive(token).then(
      (active) => {
        if (active) response.writeHead(200).end();
        else response.writeHead(401, { 'www-authenticate': 'Bearer error="invalid_token"' }).end();
      },
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  afterFile(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/ping`;
}
