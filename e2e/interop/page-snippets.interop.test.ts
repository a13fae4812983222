import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test, type TestContext } from 'vitest';
import { curlCheck } from '../../web/src/features/application/snippets/curl.ts';
import { postmanCollection } from '../../web/src/features/application/snippets/postman-collection.ts';
import { snippets } from '../../web/src/features/application/snippets/snippets.ts';
import { makeTemporaryDirectory } from '../support/temporary-directory.ts';
import { record } from './findings.ts';
import { runProgram, versionOf } from './programs.ts';
import { startService, type Service } from './service.ts';
import { apis } from './token-forms.ts';
import { prepareNewman } from './toolchains.ts';
import { javaTrustOf, trustOf } from './trust.ts';
import { expectVerified } from './verify-access-token.ts';

let service: Service;
beforeAll(async () => {
  service = await startService();
});

type Language = {
  /** What runs it, with what tells its version. */
  program: [file: string, args: string[], pattern: RegExp];
  file: string;
  /** What is put after the code, or in its place, so that the access token is printed; nothing else is changed. */
  printing: (code: string) => string;
  args?: (directory: string) => string[] | Promise<string[]>;
};

const languages: Record<string, Language> = {
  curl: {
    program: ['curl', ['--version'], /^curl (\d+\.\d+)/],
    file: 'snippet.sh',
    printing: (code) => code,
  },
  python: {
    program: ['python3', ['--version'], /Python (\d+\.\d+)/],
    file: 'snippet.py',
    printing: (code) => `${code}print(access_token)\n`,
  },
  java: {
    program: ['java', ['--version'], /(\d+)\.\d+/],
    file: 'AccessToken.java',
    printing: (code) =>
      code.replace('var json = response.body();', 'var json = response.body(); System.out.println(json);'),
    args: (directory) => javaTrustOf(service, directory),
  },
  node: {
    program: [process.execPath, ['--version'], /v(\d+)/],
    file: 'snippet.mjs',
    printing: (code) => `${code}console.log(accessToken);\n`,
  },
  php: {
    program: ['php', ['--version'], /PHP (\d+\.\d+)/],
    file: 'snippet.php',
    printing: (code) => `${code}echo $accessToken;\n`,
    args: () => ['-d', `curl.cainfo=${service.certificateFile}`],
  },
  powershell: {
    program: ['pwsh', ['--version'], /PowerShell (\d+\.\d+)/],
    file: 'snippet.ps1',
    printing: (code) => `${code}Write-Output $accessToken\n`,
  },
  csharp: {
    program: ['dotnet', ['--version'], /^(\d+)/],
    file: 'snippet.cs',
    printing: (code) => `${code}Console.WriteLine(accessToken);\n`,
    args: () => ['run'],
  },
};

/** What the program printed: the access token, or the answer with it. */
const tokenIn = (stdout: string): string =>
  stdout.trim().startsWith('{')
    ? (JSON.parse(stdout) as { access_token: string }).access_token
    : stdout.trim();

function notRun(context: TestContext, row: string, reason: string): void {
  record(context, { table: 'snippets', row, column: 'Result', value: 'not run' });
  context.skip(reason);
}

describe('R2.2 the code under Connection details', () => {
  test.for(snippets)('$language gets an access token', async ({ id, language, code }, context) => {
    const known = languages[id];
    if (known === undefined) throw new Error(`no test knows how to run ${language}`);
    const [program] = known.program;
    const version = versionOf(...known.program);
    if (version === null) return notRun(context, `The page: ${language}`, `${language} is not at hand`);
    for (const api of apis) {
      const directory = makeTemporaryDirectory();
      const file = join(directory, known.file);
      const { clientId, clientSecret } = service.client;
      const request = { tokenUrl: `${service.url}/oauth2/token`, clientId, resource: api.identifier };
      writeFileSync(file, known.printing(code(request)));
      const stdout = await runProgram(
        id === 'curl' ? 'sh' : program,
        [...((await known.args?.(directory)) ?? []), file],
        { env: { ...trustOf(service), CLIENT_SECRET: clientSecret }, cwd: directory },
      );
      const token = tokenIn(stdout);
      await expectVerified(service, token, api);
      if (id === 'curl') await expectChecked(token);
    }
    const row = `The page: ${language}`;
    record(context, { table: 'snippets', row, column: 'Result', value: `works (${version})` });
  });

  async function expectChecked(token: string): Promise<void> {
    const stdout = await runProgram('sh', ['-c', curlCheck(`${service.url}/connectivity`)], {
      env: { ...trustOf(service), ACCESS_TOKEN: token },
    });
    expect(JSON.parse(stdout)).toMatchObject({ application: { clientId: service.client.clientId } });
  }

  test('as a Postman collection gets an access token and checks it, by newman', async (context) => {
    const prepared = await prepareNewman();
    const row = 'The page: Postman collection';
    if ('missing' in prepared) return notRun(context, row, `newman: ${prepared.missing}`);
    const { program, version } = prepared.tools;
    const directory = makeTemporaryDirectory();
    const file = join(directory, 'collection.json');
    const report = join(directory, 'report.json');
    for (const api of apis) {
      const collection = postmanCollection({
        tokenUrl: `${service.url}/oauth2/token`,
        clientId: service.client.clientId,
        resource: api.identifier,
        connectivityUrl: `${service.url}/connectivity`,
        names: { collection: 'Keyturn', token: 'Get an access token', check: 'Check it' },
      });
      writeFileSync(file, JSON.stringify(collection));
      // As somebody who fills in the only variable that has no value.
      const secret = ['--env-var', `clientSecret=${service.client.clientSecret}`];
      const reporter = ['--reporters', 'json', '--reporter-json-export', report];
      await runProgram(process.execPath, [program, 'run', file, ...secret, ...reporter], {
        env: trustOf(service),
      });
      const { run } = JSON.parse(await runProgram('cat', [report])) as {
        run: { executions: { item: { name: string }; response: { code: number } }[]; failures: unknown[] };
      };
      expect(run.executions.map(({ item, response }) => [item.name, response.code])).toEqual([
        ['Get an access token', 200],
        ['Check it', 200],
      ]);
      expect(run.failures).toEqual([]);
    }
    record(context, { table: 'snippets', row, column: 'Result', value: `works (newman ${version})` });
  });
});
