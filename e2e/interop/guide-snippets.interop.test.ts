import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readDemo, startDemo } from '../support/demo.ts';
import { findTestPort } from '../support/free-port.ts';
import { makeTemporaryDirectory } from '../support/temporary-directory.ts';
import { codeOf, codeWith } from './code-of.ts';
import { adapted } from './describe-verifier.ts';
import { record } from './findings.ts';
import { makeModuleDirectory } from './module-directory.ts';
import { getToken } from './node/simple-oauth2.ts';
import { runProgram, versionOf } from './programs.ts';
import { startService } from './service.ts';
import { apis, settingsFor, tokenForms } from './token-forms.ts';
import { preparePython } from './toolchains.ts';
import { trustOf } from './trust.ts';
import { expectVerified } from './verify-access-token.ts';

/** Runs a page’s shell commands one after the other in one shell, as a reader would; gives what each block printed. */
async function runShellBlocks(blocks: string[], cwd: string): Promise<string[]> {
  const marker = '=== next block ===';
  const script = blocks.join(`\nprintf '%s\\n' '${marker}'\n`);
  return (await runProgram('sh', ['-eu', '-c', script], { cwd })).split(`${marker}\n`);
}

describe('R2.2 the guides’ commands, on the demo', () => {
  test('work one after the other, from the first token to the deletion of the old client secret', async (context) => {
    const row = 'integrators.md and api-owners.md: every command';
    if (versionOf('jq', ['--version'], /(\d)/) === null) {
      record(context, { table: 'snippets', row, column: 'Result', value: 'not run' });
      return context.skip('jq is not at hand');
    }
    const directory = makeTemporaryDirectory();
    const data = join(directory, 'data');
    await startDemo({ KEYTURN_DATA_DIR: data, KEYTURN_PORT: String(await findTestPort()) });
    const selfManaged = readDemo(data).applications.find((application) => application.selfManaged);

    const owners = await runShellBlocks(codeOf('api-owners.md', 'sh'), directory);
    expect(owners.map((printed) => JSON.parse(printed) as unknown)).toEqual([
      expect.objectContaining({ active: true, roles: ['DM.Use'], ver: '1.0' }),
    ]);

    const blocks = codeOf('integrators.md', 'sh');
    const printed = await runShellBlocks(blocks, directory);
    const answerTo = (words: string): string => {
      const [index = -1, ...others] = blocks.flatMap((block, at) => (block.includes(words) ? [at] : []));
      expect({ words, others }).toEqual({ words, others: [] });
      return printed[index] ?? '';
    };
    for (const request of ['printf', 'curl'])
      expect(blocks.some((block) => block.includes(request))).toBe(true);
    expect(JSON.parse(answerTo('curl -s -u "$CLIENT_ID:$CLIENT_SECRET"'))).toHaveProperty('access_token');
    expect(JSON.parse(answerTo('"$KEYTURN/$TENANT/oauth2/token"'))).toMatchObject({ expires_in: '3599' });
    expect(JSON.parse(answerTo('"$KEYTURN/$TENANT/oauth2/v2.0/token"'))).toMatchObject({ expires_in: 3599 });
    expect(
      JSON.parse(answerTo('jq -r .access_token)\ncurl -s -H "Authorization: Bearer $ACCESS_TOKEN"')),
    ).toMatchObject({
      application: { clientId: selfManaged?.clientId },
    });
    expect(JSON.parse(answerTo("jq 'del(.clientSecret)'"))).toMatchObject({ status: 'active' });
    expect(answerTo('-X DELETE')).toBe('204\n');
    expect(JSON.parse(answerTo('rm created.json'))).toMatchObject({
      error: 'invalid_client',
      error_description: expect.stringMatching(/was deleted on/) as string,
    });
    record(context, { table: 'snippets', row, column: 'Result', value: 'works' });
  });
});

