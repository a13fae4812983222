import { randomUUID } from 'node:crypto';
import type { LightMyRequestResponse } from 'fastify';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { fillScale } from '../../src/demo/scale/fill-scale.ts';
import { beginExport } from '../../src/domain/export/begin-export.ts';
import { requestRotation } from '../../src/domain/signing-key/request-rotation.ts';
import { rotateSigningKeys } from '../../src/domain/signing-key/rotate-signing-keys.ts';
import { ids } from '../support/federation.ts';
import { bearer, startKeyturn, startOfTest } from '../support/keyturn.ts';
import { openAs, recorded } from '../support/operator-browser.ts';
import { dayMs } from '../support/usage.ts';

const { northSearch, southData } = ids.applications;

async function start() {
  const keyturn = await startKeyturn();
  const get = async (path: string): Promise<LightMyRequestResponse> => {
    const headers = await keyturn.signedIn('operator');
    return keyturn.app.inject({ url: `/api/v1/exports/${path}`, headers });
  };
  /** The cells of a file by their column titles, read as RFC 4180 has them. */
  const rows = async (path: string): Promise<Record<string, string>[]> => {
    const response = await get(path);
    expect(response.statusCode).toBe(200);
    const [titles = [], ...cells] = parseCsv(response.body);
    return cells.map((own) => Object.fromEntries(titles.map((title, index) => [title, own[index] ?? ''])));
  };
  const createSecret = (...input: Parameters<typeof keyturn.createSecret>) => keyturn.createSecret(...input);
  return { keyturn, ...keyturn, createSecret, get, rows };
}

/** A small reader of our own: what spreadsheets do with CSV, not what wrote it. */
function parseCsv(text: string): string[][] {
  expect(text.startsWith('\uFEFF')).toBe(true);
  const records: string[][] = [];
  let rest = text.slice(1);
  while (rest !== '') {
    const record: string[] = [];
    for (;;) {
      const [whole = '', quoted, plain = '', end] =
        /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/.exec(rest) ?? [];
      if (end === undefined) throw new Error(`not RFC 4180: ${rest.slice(0, 80)}`);
      record.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
      rest = rest.slice(whole.length);
      if (end !== ',') break;
    }
    records.push(record);
  }
  return records;
}

