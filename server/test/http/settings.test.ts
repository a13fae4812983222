import { createHash, createSecretKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Settings } from '@keyturn/contract';
import type { LightMyRequestResponse } from 'fastify';
import { pino } from 'pino';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { compose } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import type { Actor } from '../../src/domain/audit/actor.ts';
import { importFederation } from '../../src/domain/federation/import-federation.ts';
import { deliverMails } from '../../src/domain/outbox/deliver-mails.ts';
import { changeSettings } from '../../src/domain/settings/change-settings.ts';
import { federation, ids } from '../support/federation.ts';
import { createTestClock, publicUrl, startKeyturn, type TestKeyturn } from '../support/keyturn.ts';
import { fieldsOf, recorded } from '../support/operator-browser.ts';
import { createPostgresDatabase } from '../support/postgres.ts';

type Send = (
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  payload?: object | string | Buffer,
  headers?: Record<string, string>,
) => Promise<LightMyRequestResponse>;

type Overrides = Parameters<typeof startKeyturn>[0];

async function start(overrides: Overrides = {}): Promise<{ keyturn: TestKeyturn; send: Send }> {
  const keyturn = await startKeyturn({ operatorName: 'Example Federation', timeZone: 'UTC', ...overrides });
  const signedIn = await keyturn.signedIn('operator');
  const send: Send = (method, path, payload, headers = {}) =>
    keyturn.app.inject({
      method,
      url: `/api/v1${path}`,
      headers: { ...signedIn, ...headers },
      ...(payload === undefined ? {} : { payload }),
    });
  return { keyturn, send };
}

const save = async (send: Send, values: object): Promise<Settings> => {
  const response = await send('PATCH', '/settings', values);
  expect(response.statusCode, response.body).toBe(200);
  return response.json<Settings>();
};

const codeOf = (response: LightMyRequestResponse) => [
  response.statusCode,
  response.json<{ code: string }>().code,
];

