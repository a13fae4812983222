import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repository } from '../support/keyturn-process.ts';
import { codeOf, codeWith } from './code-of.ts';

type Snippet = { language: string; words: string; runBy: string };

const guideSnippets = 'e2e/interop/guide-snippets.interop.test.ts';
const pythonAndJava = 'e2e/interop/verifier-programs.ts';

/** Every snippet of the guides by words of its own, and where these words choose it to be run. */
const guides: Record<string, Snippet[]> = {
  'integrators.md': [
    { language: 'js', words: 'export async function accessToken', runBy: guideSnippets },
    { language: 'python', words: 'def access_token', runBy: guideSnippets },
  ],
  'api-owners.md': [
    {
      language: 'js',
      words: 'export async function verifyAccessToken',
      runBy: 'e2e/interop/node-verifier.e2e.test.ts',
    },
    { language: 'python', words: 'def verify_access_token', runBy: pythonAndJava },
    { language: 'java', words: 'class AccessTokens', runBy: pythonAndJava },
    { language: 'java', words: 'class AccessTokenConfiguration', runBy: pythonAndJava },
  ],
  'api-owners-languages.md': [
    { language: 'python', words: 'def verify_access_token', runBy: pythonAndJava },
    { language: 'java', words: 'class AccessTokens', runBy: pythonAndJava },
  ],
  'moving-from-entra.md': [
    { language: 'js', words: 'knownAuthorities', runBy: guideSnippets },
    { language: 'js', words: 'decodeJwt', runBy: guideSnippets },
    { language: 'python', words: 'instance_discovery', runBy: guideSnippets },
  ],
};

/** Shown on this page, and run as examples/fastify.js of the verifier by verifier.e2e.test.ts. */
const verifierExample = { page: 'api-owners.md', words: "from '@keyturn/verifier/fastify'" };

const read = (path: string): string => readFileSync(join(repository, path), 'utf8');

describe.each(Object.entries(guides))('R2.2 R2.5 docs/%s', (page, snippets) => {
  test('has no snippet that no test runs', () => {
    const elsewhere = page === verifierExample.page ? ['js'] : [];
    for (const language of ['js', 'ts', 'python', 'java', 'go', 'php', 'powershell']) {
      const known = [...snippets.map((snippet) => snippet.language), ...elsewhere];
      const count = known.filter((one) => one === language).length;
      expect([language, codeOf(page, language).length]).toEqual([language, count]);
    }
    for (const { language, words, runBy } of snippets) {
      expect(codeWith(page, language, words)).not.toBe('');
      const [kind, name] = /^class (\w+)$/.exec(words) ?? [words, words];
      expect([kind, read(runBy).includes(name)]).toEqual([kind, true]);
    }
    const isRun = read(guideSnippets).includes(`codeOf('${page}', 'sh')`);
    expect(codeOf(page, 'sh').length > 0).toBe(isRun);
  });

  test('says of C# that it is not run', () => {
    const isSaid = read(`docs/${page}`).replaceAll(/\s+/g, ' ').includes('not run by our tests');
    expect(codeOf(page, 'csharp').length > 0).toBe(isSaid);
  });
});

test('R2.5 docs/api-owners.md shows the verifier as its own example has it', () => {
  const { page, words } = verifierExample;
  expect(read('verifier/examples/fastify.js').startsWith(codeWith(page, 'js', words))).toBe(true);
});