describe('an export', () => {
  test('is a CSV file by RFC 4180 in UTF-8 with a byte order mark, named after its list and the day', async () => {
    const { get } = await start();
    const response = await get('organisations.csv?search=north');
    expect(response.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': 'attachment; filename="keyturn-organisations-2027-03-16.csv"',
      'cache-control': 'no-store',
    });
    expect(response.body).toBe(
      '\uFEFFid,name,kind,country,timeZone,locale,sharedMailbox,status,disabledReason,createdAt,applications,users\r\n' +
        `${ids.organisations.north},North Registry,member,DE,Europe/Berlin,en,,active,,2027-03-16T10:00:00.000Z,2,3\r\n`,
    );
  });

  test('tells of introspection credentials and secrets in Entra, never a value', async () => {
    const { deps, keyturn, rows } = await start();
    const { clientSecret } = await keyturn.introspectionCredential('search');
    const [credential] = await rows('introspection-credentials.csv?environment=production');
    expect(credential).toMatchObject({ apiId: ids.apis.search, environment: 'production' });
    expect(clientSecret.startsWith(credential?.['hint'] ?? '-')).toBe(true);
    expect(JSON.stringify(credential)).not.toContain(clientSecret);
    expect(await rows('introspection-credentials.csv?environment=sandbox')).toEqual([]);
    const expires_at = new Date('2027-11-14T11:00:00Z');
    await deps.db
      .insertInto('secret_elsewhere')
      .values({
        id: randomUUID(),
        application_id: ids.applications.northSearch,
        system: 'entra',
        key_id: randomUUID(),
        name: 'Gateway',
        hint: 'q8C',
        expires_at,
        imported_at: expires_at,
        gone_at: null,
        gone_by: null,
      })
      .execute();
    expect(await rows('secrets-elsewhere.csv')).toMatchObject([
      { clientId: ids.applications.northSearch, name: 'Gateway', expiresAt: expires_at.toISOString() },
    ]);
    expect((await rows('apis.csv'))[0]).toMatchObject({ tokenHeaderType: 'at+jwt' });
  });

  test('tells of every signing key what it did when, and nothing else of it', async () => {
    const { deps, keyturn, clock, rows } = await start();
    const operator = keyturn.actor('operator');
    const at = (days: number): string => new Date(startOfTest.getTime() + days * dayMs).toISOString();
    const [first] = await rows('signing-keys.csv');
    await requestRotation(deps, operator, { now: false, revoke: null });
    clock.advance(dayMs);
    await rotateSigningKeys(deps);
    await requestRotation(deps, operator, { now: false, revoke: null });
    const { keys } = await requestRotation(deps, operator, { now: false, revoke: first?.['kid'] ?? null });
    expect(keys.some(({ kid }) => kid === first?.['kid'])).toBe(true);
    const key = { kid: expect.any(String) as string, algorithm: 'ES256', retiresAt: '', revokedAt: '' };
    const listed = await rows('signing-keys.csv');
    expect(listed.toSorted((one, other) => one['status']?.localeCompare(other['status'] ?? '') ?? 0)).toEqual(
      [
        { ...key, status: 'next', publishedAt: at(1), signsFrom: at(2), signedUntil: '' },
        {
          ...first,
          status: 'revoked',
          signedUntil: at(1),
          retiresAt: at(1),
          revokedAt: at(1),
        },
        { ...key, status: 'signing', publishedAt: at(0), signsFrom: at(1), signedUntil: '' },
      ],
    );
    expect(new Set(listed.map(({ kid }) => kid)).size).toBe(3);
  });

  test('tells of every version of the terms who published it and how many accepted it', async () => {
    const { keyturn, clock, rows } = await start();
    const browser = await openAs(keyturn, 'operator');
    expect(await rows('terms-versions.csv')).toEqual([]);
    const accept = async (person: 'anna' | 'peter', version: number) =>
      (await openAs(keyturn, person)).send('PUT', '/account/terms', { version });
    await browser.send('POST', '/terms', { text: '# First, "draft"' });
    for (const person of ['anna', 'peter'] as const) await accept(person, 1);
    clock.advance(60_000);
    await browser.send('POST', '/terms', { text: '# Second' });
    await accept('anna', 2);
    const publishedBy = 'Operator (sample)';
    expect(await rows('terms-versions.csv')).toEqual([
      { version: '2', publishedAt: '2027-03-16T10:01:00.000Z', publishedBy, acceptances: '1' },
      { version: '1', publishedAt: '2027-03-16T10:00:00.000Z', publishedBy, acceptances: '2' },
    ]);
  });

  test('has its titles also where nothing is found', async () => {
    const { get } = await start();
    expect((await get('users.csv?search=nobody')).body).toBe(
      '\uFEFFid,name,email,role,organisation,organisationId,status,locale,timeZone,factors,invitedAt,' +
        'invitationExpiresAt,manages,createdAt\r\n',
    );
  });

  test('nothing in it is taken for a formula, and commas, quotes and line breaks stay in their cell', async () => {
    const { deps, get, rows } = await start();
    const nasty = [
      '=HYPERLINK("https://evil.example.org";"Click")',
      '+1',
      '-1+2',
      '@SUM(A1)',
      '\tx',
      '\rx',
      'a, "b"\nc\r\nd',
    ];
    for (const name of nasty) {
      await deps.db
        .updateTable('organisation')
        .set({ name })
        .where('id', '=', ids.organisations.north)
        .execute();
      const [row] = await rows('organisations.csv?status=active');
      const found = await rows('organisations.csv');
      const cell = found.find(({ id }) => id === ids.organisations.north)?.['name'];
      expect(cell).toBe(/^[=+\-@\t\r]/.test(name) ? `'${name}` : name);
      expect(row).toBeDefined();
    }
    // Where lists are separated by semicolons.
    await deps.db.updateTable('organisation').set({ name: 'x;=cmd()!A0;y; +1\t@z' }).execute();
    expect((await rows('organisations.csv'))[0]?.['name']).toBe("x;'=cmd()!A0;y; '+1\t'@z");
    await deps.db.updateTable('organisation').set({ name: '=1' }).execute();
    expect((await get('organisations.csv')).body).not.toMatch(/(^|,|")[=+\-@]/m);
  });

  test('holds what the list shows with the same filters, over many pages', async () => {
    const { deps, keyturn, rows } = await start();
    await fillScale(deps, { organisations: 420, mails: 1200, auditEvents: 1300 });
    const count = async (query: ReturnType<typeof sql<{ count: string }>>) =>
      Number((await query.execute(deps.db)).rows[0]?.count);
    const partners = sql`application.kind <> 'operator-client'`;
    for (const [file, query] of [
      ['organisations.csv', sql<{ count: string }>`select count(*) from organisation`],
      ['users.csv', sql<{ count: string }>`select count(*) from portal_user`],
      ['applications.csv', sql<{ count: string }>`select count(*) from application where ${partners}`],
      [
        'client-secrets.csv',
        sql<{ count: string }>`select count(*) from client_secret where deleted_at is null`,
      ],
      ['credential-managers.csv', sql<{ count: string }>`select count(*) from credential_manager`],
      ['notifications.csv', sql<{ count: string }>`select count(*) from mail`],
    ] as const) {
      const found = await rows(file);
      expect([file, found.length]).toEqual([file, await count(query)]);
      const keys = found.map((row) => row['id'] ?? row['number'] ?? `${row['clientId']} ${row['userId']}`);
      expect(new Set(keys.map((key, index) => (key === '' ? index : key))).size).toBe(found.length);
    }
    // The two events of this export itself are newer than what it reads, or among them.
    const events = await rows('audit-events.csv?action=client-secret');
    expect(events).toHaveLength(
      await count(
        sql<{ count: string }>`select count(*) from audit_event where action like 'client-secret.%'`,
      ),
    );

    const listed = await keyturn.app.inject({
      url: '/api/v1/applications?attention=expiring-30&limit=200&sort=-name',
      headers: await keyturn.signedIn('operator'),
    });
    const names = listed.json<{ items: { name: string }[] }>().items.map(({ name }) => name);
    expect(names.length).toBeGreaterThan(5);
    const exported = await rows('applications.csv?attention=expiring-30&sort=-name');
    expect(exported.map(({ name }) => name)).toEqual(names);
    // Of client secrets, those that expire alone.
    const secrets = await rows('client-secrets.csv?attention=expiring-30');
    expect(new Set(secrets.map(({ application }) => application))).toEqual(new Set(names));
    for (const { expiresAt = '', state } of secrets)
      expect([state, Date.parse(expiresAt) <= startOfTest.getTime() + 30 * dayMs]).toEqual([
        'expiring',
        true,
      ]);
  });

  test('of client secrets has a row for each, and never a value', async () => {
    const { keyturn, deps, rows, get, createSecret } = await start();
    const secret = await createSecret('northSearch', { name: 'Gateway' });
    const gone = await createSecret('southData', { name: 'Gone' });
    await keyturn.app.inject({
      method: 'DELETE',
      url: `/api/v1/applications/${southData}/secrets/${gone.id}`,
      headers: await keyturn.signedIn('maria'),
    });
    expect(await rows('client-secrets.csv')).toEqual([
      {
        id: secret.id,
        application: 'Partner-DE-NorthRegistry-SMC',
        clientId: northSearch,
        organisation: 'North Registry',
        name: 'Gateway',
        hint: secret.hint,
        state: 'active',
        createdAt: '2027-03-16T10:00:00.000Z',
        createdBy: 'anna (sample)',
        expiresAt: secret.expiresAt.toISOString(),
        firstTokenRequestAt: '',
        lastTokenRequestAt: '',
        lastTokenRequestFrom: '',
        replacesSecretId: '',
        disabledAt: '',
        disabledReason: '',
        deletedAt: '',
      },
    ]);
    const all = await rows('client-secrets.csv?include=deleted');
    expect(all.map(({ name, state }) => `${name} ${state}`)).toEqual(['Gone deleted', 'Gateway active']);
    const { body } = await get('client-secrets.csv?include=deleted');
    expect(body).not.toContain(secret.clientSecret);
    const { sha256 } = await deps.db
      .selectFrom('client_secret')
      .select('sha256')
      .where('id', '=', secret.id)
      .executeTakeFirstOrThrow();
    expect(body).not.toContain(sha256?.toString('hex'));
  });

  test('R5.1 of credential managers has what the organisation confirmed, also of those who are disabled', async () => {
    const { deps, rows } = await start();
    await deps.db
      .updateTable('portal_user')
      .set({ status: 'disabled' })
      .where('id', '=', ids.users.maria)
      .execute();
    expect(await rows(`credential-managers.csv?organisation=${ids.organisations.south}`)).toEqual([
      {
        application: 'Partner-BR-SouthBank-DM',
        clientId: southData,
        organisation: 'South Bank',
        name: 'Maria (sample)',
        email: 'maria@south.example.org',
        userId: ids.users.maria,
        status: 'disabled',
        confirmedBy: 'Head of IT (sample)',
        confirmedAt: '2027-01-04T09:00:00.000Z',
        reference: 'SAMPLE-1',
        assignedAt: '2027-03-16T10:00:00.000Z',
      },
    ]);
  });

  test('R7 the audit log is also JSON lines, as the portal API answers it', async () => {
    const { keyturn, get } = await start();
    const response = await get('audit-events.jsonl?action=credential-manager');
    expect(response.headers).toMatchObject({
      'content-type': 'application/jsonl; charset=utf-8',
      'content-disposition': 'attachment; filename="keyturn-audit-events-2027-03-16.jsonl"',
    });
    const listed = await keyturn.app.inject({
      url: '/api/v1/audit-events?action=credential-manager',
      headers: await keyturn.signedIn('operator'),
    });
    expect(
      response.body
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual(listed.json<{ items: unknown[] }>().items);
  });

  test('R7 is in the audit log before its first row leaves, and again with how many rows it had', async () => {
    const { keyturn, get } = await start();
    await get('applications.csv?attention=one-manager');
    expect(await recorded(keyturn, 'list.%')).toEqual([
      {
        action: 'list.export-started',
        target_id: 'applications',
        target_name: 'applications',
        application_id: null,
        before: null,
        after: { filters: { attention: 'one-manager', sort: 'name' } },
        actor: { kind: 'user', id: ids.users.operator, name: 'Operator (sample)' },
      },
      {
        action: 'list.exported',
        target_id: 'applications',
        target_name: 'applications',
        application_id: null,
        before: null,
        after: { filters: { attention: 'one-manager', sort: 'name' }, rows: 2, complete: true },
        actor: { kind: 'user', id: ids.users.operator, name: 'Operator (sample)' },
      },
    ]);
  });

  test('R7 one by an automation client names it, also when its credentials end before the last row', async () => {
    const { keyturn, deps } = await start();
    const client = await keyturn.operatorClient();
    const headers = bearer(await keyturn.accessToken(client));
    const response = await keyturn.app.inject({ url: '/api/v1/exports/users.csv', headers });
    expect(response.statusCode).toBe(200);
    const byClient = { kind: 'operator-client', id: client.clientId, name: 'Automation' };
    expect(await recorded(keyturn, 'list.exported')).toMatchObject([{ actor: byClient }]);

    const { secretId } = await deps.db
      .selectFrom('client_secret')
      .select('id as secretId')
      .where('application_id', '=', client.clientId)
      .executeTakeFirstOrThrow();
    const actor = { ...byClient, kind: 'operator-client', secretId, address: null } as const;
    const { end } = await beginExport(deps, actor, 'users', {});
    await deps.db
      .updateTable('application')
      .set({ status: 'disabled' })
      .where('id', '=', client.clientId)
      .execute();
    await end({ rows: 3, complete: false });
    expect((await recorded(keyturn, 'list.exported')).at(-1)).toMatchObject({
      actor: { kind: 'system', name: 'Keyturn' },
      after: { rows: 3, complete: false, by: 'Automation' },
    });
  });

  test('a wrong filter is refused as in the list, and nothing is recorded', async () => {
    const { keyturn, get } = await start();
    for (const path of [
      'applications.csv?attention=x',
      'users.csv?status=x',
      'audit-events.jsonl?from=yesterday',
    ])
      expect((await get(path)).statusCode).toBe(400);
    expect((await get('nothing.csv')).statusCode).toBe(404);
    expect(await recorded(keyturn, 'list.%')).toEqual([]);
  });

  test('HEAD starts none', async () => {
    const { keyturn } = await start();
    const headers = await keyturn.signedIn('operator');
    const response = await keyturn.app.inject({ method: 'HEAD', url: '/api/v1/exports/users.csv', headers });
    expect(response.statusCode).toBe(404);
    expect(await recorded(keyturn, 'list.%')).toEqual([]);
  });
});
