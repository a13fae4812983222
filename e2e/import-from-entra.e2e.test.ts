import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { entraApp, entraIds, entraSecret } from '../server/test/support/entra.ts';
import { databaseNotice, run, succeed } from './support/keyturn-process.ts';
import { serveEnvironment } from './support/database.ts';
import { apis, federationFile } from './support/federation.ts';
import { makeTemporaryDirectory } from './support/temporary-directory.ts';

const list = [
  entraApp('0f000000-0000-4000-8000-0000000000aa', 'Partner-DE-EastRegistry-SMC-2', {
    requiredResourceAccess: [{ resourceAppId: apis.search.id, resourceAccess: [] }],
    passwordCredentials: [entraSecret(entraIds.keys.gateway, '2099-01-01T00:00:00Z')],
  }),
  entraApp(entraIds.unnamed, 'Gateway of the West', {
    requiredResourceAccess: [{ resourceAppId: entraIds.matchApi, resourceAccess: [] }],
  }),
  entraApp(entraIds.matchApi, 'Match-Connect Sandbox', { identifierUris: ['https://match.example.org'] }),
  entraApp(entraIds.intranet, 'Intranet'),
];

test('R2.3 keyturn import takes the list of az ad app list: it prints what it cannot say as a file to fill in, and takes that', async () => {
  const env = await serveEnvironment('embedded');
  await succeed(['import', federationFile], { env });
  const directory = makeTemporaryDirectory();
  const [entra, answers] = [join(directory, 'entra.json'), join(directory, 'answers.json')];
  // As Windows PowerShell 5.1 writes what `az` prints.
  writeFileSync(entra, `\ufeff${JSON.stringify(list)}`, 'utf16le');

  const asked = await run(['import', entra], { env });
  expect([asked.code, asked.stdout]).toEqual([1, '']);
  expect(asked.stderr.replace(databaseNotice(env), '')).toBe(
    `Nothing was imported: the file has 2 problems.
- [2]: Others use “Match-Connect Sandbox” (${entraIds.matchApi}). Say with which code and environment it becomes an API, or leave it out.
- [1].displayName: Say to which organisation “Gateway of the West” (${entraIds.unnamed}) belongs, or leave it out.

The list cannot say 2 things. Write the answers into a file like this, with null for what is left out, and name it with --answers:

{
  "organisations": {
    "${entraIds.unnamed}": null
  },
  "apis": {
    "${entraIds.matchApi}": {
      "code": "",
      "environment": "sandbox"
    }
  }
}
`,
  );

  writeFileSync(
    answers,
    JSON.stringify({ organisations: {}, apis: { [entraIds.matchApi]: { code: 'smc' } } }),
  );
  const wrong = await run(['import', entra, '--answers', answers], { env });
  expect([wrong.code, wrong.stderr]).toEqual([
    1,
    expect.stringContaining(`do not fit: apis.${entraIds.matchApi}.code: must be 1 to 10 capital letters`),
  ]);

  writeFileSync(
    answers,
    JSON.stringify({
      organisations: { [entraIds.unnamed]: null },
      apis: { [entraIds.matchApi]: { code: 'SMC', environment: 'sandbox' } },
    }),
  );
  for (const dryRun of [['--dry-run'], []])
    expect(await succeed(['import', entra, '--answers', answers, ...dryRun], { env })).toBe(
      `${dryRun.length > 0 ? 'Nothing was written. The import would do this:' : 'Imported:'}
  organisations: 0 new, 0 changed, 0 unchanged
  apis: 1 new, 0 changed, 0 unchanged
  applications: 1 new, 0 changed, 0 unchanged
  users: 0 new, 0 changed, 0 unchanged
  managers: 0 new, 0 changed, 0 unchanged
  secretsElsewhere: 1 new, 0 changed, 0 unchanged
2 applications of the list are not taken over:
  Gateway of the West (${entraIds.unnamed}): you left it out
  Intranet (${entraIds.intranet}): uses no API that is known here
`,
    );
  writeFileSync(entra, JSON.stringify([{ ...list[0], passwordCredentials: [] }]));
  expect(await succeed(['import', entra], { env })).toContain(
    'secretsElsewhere: 0 new, 0 changed, 0 unchanged, 1 gone',
  );
});
