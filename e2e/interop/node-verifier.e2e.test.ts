import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { repository } from '../support/keyturn-process.ts';
import { codeWith } from './code-of.ts';
import { describeVerifiers } from './describe-verifier.ts';
import { renderRow } from './document.ts';
import { isWriting, ofThisFile } from './findings.ts';
import { nodeOf } from './node-program.ts';
import { pinned } from './pinned.ts';

const row = `Node: jose ${pinned.npm('jose')}`;
const snippet = codeWith('api-owners.md', 'js', 'export async function verifyAccessToken');

/** As jose's introduction has it. */
const codeForEntra = `
  import { createRemoteJWKSet, jwtVerify } from 'jose';
  const { KEYTURN: issuer, AUDIENCE: audience } = process.env;
  const keys = createRemoteJWKSet(new URL(issuer + '/oauth2/jwks'));
  export async function verifyAccessToken(token) {
    const { payload } = await jwtVerify(token, keys, { issuer, audience, algorithms: ['RS256'] });
    return { client_id: payload.appid };
  }
`;

describeVerifiers([
  {
    row,
    prepare: () =>
      Promise.resolve({ tools: { start: nodeOf(snippet), startAsForEntra: nodeOf(codeForEntra) } }),
    isForEntra: true,
    readsNewKeys: 'within half a minute',
  },
]);

test.skipIf(isWriting)('docs/interop.md says what was found', () => {
  const page = readFileSync(join(repository, 'docs/interop.md'), 'utf8').split('\n');
  expect(page).toContain(renderRow('verifiers', row, ofThisFile));
});
