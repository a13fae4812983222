import { describe, expect, it, test } from 'vitest';
import { curlCheck, curlToken } from './curl.ts';
import { postmanCollection } from './postman-collection.ts';
import { snippets } from './snippets.ts';

const request = {
  tokenUrl: 'https://login.example.org/oauth2/token',
  clientId: '08fc3ea0-53a5-4545-89cf-492e319b919c',
  resource: 'https://api.example.org/match-connect',
};
const readsEnvironment: Record<string, string> = {
  curl: '"client_secret=$CLIENT_SECRET"',
  python: 'os.environ["CLIENT_SECRET"]',
  java: 'System.getenv("CLIENT_SECRET")',
  csharp: 'Environment.GetEnvironmentVariable("CLIENT_SECRET")',
  node: 'process.env.CLIENT_SECRET',
  php: "getenv('CLIENT_SECRET')",
  powershell: '$env:CLIENT_SECRET',
};
const hostile = `https://a.example/'"\\$x & "\n‘`;
const codeOf = (id: string, values: Partial<typeof request> = {}): string =>
  snippets.find((snippet) => snippet.id === id)?.code({ ...request, ...values }) ?? '';

test.each(snippets)(
  'the code for $language has everything filled in but the client secret',
  ({ id, code }) => {
    const filled = code(request);
    for (const value of Object.values(request)) expect(filled).toContain(value);
    expect(filled).toContain(readsEnvironment[id]);
    expect(filled.match(/client_secret/g)).toHaveLength(1);
  },
);

describe('values with quotes, signs and line ends stay values', () => {
  it.each(['python', 'java', 'csharp', 'node'])('in %s, by the escapes of JSON', (id) => {
    expect(codeOf(id, { resource: hostile })).toContain(JSON.stringify(hostile));
  });

  it('in PHP, PowerShell and shells, between single quotes', () => {
    expect(codeOf('php', { resource: String.raw`a'b\c` })).toContain(String.raw`'resource' => 'a\'b\\c',`);
    expect(codeOf('powershell', { resource: "a'b‘c$d" })).toContain("resource      = 'a''b‘‘c$d'");
    expect(codeOf('curl', { resource: `a'b$c d` })).toContain(String.raw`'resource=a'\''b$c d'`);
  });

  it('in a shell, without quotes where none are needed', () => {
    expect(curlToken(request)).toBe(
      String.raw`curl --data grant_type=client_credentials \
  --data client_id=08fc3ea0-53a5-4545-89cf-492e319b919c \
  --data-urlencode "client_secret=$CLIENT_SECRET" \
  --data-urlencode resource=https://api.example.org/match-connect \
  https://login.example.org/oauth2/token`,
    );
    expect(curlCheck('https://login.example.org/connectivity')).toContain('Bearer $ACCESS_TOKEN"');
  });
});

test('the Postman collection leaves the client secret unset', () => {
  const names = { collection: 'Partner', token: 'Get', check: 'Check' };
  const { variable, item } = postmanCollection({ ...request, connectivityUrl: 'https://c.example', names });
  expect(Object.fromEntries(variable.map(({ key, value }) => [key, value]))).toEqual({
    ...request,
    connectivityUrl: 'https://c.example',
    clientSecret: '',
    accessToken: '',
  });
  expect(item.map(({ name, request: { method, url } }) => [name, method, url])).toEqual([
    ['Get', 'POST', '{{tokenUrl}}'],
    ['Check', 'GET', '{{connectivityUrl}}'],
  ]);
});