describe('settings', () => {
  test('are what the configuration says until an operator saves something else, and again after a reset', async () => {
    const { keyturn, send } = await start();
    const unset = { saved: null };
    expect((await send('GET', '/settings')).json()).toEqual({
      operatorName: { ...unset, configured: 'Example Federation' },
      supportEmail: { ...unset, configured: 'support@example.org' },
      timeZone: { ...unset, configured: 'UTC' },
      privacyUrl: { ...unset, configured: null },
      apiGuideUrl: { ...unset, configured: `${publicUrl}/guide` },
      applicationNamePattern: { ...unset, configured: 'Partner-{country}-{organisation}-{api}' },
      logo: null,
      changed: null,
    });
    const saved = await save(send, {
      operatorName: '  Northern Federation ',
      privacyUrl: 'https://example.org/p',
    });
    expect(saved).toMatchObject({
      operatorName: { saved: 'Northern Federation', configured: 'Example Federation' },
      privacyUrl: { saved: 'https://example.org/p', configured: null },
      supportEmail: unset,
      changed: { at: keyturn.clock.now().toISOString(), by: 'Operator (sample)' },
    });
    const portal = async () => (await keyturn.app.inject('/api/v1/portal')).json<{ operatorName: string }>();
    expect(await portal()).toMatchObject({
      operatorName: 'Northern Federation',
      privacyUrl: 'https://example.org/p',
    });
    await save(send, { operatorName: null, privacyUrl: null });
    expect(await portal()).toMatchObject({ operatorName: 'Example Federation', privacyUrl: null });
  });

  test.each([
    ['operatorName', ''],
    ['operatorName', 'x'.repeat(101)],
    ['operatorName', 7],
    ['supportEmail', 'support'],
    ['timeZone', 'Mars/North'],
    ['timeZone', '+02:00'],
    ['privacyUrl', 'http://example.org/privacy'],
    ['apiGuideUrl', 'javascript:alert(1)'],
    ['applicationNamePattern', 'Partner-{country}-{api}'],
    ['applicationNamePattern', '{country}{organisation}{api} ä'],
  ])('are checked as the configuration is: %s %j', async (name, value) => {
    const { send } = await start();
    const refused = await send('PATCH', '/settings', { [name]: value });
    expect([codeOf(refused), fieldsOf(refused)]).toEqual([[400, 'invalid-request'], [name]]);
    expect((await send('GET', '/settings')).json()).toMatchObject({ changed: null });
  });

  test('are no others of the configuration', async () => {
    const { send } = await start();
    const refused = await send('PATCH', '/settings', { mailFrom: 'x@example.org' });
    expect(codeOf(refused)).toEqual([400, 'invalid-request']);
  });

  test('hold at once wherever they are read', async () => {
    const dataDirectory = mkdtempSync(join(tmpdir(), 'keyturn-settings-'));
    onTestFinished(() => rmSync(dataDirectory, { recursive: true }));
    const { keyturn, send } = await start({ dataDirectory });
    await save(send, {
      operatorName: 'Northern Federation',
      supportEmail: 'help@north.example.org',
      apiGuideUrl: 'https://north.example.org/guide',
      applicationNamePattern: 'App-{organisation}-{country}-{api}',
    });
    const { app, deps } = keyturn;
    const metadata = await app.inject('/.well-known/oauth-authorization-server');
    expect(metadata.json()).toMatchObject({ service_documentation: 'https://north.example.org/guide' });
    const refused = await keyturn.requestToken({ grant_type: 'client_credentials', client_id: 'x' });
    expect(refused.json()).toMatchObject({
      error_uri: 'https://north.example.org/guide#invalid_client',
    });
    const guide = await app.inject('/guide');
    expect(guide.body).toContain('Northern Federation');
    expect(guide.body).not.toContain('Example Federation');
    const application = await send('POST', '/applications', {
      organisationId: ids.organisations.north,
      apis: [ids.apis.search],
    });
    expect(application.json()).toMatchObject({ name: 'App-NorthRegistry-DE-SMC' });
    const seed = await send('POST', '/account/factors/totp');
    expect(seed.json<{ uri: string }>().uri).toContain('Northern%20Federation');
    await deps.db.deleteFrom('mail').execute();
    await send('POST', '/notifications/test');
    const mail = await deps.db.selectFrom('mail').selectAll().executeTakeFirstOrThrow();
    expect(mail.subject).toContain('Northern Federation');
    expect(mail.text).toContain('help@north.example.org');
    await deliverMails(deps);
    const { accepted_by } = await deps.db.selectFrom('mail').select('accepted_by').executeTakeFirstOrThrow();
    const sent = readFileSync(join(dataDirectory, 'mail', accepted_by ?? ''), 'utf8');
    expect(sent).toContain('Reply-To: help@north.example.org');
    // Who sends has to fit the mail server.
    expect(sent).toContain('From: support@example.org');
  });

  test('that name the operator or its time zone are those of its own organisation too', async () => {
    const { keyturn, send } = await start();
    await save(send, { operatorName: 'Northern Federation', timeZone: 'Europe/Oslo' });
    const own = await keyturn.deps.db
      .selectFrom('organisation')
      .selectAll()
      .where('kind', '=', 'operator')
      .executeTakeFirstOrThrow();
    expect(own).toMatchObject({ name: 'Northern Federation', time_zone: 'Europe/Oslo' });
    expect(await recorded(keyturn, 'organisation.updated')).toMatchObject([
      { target_id: own.id, before: { timeZone: 'UTC' }, after: { timeZone: 'Europe/Oslo' } },
    ]);
    // There is one place to change them.
    const elsewhere = await send('PATCH', `/organisations/${own.id}`, {
      country: 'NO',
      name: 'South',
      timeZone: 'UTC',
    });
    expect(fieldsOf(elsewhere)).toEqual(['name', 'timeZone']);
    const mailbox = { sharedMailbox: 'team@example.org', country: 'NO' };
    expect((await send('PATCH', `/organisations/${own.id}`, mailbox)).json()).toMatchObject(mailbox);
    await save(send, { timeZone: null });
    expect((await send('GET', `/organisations/${own.id}`)).json()).toMatchObject({
      name: 'Northern Federation',
      timeZone: 'UTC',
    });
  });

  test('R7 are in the audit log with the values before and after; what changes nothing is not', async () => {
    const { keyturn, send } = await start();
    await save(send, { supportEmail: 'help@example.org' });
    await save(send, { supportEmail: 'help@example.org' });
    await save(send, { supportEmail: null });
    const target = { type: 'settings', id: keyturn.deps.tenantId, name: 'Example Federation' };
    expect((await send('GET', '/audit-events?action=settings')).json()).toMatchObject({
      items: [
        {
          action: 'settings.updated',
          target,
          before: { supportEmail: 'help@example.org', fromConfiguration: [] },
          after: { supportEmail: 'support@example.org', fromConfiguration: ['supportEmail'] },
        },
        {
          action: 'settings.updated',
          actor: { kind: 'user', id: ids.users.operator },
          target,
          before: { supportEmail: 'support@example.org', fromConfiguration: ['supportEmail'] },
          after: { supportEmail: 'help@example.org', fromConfiguration: [] },
        },
      ],
    });
    expect(await recorded(keyturn, 'settings.%')).toHaveLength(2);
  });

  test('of two operators the second is refused and sees the first one’s version; nothing is lost', async () => {
    const { send } = await start();
    const seen = { 'if-match': String((await send('GET', '/settings')).headers.etag) };
    expect((await send('PATCH', '/settings', { operatorName: 'First' }, seen)).statusCode).toBe(200);
    const refused = await send('PATCH', '/settings', { supportEmail: 'second@example.org' }, seen);
    expect(codeOf(refused)).toEqual([412, 'record-changed']);
    const now = await send('GET', '/settings');
    expect(now.json()).toMatchObject({ operatorName: { saved: 'First' }, supportEmail: { saved: null } });
    const again = { 'if-match': String(now.headers.etag) };
    const retried = await send('PATCH', '/settings', { supportEmail: 'second@example.org' }, again);
    expect(retried.json()).toMatchObject({
      operatorName: { saved: 'First' },
      supportEmail: { saved: 'second@example.org' },
    });
    expect(retried.headers.etag).not.toBe(now.headers.etag);
  });
});

