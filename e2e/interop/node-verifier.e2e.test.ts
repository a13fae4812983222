import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { afterFile } from '../support/after-file.ts';
import { repository } from '../support/keyturn-process.ts';
import { codeWith } from './code-of.ts';
import { adapted, describeVerifiers, type Outcome } from './describe-verifier.ts';
import { renderRow } from './document.ts';
import { ofThisFile } from './findings.ts';
import { pinned } from './pinned.ts';
import { runProgram } from './programs.ts';
import { trustOf } from './trust.ts';

const row = `Node: jose ${pinned.npm('jose')}`;
const snippet = codeWith('api-owners.md', 'js', 'export async function verifyAccessToken');
const driver = join(import.meta.dirname, 'node/verify-tokens.ts');

/** Below the packages, so that the code finds what it imports. */
const directory = mkdtempSync(join(repository, 'node_modules/.keyturn-interop-'));
afterFile(() => rmSync(directory, { recursive: true }));

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
        },
      }),
  },
]);

test.skipIf(process.env['KEYTURN_TEST_INTEROP'] === '1')('docs/interop.md says what was found', () => {
  const page = readFileSync(join(repository, 'docs/interop.md'), 'utf8').split('\n');
  expect(page).toContain(renderRow('verifiers', row, ofThisFile));
});
