import { catalogue, type MessageKey } from '@keyturn/contract';
import type { LightMyRequestResponse } from 'fastify';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { escapeHtml } from '../../src/escape-html.ts';
import { explainedErrors } from '../../src/http/guide-errors.ts';
import { text } from '../../src/messages.ts';
import { ids } from '../support/federation.ts';
import { byHand, publicUrl, startKeyturn, type TestKeyturn } from '../support/keyturn.ts';

type OAuthMessageKey = Extract<MessageKey, `oauth.${string}`>;
type Code = keyof typeof explainedErrors;
type Case = MessageKey extends infer Key
  ? Key extends `guide.case.${infer Name}.says`
    ? Name
    : never
  : never;

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

const formType = 'application/x-www-form-urlencoded';

/** Every description, but that of a server without its database. */
async function refuseEverything(keyturn: TestKeyturn): Promise<LightMyRequestResponse[]> {
  const { app, deps } = keyturn;
  const anna = await keyturn.signedIn('anna');
  const secrets = `/api/v1/applications/${ids.applications.northSearch}/secrets`;
  const secret = await keyturn.createSecret('northSearch');
  const disabled = await keyturn.createSecret('northSearch', { name: 'Disabled' });
  const deleted = await keyturn.createSecret('northSearch', { name: 'Deleted' });
  const expiresAt = new Date(keyturn.clock.now().getTime() + 3 * 24 * 60 * 60 * 1000);
  const expired = await keyturn.createSecret('northSearch', { name: 'Expired', expiresAt });
  const other = await keyturn.createSecret('northData');
  const api = await keyturn.introspectionCredential('search');
  const grant = { grant_type: 'client_credentials' };
  const of = ({ clientId, clientSecret }: { clientId: string; clientSecret: string }) => ({
    client_id: clientId,
    client_secret: clientSecret,
  });
  const client = of(secret);
  const ask = (form: Record<string, string>) => keyturn.requestToken({ ...grant, ...form });
  const send = (payload: string, headers: Record<string, string> = {}, url = '/oauth2/token') =>
    app.inject({ method: 'POST', url, headers: { 'content-type': formType, ...headers }, payload });
  const form = (parameters: Record<string, string>) => new URLSearchParams(parameters).toString();
  const basic = { authorization: `Basic ${btoa(`${secret.clientId}:${secret.clientSecret}`)}` };
  const connect = (token: string) =>
    app.inject({ url: '/connectivity', headers: { authorization: `Bearer ${token}` } });

  await app.inject({ method: 'POST', url: `${secrets}/${disabled.id}/disable`, headers: anna, payload: {} });
  const ofDeleted = await keyturn.accessToken(deleted, ids.apis.search);
  await app.inject({ method: 'DELETE', url: `${secrets}/${deleted.id}`, headers: anna });
  const mistyped = secret.clientSecret.slice(0, -1) + (secret.clientSecret.endsWith('0') ? '1' : '0');
  const refused = [
    await ask({ ...client, client_secret: 'x' }),
    await ask({ ...client, client_secret: mistyped }),
    await ask({ ...client, client_secret: secret.id }),
    await ask({ ...client, client_secret: other.clientSecret }),
    await ask(of(disabled)),
    await ask(of(deleted)),
    await send(form({ token: 'x', ...client }), {}, '/oauth2/introspect'),
    await ask(of(api)),
    await send(form({ token: await keyturn.accessToken(other), ...client }), {}, '/oauth2/revoke'),
    await ask({ ...client, resource: 'https://unknown.example.org' }),
    await ask(client),
    await send(`${form({ ...grant, ...client })}&resource=a&resource=b`),
    await ask({ ...client, resource: ids.apis.search, scope: `${ids.apis.data}/.default` }),
    await ask({ ...client, scope: 'openid' }),
    await send('{}', { 'content-type': 'application/json' }),
    await send('grant_type=%zz'),
    await send(`x=${'x'.repeat(16 * 1024)}`),
    await app.inject({ url: '/oauth2/token' }),
    await keyturn.requestToken(client),
    await send('scope=a&scope=b'),
    await send('', {}, '/oauth2/token?client_secret=x'),
    await send(form({ ...grant, ...client }), basic),
    await send(form({ ...grant, client_id: other.clientId }), basic),
    await send(form(grant), { authorization: 'Basic ?' }),
    await keyturn.requestToken({ ...grant, ...client }, '/common/oauth2/v2.0/token'),
    await app.inject({ url: '/oauth2/status-lists/7' }),
    await app.inject({ url: '/oauth2/status-lists/0?time=1' }),
    await keyturn.requestToken({ ...client, grant_type: 'password' }),
    await app.inject({ url: `/${deps.tenantId}/oauth2/v2.0/authorize` }),
    await app.inject({ url: '/connectivity' }),
    await connect('x'),
    await connect(ofDeleted),
  ];
  keyturn.clock.set(expiresAt);
  refused.push(await ask(of(expired)));
  await byHand(deps, deps.db.deleteFrom('api_permission'));
  refused.push(await ask(client));
  await byHand(deps, deps.db.updateTable('application').set({ status: 'disabled' }));
  refused.push(await ask(client));
  await byHand(deps, deps.db.updateTable('organisation').set({ status: 'disabled' }));
  refused.push(await ask(client));
  await sql`alter table client_secret rename to lost`.execute(deps.db);
  refused.push(await app.inject({ url: '/oauth2/status-lists/0' }));
  await sql`alter table lost rename to client_secret`.execute(deps.db);
  return refused;
}

