import { randomUUID } from 'node:crypto';
import type { ImportPreview, Problem } from '@keyturn/contract';
import type { LightMyRequestResponse } from 'fastify';
import { describe, expect, test } from 'vitest';
import { ids } from '../support/federation.ts';
import { startKeyturn, type TestKeyturn } from '../support/keyturn.ts';

type Started = {
  keyturn: TestKeyturn;
  preview: (file: unknown) => Promise<ImportPreview>;
  run: (file: unknown, digest: string) => Promise<LightMyRequestResponse>;
};

async function start(): Promise<Started> {
  const keyturn = await startKeyturn();
  const headers = await keyturn.signedIn('operator');
  const post = (path: string, payload: object) =>
    keyturn.app.inject({ method: 'POST', url: `/api/v1${path}`, headers, payload });
  return {
    keyturn,
    preview: async (file) => {
      const answer = await post('/imports/preview', { file });
      expect(answer.statusCode).toBe(200);
      return answer.json<ImportPreview>();
    },
    run: (file, digest) => post('/imports', { file, digest }),
  };
}

const none = { created: 0, updated: 0, unchanged: 0, removed: 0 };
const [north, south] = [
  { id: ids.organisations.north, name: 'North Registry', country: 'DE', timeZone: 'Europe/Berlin' },
  { id: ids.organisations.south, name: 'South Bank', country: 'BR', timeZone: 'America/Sao_Paulo' },
];
const east = {
  id: '0a000000-0000-4000-8000-0000000000ee',
  name: 'East Bank',
  country: 'SE',
  timeZone: 'Europe/Stockholm',
};
const changed = {
  organisations: [
    { ...north, name: 'North Donor Registry', sharedMailbox: 'it@north.example.org' },
    south,
    east,
  ],
  applications: [
    { clientId: '0c000000-0000-4000-8000-0000000000ee', organisation: east.id, apis: [ids.apis.data] },
  ],
};

const auditSeq = async ({ deps }: TestKeyturn): Promise<number> =>
  Number((await deps.db.selectFrom('audit_head').select('seq').executeTakeFirstOrThrow()).seq);

describe('R3.1 the preview of an import', () => {
  test('counts what is new, changed and unchanged, and shows each before and after', async () => {
    const { keyturn, preview } = await start();
    const before = await auditSeq(keyturn);
    const { digest, ...seen } = await preview(changed);
    expect(digest).toMatch(/^[\w-]{43}$/);
    expect(seen).toEqual({
      format: 'keyturn',
      counts: {
        organisations: { created: 1, updated: 1, unchanged: 1, removed: 0 },
        apis: none,
        applications: { ...none, created: 1 },
        users: none,
        managers: none,
      },
      total: { created: 2, updated: 1, unchanged: 1, removed: 0 },
      changes: [
        {
          noun: 'organisations',
          kind: 'created',
          id: east.id,
          name: 'East Bank',
          before: null,
          after: {
            name: 'East Bank',
            country: 'SE',
            timeZone: 'Europe/Stockholm',
            locale: 'en',
            status: 'active',
          },
          notes: [],
        },
        {
          noun: 'organisations',
          kind: 'updated',
          id: north.id,
          name: 'North Registry',
          before: { name: 'North Registry', sharedMailbox: null },
          after: { name: 'North Donor Registry', sharedMailbox: 'it@north.example.org' },
          notes: [],
        },
        {
          noun: 'applications',
          kind: 'created',
          id: changed.applications[0]?.clientId,
          name: 'Partner-SE-EastBank-DM',
          before: null,
          after: {
            name: 'Partner-SE-EastBank-DM',
            clientId: changed.applications[0]?.clientId,
            organisation: 'East Bank',
            kind: 'partner',
            apis: ['Data Manager (production)'],
            status: 'active',
          },
          notes: [],
        },
      ],
      problems: [],
      problemCount: 0,
      questions: [],
      openQuestions: 0,
      leftOut: [],
      leftOutCount: 0,
    });
    expect(await auditSeq(keyturn)).toBe(before);
  });

  test('names every problem with its place in the file', async () => {
    const { preview } = await start();
    const seen = await preview({
      organisations: [{ ...east, timeZone: 'Mars/North' }],
      apis: [{ id: 'x' }],
      secrets: [],
    });
    expect(seen.problems.map(({ path }) => path)).toEqual([
      'secrets',
      'apis[0].id',
      'apis[0].identifier',
      'apis[0].name',
      'apis[0].code',
      'apis[0].environment',
      'organisations[0].timeZone',
    ]);
    expect(seen.problemCount).toBe(7);
    for (const file of [null, 7, 'text']) expect((await preview(file)).problemCount).toBe(1);
  });

  test('shows of many changes the first, and counts them all', async () => {
    const { preview } = await start();
    const organisations = Array.from({ length: 250 }, (_, index) => ({
      ...east,
      id: randomUUID(),
      name: `Bank ${index}`,
    }));
    const seen = await preview({ organisations: [...organisations, { ...east, country: 'AA' }], apis: [{}] });
    expect(seen.changes).toHaveLength(200);
    expect(seen.counts['organisations']).toMatchObject({ created: 251 });
    const broken = await preview({
      organisations: organisations.map((item) => ({ ...item, country: 'AA' })),
    });
    expect([broken.problems.length, broken.problemCount]).toEqual([200, 250]);
  });
});