describe('R2.2 integrators.md, “Keep tokens”', () => {
  const twice = {
    js: 'console.log(JSON.stringify([await accessToken(), await accessToken()]));\n',
    python: '\n\nimport json\n\nprint(json.dumps([access_token(), access_token()]))\n',
  };

  test.for([
    { language: 'js', name: 'Node', file: 'snippet.mjs', words: 'export async function accessToken' },
    { language: 'python', name: 'Python', file: 'snippet.py', words: 'def access_token' },
  ] as const)(
    '$name gets an access token once and keeps it',
    async ({ language, name, file, words }, context) => {
      const row = `integrators.md: ${name}`;
      const python = language === 'python' ? await preparePython() : null;
      if (python !== null && 'missing' in python) {
        record(context, { table: 'snippets', row, column: 'Result', value: 'not run' });
        return context.skip(python.missing);
      }
      const service = await startService();
      const path = join(makeTemporaryDirectory(), file);
      writeFileSync(path, codeWith('integrators.md', language, words) + twice[language]);
      for (const api of apis) {
        const stdout = await runProgram(python?.tools.python ?? process.execPath, [path], {
          env: {
            ...trustOf(service),
            TOKEN_URL: `${service.url}/oauth2/token`,
            CLIENT_ID: service.client.clientId,
            CLIENT_SECRET: service.client.clientSecret,
            RESOURCE: api.identifier,
          },
        });
        const [first = '', second] = JSON.parse(stdout) as string[];
        expect(second).toBe(first);
        await expectVerified(service, first, api);
      }
      record(context, { table: 'snippets', row, column: 'Result', value: 'works' });
    },
  );
});

describe('R2.3 moving-from-entra.md', () => {
  test.for([
    {
      language: 'js',
      name: 'MSAL for Node',
      words: 'knownAuthorities',
      printing: 'console.log(accessToken);\n',
    },
    {
      language: 'python',
      name: 'MSAL for Python',
      words: 'instance_discovery',
      printing: 'print(access_token)\n',
    },
  ] as const)('$name gets an access token', async ({ language, name, words, printing }, context) => {
    const row = `moving-from-entra.md: ${name}`;
    const python = language === 'python' ? await preparePython() : null;
    if (python !== null && 'missing' in python) {
      record(context, { table: 'snippets', row, column: 'Result', value: 'not run' });
      return context.skip(python.missing);
    }
    const service = await startService();
    const path = join(makeModuleDirectory(), language === 'js' ? 'snippet.mjs' : 'snippet.py');
    writeFileSync(path, codeWith('moving-from-entra.md', language, words) + printing);
    for (const api of apis) {
      const stdout = await runProgram(python?.tools.python ?? process.execPath, [path], {
        env: {
          ...trustOf(service),
          AUTHORITY: `${service.url}/${service.tenantId}`,
          CLIENT_ID: service.client.clientId,
          CLIENT_SECRET: service.client.clientSecret,
          RESOURCE: api.identifier,
        },
      });
      await expectVerified(service, stdout.trim(), api);
    }
    record(context, { table: 'snippets', row, column: 'Result', value: 'works' });
  });

  test('an API trusts Keyturn beside Entra, and no third issuer', async (context) => {
    const [api] = apis;
    const service = await startService();
    const path = join(makeModuleDirectory(), 'snippet.mjs');
    writeFileSync(path, adapted(codeWith('moving-from-entra.md', 'js', 'decodeJwt'), api));
    const own = await getToken(settingsFor(service, tokenForms[0], 'client_secret_basic', api));
    const driver = join(import.meta.dirname, 'node/verify-tokens.ts');
    const verify = async (issuer: string): Promise<unknown> => {
      const env = { ...trustOf(service), KEYTURN: issuer };
      return JSON.parse(await runProgram(process.execPath, [driver, path], { input: `${own}\n`, env }));
    };
    expect(await verify(service.url)).toEqual({ clientId: service.client.clientId });
    expect(await verify('https://elsewhere.example.org')).toEqual({
      error: 'Error: the issuer is not trusted',
    });
    const row = 'moving-from-entra.md: two issuers, Node';
    record(context, { table: 'snippets', row, column: 'Result', value: 'works' });
  });
});
