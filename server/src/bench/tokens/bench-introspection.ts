import type { BenchSetting, CaseResult } from './bench-setting.ts';
import { someClients } from './bench-federation.ts';
import { startKeyturn } from './keyturn-server.ts';
import { loadInTurns } from './load-rounds.ts';
import { postForm, requestToken } from './token-requests.ts';

const name = 'introspection';
const tokens = 200;

/** The introspection endpoint, asked by one API about the tokens of many applications. */
export async function benchIntrospection(setting: BenchSetting): Promise<CaseResult> {
  const federation = await setting.federations.of(setting.applications);
  const server = await startKeyturn(federation);
  try {
    const { clientId, clientSecret } = federation.apiCredentials;
    const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
    const requests: string[] = [];
    for (const client of someClients(federation, tokens)) {
      const { token } = await requestToken(`${server.url}/oauth2/token`, client, federation);
      requests.push(postForm('/oauth2/introspect', { token }, { authorization }));
    }
    await requireActive(server.url, requests[0] ?? '');
    setting.load.keep(name, requests);
    return {
      rows: await loadInTurns(setting, [{ name, port: server.port, pid: server.pid, requests: name }]),
      targets: [],
    };
  } finally {
    await server.stop();
  }
}

/** An inactive token is answered with 200, too, and sooner. */
async function requireActive(url: string, request: string): Promise<void> {
  const [head = '', body = ''] = request.split('\r\n\r\n');
  const [, authorization = ''] = /\r\nauthorization: (.*)/.exec(head) ?? [];
  const response = await fetch(`${url}/oauth2/introspect`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
    body,
  });
  const text = await response.text();
  if (!text.startsWith('{"active":true')) throw new Error(`introspection was answered with ${text}`);
}