const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(100, 1)]);
const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('base64url').slice(0, 22);

describe('the logo', () => {
  test('is set from a picture, whatever its content type says, and shown to everybody', async () => {
    const { keyturn, send } = await start();
    expect((await keyturn.app.inject('/api/v1/portal/logo')).statusCode).toBe(404);
    const set = await send('PUT', '/settings/logo', png, { 'content-type': 'application/json' });
    const url = `/api/v1/portal/logo?v=${hashOf(png)}`;
    expect([set.statusCode, set.json()]).toEqual([200, { url, type: 'image/png', bytes: png.length }]);
    expect((await keyturn.app.inject('/api/v1/portal')).json()).toMatchObject({ logoUrl: url });
    const shown = await keyturn.app.inject(url);
    expect(shown.rawPayload).toEqual(png);
    expect(shown.headers).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      etag: `"${hashOf(png)}"`,
    });
    const known = await keyturn.app.inject({ url, headers: { 'if-none-match': `"${hashOf(png)}"` } });
    expect([known.statusCode, known.body]).toEqual([304, '']);
    // At another address than its own it is not kept for good.
    const bare = await keyturn.app.inject('/api/v1/portal/logo?v=another');
    expect([bare.statusCode, bare.headers['cache-control']]).toEqual([200, 'no-cache']);
  });

  test('as SVG is a document in which nothing runs', async () => {
    const { keyturn, send } = await start();
    const set = await send('PUT', '/settings/logo', svg, { 'content-type': 'image/svg+xml' });
    const { headers, body } = await keyturn.app.inject(set.json<{ url: string }>().url);
    expect(body).toBe(svg);
    expect(headers['content-type']).toBe('image/svg+xml');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-security-policy']).toContain('sandbox');
  });

  test.each([
    ['text', Buffer.from('A logo'), 400, 'logo-unrecognised'],
    ['nothing', Buffer.alloc(0), 400, 'logo-unrecognised'],
    ['a page', Buffer.from('<!DOCTYPE html><svg/>'), 400, 'logo-unrecognised'],
    ['256 KB and a byte', Buffer.concat([png, Buffer.alloc(256 * 1024)]), 413, 'payload-too-large'],
  ])('is never %s, and the one that was stays', async (_what, bytes, status, code) => {
    const { send } = await start();
    await send('PUT', '/settings/logo', png);
    expect(codeOf(await send('PUT', '/settings/logo', bytes, { 'content-type': 'image/png' }))).toEqual([
      status,
      code,
    ]);
    expect((await send('GET', '/settings')).json()).toMatchObject({ logo: { bytes: png.length } });
  });

  test('of 256 KB is taken', async () => {
    const { send } = await start();
    const bytes = Buffer.concat([png, Buffer.alloc(256 * 1024 - png.length)]);
    expect((await send('PUT', '/settings/logo', bytes)).statusCode).toBe(200);
  });

  test('R7 is recorded when it is set, replaced and removed; removing it again changes nothing', async () => {
    const { keyturn, send } = await start();
    await send('PUT', '/settings/logo', png);
    await send('PUT', '/settings/logo', png);
    await send('PUT', '/settings/logo', svg, { 'content-type': 'image/svg+xml' });
    const remove = async () => (await send('DELETE', '/settings/logo')).statusCode;
    expect([await remove(), await remove()]).toEqual([204, 204]);
    const first = { type: 'image/png', bytes: png.length, hash: hashOf(png) };
    const second = { type: 'image/svg+xml', bytes: svg.length, hash: hashOf(Buffer.from(svg)) };
    const events = await recorded(keyturn, 'settings.%');
    expect(events.map(({ action, before, after }) => [action, before, after])).toEqual([
      ['settings.logo-set', null, first],
      ['settings.logo-set', first, second],
      ['settings.logo-removed', second, null],
    ]);
    expect((await keyturn.app.inject('/api/v1/portal')).json()).toMatchObject({ logoUrl: null });
  });
});

