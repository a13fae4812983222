import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeTemporaryDirectory } from '../support/temporary-directory.ts';
import { clientColumns, shownAs } from './document.ts';
import { record } from './findings.ts';
import { pinned } from './pinned.ts';
import { runProgram, versionOf } from './programs.ts';
import { startService, type Service } from './service.ts';
import { apis, authentications, settingsFor, tokenForms, type Settings } from './token-forms.ts';
import { compileJava, prepareGo, prepareJava, preparePython, type Toolchain } from './toolchains.ts';
import { javaTrustOf, trustOf } from './trust.ts';
import { expectVerified } from './verify-access-token.ts';

const sources = import.meta.dirname;

let service: Service;
beforeAll(async () => {
  service = await startService();
});

type GetTokens = { getTokens: (all: Settings[]) => Promise<string[]> };
type Use = { form: (typeof tokenForms)[number]; authentication: (typeof authentications)[number] };
type Client = { row: string; does: Use[]; prepare: () => Promise<Toolchain<GetTokens>> };

const everything: Use[] = tokenForms.flatMap((form) =>
  authentications.map((authentication) => ({ form, authentication })),
);

/** A client that reads all settings from standard input and answers its tokens there. */
const program = (file: string, args: string[]): { tools: GetTokens } => ({
  tools: {
    async getTokens(all) {
      const stdout = await runProgram(file, args, { input: JSON.stringify(all), env: trustOf(service) });
      return (JSON.parse(stdout) as ({ token: string } | { error: string })[]).map((outcome) => {
        if ('error' in outcome) throw new Error(outcome.error);
        return outcome.token;
      });
    },
  },
});

const python =
  (library: string): Client['prepare'] =>
  async () => {
    const prepared = await preparePython();
    if ('missing' in prepared) return prepared;
    return program(prepared.tools.python, [join(sources, 'python/get_tokens.py'), library]);
  };

async function go(): ReturnType<Client['prepare']> {
  const prepared = await prepareGo();
  if ('missing' in prepared) return prepared;
  return program(join(prepared.tools.directory, 'get-tokens'), []);
}

async function java(): ReturnType<Client['prepare']> {
  const prepared = await prepareJava();
  if ('missing' in prepared) return prepared;
  const directory = makeTemporaryDirectory();
  const file = join(sources, 'java/GetTokens.java');
  const classPath = await compileJava(prepared.tools.libraries, [file], directory);
  return program('java', [...(await javaTrustOf(service, directory)), '-cp', classPath, 'GetTokens']);
}

const curlVersion = versionOf('curl', ['--version'], /^curl (\d+\.\d+)/);

const curl = (): ReturnType<Client['prepare']> =>
  Promise.resolve(
    curlVersion === null
      ? { missing: 'curl is not at hand' }
      : { tools: { getTokens: (all) => Promise.all(all.map(getTokenByCurl)) } },
  );

async function getTokenByCurl(settings: Settings): Promise<string> {
  const { clientId, clientSecret, authentication } = settings;
  const stdout = await runProgram(
    'curl',
    [
      '--silent',
      '--show-error',
      '--fail-with-body',
      '--data',
      'grant_type=client_credentials',
      ...(authentication === 'client_secret_basic'
        ? ['--user', `${clientId}:${clientSecret}`]
        : ['--data', `client_id=${clientId}`, '--data-urlencode', `client_secret=${clientSecret}`]),
      ...Object.entries(settings.parameters).flatMap(([name, value]) => [
        '--data-urlencode',
        `${name}=${value}`,
      ]),
      settings.tokenUrl,
    ],
    { env: trustOf(service) },
  );
  return (JSON.parse(stdout) as { access_token: string }).access_token;
}

const clients: Client[] = [
  { row: `curl${curlVersion === null ? '' : ` ${curlVersion}`}`, does: everything, prepare: curl },
  {
    row: `Python: msal ${pinned.pip('msal')}`,
    // It knows the second version alone, and sends the client secret in the body.
    does: [{ form: tokenForms[3], authentication: 'client_secret_post' }],
    prepare: python('msal'),
  },
  { row: `Python: authlib ${pinned.pip('authlib')}`, does: everything, prepare: python('authlib') },
  {
    row: `Python: requests-oauthlib ${pinned.pip('requests-oauthlib')}`,
    does: everything,
    prepare: python('requests-oauthlib'),
  },
  { row: `Go: golang.org/x/oauth2 ${pinned.go('golang.org/x/oauth2')}`, does: everything, prepare: go },
  { row: `Java: Nimbus oauth2-oidc-sdk ${pinned.maven('oauth2-oidc-sdk')}`, does: everything, prepare: java },
];

describe.each(clients)('R2.3 $row', ({ row, does, prepare }) => {
  let prepared: Toolchain<GetTokens>;
  beforeAll(async () => {
    prepared = await prepare();
  });

  test.for(does)('gets tokens at $form.endpoint by $form.names and $authentication', async (use, context) => {
    const { form, authentication } = use;
    const column = clientColumns[tokenForms.indexOf(form)] ?? '';
    if ('missing' in prepared) {
      record(context, { table: 'clients', row, column, value: 'not run' });
      context.skip(prepared.missing);
      return;
    }
    const tokens = await prepared.tools.getTokens(
      apis.map((api) => settingsFor(service, form, authentication, api)),
    );
    expect(tokens).toHaveLength(apis.length);
    for (const [index, api] of apis.entries()) await expectVerified(service, tokens[index] ?? '', api);
    record(context, { table: 'clients', row, column, value: shownAs[authentication] });
  });
});
