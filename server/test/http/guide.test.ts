import { catalogue } from '@keyturn/contract';
import { expect, test } from 'vitest';
import { explainedErrors } from '../../src/http/guide-errors.ts';
import { text } from '../../src/messages.ts';
import { startKeyturn } from '../support/keyturn.ts';

test('R2.6 the guide explains every description that the token service answers, once', () => {
  const answered = Object.keys(catalogue).filter((key) => key.startsWith('oauth.'));
  const explained = Object.values(explainedErrors).flatMap((cases) => Object.values(cases).flat());
  expect(explained.toSorted()).toEqual(answered.filter((key) => key !== 'oauth.portal-api-name').toSorted());
});

test('R2.6 the guide has nothing to say of errors that do not exist', () => {
  const named = Object.entries(explainedErrors).flatMap(([code, cases]) => [
    `guide.error.${code}`,
    ...Object.keys(cases).flatMap((name) => [`guide.case.${name}.says`, `guide.case.${name}.do`]),
  ]);
  const written = Object.keys(catalogue).filter((key) => /^guide\.(error|case)\./.test(key));
  expect(named.toSorted()).toEqual(written.toSorted());
});

test('R2.6 error_uri of each refusal leads to its section, which says what to do', async () => {
  const keyturn = await startKeyturn();
  const { app, deps } = keyturn;
  const guide = await app.inject({ url: '/guide' });
  expect(guide.statusCode).toBe(200);
  const { clientId, clientSecret } = await keyturn.createSecret('northSearch');
  const client = { client_id: clientId, client_secret: clientSecret };
  const grant = { grant_type: 'client_credentials' };
  const api = await keyturn.introspectionCredential('search');
  const refusals = [
    await keyturn.requestToken({ ...grant, client_id: clientId, client_secret: 'x' }),
    await keyturn.requestToken({ ...grant, ...client, resource: 'https://unknown.example.org' }),
    await keyturn.requestToken({ ...grant, ...client, scope: 'openid' }),
    await keyturn.requestToken(client),
    await keyturn.requestToken({ ...client, grant_type: 'password' }),
    await keyturn.requestToken({ ...grant, client_id: api.clientId, client_secret: api.clientSecret }),
    await app.inject({ url: `/${deps.tenantId}/oauth2/v2.0/authorize` }),
    await app.inject({ url: '/connectivity', headers: { authorization: 'Bearer x' } }),
  ];
  const codes: string[] = [];
  for (const refusal of refusals) {
    const { error, error_uri: uri } = refusal.json<{ error: string; error_uri: string }>();
    expect(uri).toBe(`${deps.config.publicUrl}/guide#${error}`);
    expect(guide.body).toContain(`<section id="${error}">`);
    codes.push(error);
  }
  const others = ['temporarily_unavailable', 'server_error'];
  expect([...codes, ...others].toSorted()).toEqual(Object.keys(explainedErrors).toSorted());
  expect(guide.body).toContain(text('guide.case.secret-cut.do'));
  expect(guide.body).not.toContain('{support}');
});