/** The message that a description was made of. */
function keyOf(description: string): OAuthMessageKey {
  const found = Object.entries(catalogue).filter(([key, template]) => {
    const literals = template
      .split(/\{\w+\}/)
      .map((literal) => literal.replaceAll(/[.?()=]/g, String.raw`\$&`));
    return key.startsWith('oauth.') && new RegExp(`^${literals.join('.+')}$`).test(description);
  });
  expect([description, found.length]).toEqual([description, 1]);
  return found[0]?.[0] as OAuthMessageKey;
}

test('R2.6 error_uri of every refusal leads to its section, which says of that very refusal what to do', async () => {
  const keyturn = await startKeyturn();
  const guide = await keyturn.app.inject({ url: '/guide' });
  expect(guide.statusCode).toBe(200);
  expect(guide.body).not.toContain('{support}');
  const parameters = { support: keyturn.deps.config.supportEmail };
  const explain = (key: MessageKey): string => escapeHtml(text(key, parameters));

  const met = new Set<OAuthMessageKey>();
  for (const refusal of await refuseEverything(keyturn)) {
    // Without a token there is no code (RFC 6750 section 3.1), and the same section.
    const answer = refusal.json<{ error?: Code; error_description: string; error_uri: string }>();
    const { error = 'invalid_token', error_description: description, error_uri: uri } = answer;
    const key = keyOf(description);
    met.add(key);
    expect([description, uri]).toEqual([description, `${publicUrl}/guide#${error}`]);
    const cases = Object.entries(explainedErrors[error]).filter(([, keys]) => keys.includes(key));
    expect([error, key, cases.length]).toEqual([error, key, 1]);
    const name = cases[0]?.[0] as Case;
    const [, section = ''] = guide.body.split(`<section id="${error}">`);
    const explanation = `<dt>${explain(`guide.case.${name}.says`)}</dt>\n<dd>${explain(`guide.case.${name}.do`)}</dd>`;
    expect(section.split('</section>')[0]).toContain(explanation);
  }
  const explained = Object.values(explainedErrors).flatMap((cases) => Object.values(cases).flat());
  // `token-endpoint.test.ts` takes the database away.
  expect([...met, 'oauth.unavailable'].toSorted()).toEqual(explained.toSorted());
});