describe('R3.1 the import of what was previewed', () => {
  test('does just that, once, and records each change with who made it', async () => {
    const { keyturn, preview, run } = await start();
    const { digest, counts, total } = await preview(changed);
    const before = await auditSeq(keyturn);
    const done = await run(changed, digest);
    expect([done.statusCode, done.json()]).toEqual([200, { counts, total }]);
    const events = await keyturn.deps.db
      .selectFrom('audit_event')
      .select(['action', 'target_name', 'actor', 'address'])
      .where('seq', '>', String(before))
      .orderBy('seq')
      .execute();
    expect(events.map(({ action, target_name }) => `${action} ${target_name}`)).toEqual([
      'organisation.created East Bank',
      'organisation.updated North Donor Registry',
      'application.created Partner-SE-EastBank-DM',
    ]);
    for (const { actor, address } of events)
      expect([actor.kind, actor.id, address]).toEqual(['user', ids.users.operator, '127.0.0.1']);

    const again = await preview(changed);
    expect(again.total).toEqual({ ...none, unchanged: 4 });
    expect((await run(changed, digest)).statusCode).toBe(412);
  });

  test('answers 412 with the new preview when the federation changed so that it would do something else', async () => {
    const { keyturn, preview, run } = await start();
    const { digest } = await preview(changed);
    const headers = await keyturn.signedIn('operator');
    const url = `/api/v1/organisations/${ids.organisations.north}`;
    const rename = { name: 'Renamed meanwhile' };
    await keyturn.app.inject({ method: 'PATCH', url, headers, payload: rename });

    const before = await auditSeq(keyturn);
    const refused = await run(changed, digest);
    expect(refused.headers['content-type']).toContain('application/problem+json');
    const body = refused.json<Problem & { preview: ImportPreview }>();
    expect([refused.statusCode, body.code]).toEqual([412, 'import-changed']);
    expect(body.preview.changes[1]).toMatchObject({
      before: rename,
      after: { name: 'North Donor Registry' },
    });
    expect(await auditSeq(keyturn)).toBe(before);
    expect((await run(changed, body.preview.digest)).statusCode).toBe(200);
  });

  test('goes on when something changed that it does not touch', async () => {
    const { keyturn, preview, run } = await start();
    const { digest } = await preview(changed);
    await keyturn.createSecret('northSearch');
    const headers = await keyturn.signedIn('operator');
    const url = `/api/v1/organisations/${ids.organisations.south}`;
    // The file says of South what is so again afterwards.
    for (const name of ['Renamed', south.name])
      await keyturn.app.inject({ method: 'PATCH', url, headers, payload: { name } });
    expect((await run(changed, digest)).statusCode).toBe(200);
  });

  test('is all or nothing, and refuses a file with problems, even with the digest of its preview', async () => {
    const { keyturn, preview, run } = await start();
    const broken = { ...changed, users: [{ id: randomUUID(), email: 'x', name: 'X' }] };
    const { digest } = await preview(broken);
    const before = await auditSeq(keyturn);
    const refused = await run(broken, digest);
    expect([refused.statusCode, refused.json<Problem>().code]).toEqual([400, 'invalid-request']);
    expect(refused.json<Problem>().errors?.map(({ path }) => path)).toEqual(['users[0].email']);
    expect(await auditSeq(keyturn)).toBe(before);
  });

  test('of another file than the one that was previewed answers 412', async () => {
    const { preview, run } = await start();
    const { digest } = await preview(changed);
    expect((await run({ ...changed, applications: [] }, digest)).statusCode).toBe(412);
  });
});

describe('a file that is large', () => {
  test('is read up to 64 MiB; beyond that the answer says so', async () => {
    const { keyturn } = await start();
    const headers = { ...(await keyturn.signedIn('operator')), 'content-type': 'application/json' };
    const post = (url: string, bytes: number) =>
      keyturn.app.inject({ method: 'POST', url, headers, payload: `{"file":"${'x'.repeat(bytes - 11)}"}` });
    const limit = 64 * 1024 * 1024;
    expect((await post('/api/v1/imports/preview', 1024 * 1024)).statusCode).toBe(200);
    const refused = await post('/api/v1/imports/preview', limit + 1);
    expect([refused.statusCode, refused.json<Problem>().detail]).toEqual([
      413,
      'Send at most 67108864 bytes.',
    ]);
    // Everywhere else the limit is as it was.
    expect((await post('/api/v1/organisations', 1024 * 1024)).statusCode).toBe(413);
  });

  test('is not even read from somebody who is no operator', async () => {
    const { keyturn } = await start();
    const headers = { ...(await keyturn.signedIn('anna')), 'content-type': 'application/json' };
    const answer = await keyturn.app.inject({
      method: 'POST',
      url: '/api/v1/imports/preview',
      headers,
      payload: '{ no JSON',
    });
    expect(answer.statusCode).toBe(404);
  });
});
