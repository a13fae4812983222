import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { repository } from '../support/keyturn-process.ts';
import { clientColumns, renderRow, shownAs } from './document.ts';
import { isWriting, ofThisFile, record } from './findings.ts';
import * as msalNode from './node/msal-node.ts';
import * as oauth4webapi from './node/oauth4webapi.ts';
import * as openidClient from './node/openid-client.ts';
import * as simpleOauth2 from './node/simple-oauth2.ts';
import { pinned } from './pinned.ts';
import { startService, type Service } from './service.ts';
import { apis, authentications, settingsFor, tokenForms } from './token-forms.ts';
import { expectVerified } from './verify-access-token.ts';

const page = (): string[] => readFileSync(join(repository, 'docs/interop.md'), 'utf8').split('\n');

let service: Service;
beforeAll(async () => {
  service = await startService();
});

const everything = tokenForms.flatMap((form) =>
  authentications.map((authentication) => ({ form, authentication })),
);
const clients = [
  { name: 'openid-client', getToken: openidClient.getToken, does: everything },
  { name: 'oauth4webapi', getToken: oauth4webapi.getToken, does: everything },
  { name: 'simple-oauth2', getToken: simpleOauth2.getToken, does: everything },
  {
    // It knows the second version alone, and sends the client secret in the body.
    name: '@azure/msal-node',
    getToken: msalNode.getToken,
    does: [{ form: tokenForms[3], authentication: 'client_secret_post' as const }],
  },
] as const;

describe.each(clients)('R2.3 $name', ({ name, getToken, does }) => {
  const row = `Node: ${name} ${pinned.npm(name)}`;

  test.for(does)(
    'gets tokens at $form.endpoint by $form.names and $authentication',
    async ({ form, authentication }, context) => {
      for (const api of apis) {
        const token = await getToken(settingsFor(service, form, authentication, api));
        await expectVerified(service, token, api);
      }
      const column = clientColumns[tokenForms.indexOf(form)] ?? '';
      record(context, { table: 'clients', row, column, value: shownAs[authentication] });
    },
  );

  test.skipIf(isWriting)('docs/interop.md says what was found', () => {
    expect(page()).toContain(renderRow('clients', row, ofThisFile));
  });
});
