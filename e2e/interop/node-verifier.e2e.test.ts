import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { repository } from '../support/keyturn-process.ts';
import { codeWith } from './code-of.ts';
import { adapted, describeVerifiers, type Outcome } from './describe-verifier.ts';
import { renderRow } from './document.ts';
import { ofThisFile } from './findings.ts';
import { makeModuleDirectory } from './module-directory.ts';
import { pinned } from './pinned.ts';
import { runProgram } from './programs.ts';
import { trustOf } from './trust.ts';

const row = `Node: jose ${pinned.npm('jose')}`;
const snippet = codeWith('api-owners.md', 'js', 'export async function verifyAccessToken');
const driver = join(import.meta.dirname, 'node/verify-tokens.ts');

const directory = makeModuleDirectory();

describeVerifiers([
  {
    row,
    prepare: () =>
      Promise.resolve({
        tools: {
          async verify(service, api, tokens) {
            const module = join(directory, `${api.algorithm}.mjs`);
            writeFileSync(module, adapted(snippet, api));
            // A process of its own, which is told to trust the certificate as people tell theirs.
            const stdout = await runProgram(process.execPath, [driver, module], {
              input: JSON.stringify(tokens),
              env: { ...trustOf(service), KEYTURN: service.url },
            });
            return JSON.parse(stdout) as Outcome[];
          },
          async verifyAsForEntra(service, { identifier }, tokens) {
            const keys = createRemoteJWKSet(new URL(`${service.url}/oauth2/jwks`));
            const check = { issuer: service.url, audience: identifier, algorithms: ['RS256'] };
            return Promise.all(
              tokens.map((token) =>
                jwtVerify(token, keys, check).then(
                  ({ payload }) => ({ clientId: String(payload['appid']) }),
                  (error: unknown) => ({ error: String(error) }),
                ),
              ),
            );
          },
        },
      }),
  },
]);

test.skipIf(process.env['KEYTURN_TEST_INTEROP'] === '1')('docs/interop.md says what was found', () => {
  const page = readFileSync(join(repository, 'docs/interop.md'), 'utf8').split('\n');
  expect(page).toContain(renderRow('verifiers', row, ofThisFile));
});