// The embedded database is one process's own.
describe.skipIf(inject('database') === 'embedded')('on several servers', () => {
  test('what is saved on one holds on the other within seconds, and on one that starts later', async () => {
    const { url, drop } = await createPostgresDatabase(inject('postgresUrl'));
    onTestFinished(drop);
    const [one, two] = [await startServer(url), await startServer(url)];
    await importFederation(one.deps, commandLine, federation, { dryRun: false, invite: false });
    await changeSettings(one.deps, commandLine, { operatorName: 'Northern Federation' }, undefined);
    const nameOn = async ({ app }: typeof one): Promise<string> =>
      (await app.inject('/api/v1/portal')).json<{ operatorName: string }>().operatorName;
    expect(await nameOn(one)).toBe('Northern Federation');
    await expect.poll(() => nameOn(two), { timeout: 10_000, interval: 50 }).toBe('Northern Federation');
    expect(await nameOn(await startServer(url))).toBe('Northern Federation');
  });

  test('a server that missed the word of it reads it anew by itself', async () => {
    const { url, drop } = await createPostgresDatabase(inject('postgresUrl'));
    onTestFinished(drop);
    const { deps } = await startServer(url);
    await deps.db.updateTable('settings').set({ operator_name: 'Northern Federation' }).execute();
    expect(deps.config.operatorName).toBe('Keyturn');
    await deps.settings.refresh();
    expect(deps.config.operatorName).toBe('Northern Federation');
  });
});

const commandLine: Actor = { kind: 'command-line', id: null, name: 'test', address: null };

/** A server on this database, as `keyturn serve` makes it. */
async function startServer(databaseUrl: string) {
  const environment = {
    KEYTURN_PUBLIC_URL: publicUrl,
    KEYTURN_MAIL: 'files',
    KEYTURN_DATABASE_URL: databaseUrl,
    KEYTURN_MASTER_KEY: createSecretKey(Buffer.alloc(32, 7)).export().toString('base64'),
  };
  const read = readConfig(environment, () => '', 'serve');
  if (!read.ok) throw new Error(read.problems.join('\n'));
  const { deps, close } = await compose({
    config: read.config,
    secrets: read.secrets,
    command: 'test',
    demo: false,
    clock: createTestClock(),
    log: pino({ level: 'silent' }),
  });
  const app = await buildApp(deps);
  onTestFinished(async () => {
    await app.close();
    await close();
  });
  return { deps, app };
}
