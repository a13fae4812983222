import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { describe, expect, onTestFinished, test } from 'vitest';
import { composeOn } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import type { Actor } from '../../src/domain/audit/actor.ts';
import type { Deps } from '../../src/domain/deps.ts';
import type { RecordDeps } from '../../src/domain/federation/change-record.ts';
import { importFederation } from '../../src/domain/federation/import-federation.ts';
import { text } from '../../src/messages.ts';
import { federation, identifiers, ids } from '../support/federation.ts';
import {
  byHand,
  createTestClock,
  openTestDatabase,
  portalApi,
  publicUrl,
  startKeyturn,
  startOfTest,
} from '../support/keyturn.ts';

const commandLine: Actor = { kind: 'command-line', id: null, name: 'keyturn import', address: null };

type ImportDeps = RecordDeps;
type Item = Record<string, unknown>;

const run = (deps: ImportDeps, file: unknown, dryRun = false) =>
  importFederation(deps, commandLine, file, { dryRun });

/** Imports what has to be in order. */
async function accept(deps: ImportDeps, file: unknown) {
  const { problems, summary } = await run(deps, file);
  expect(problems).toEqual([]);
  return summary;
}

const problemsOf = async (deps: ImportDeps, file: unknown) => (await run(deps, file)).problems;

/** A database on which nothing was imported yet. */
async function startEmpty(): Promise<Deps> {
  const environment = { KEYTURN_PUBLIC_URL: publicUrl, KEYTURN_MAIL: 'files' };
  const result = readConfig(environment, () => '', 'serve');
  if (!result.ok) throw new Error(result.problems.join('\n'));
  const { deps, close } = await composeOn(await openTestDatabase(), {
    config: result.config,
    demo: false,
    clock: createTestClock(),
    log: pino({ level: 'silent' }),
  });
  onTestFinished(close);
  return deps;
}

const tables = [
  'organisation',
  'api',
  'application',
  'api_permission',
  'portal_user',
  'credential_manager',
  'audit_event',
  'audit_head',
] as const;

/** Everything that an import may write. */
async function contents({ db }: Pick<Deps, 'db'>): Promise<Record<string, string[]>> {
  const entries = [];
  for (const table of tables) {
    const rows = await db.selectFrom(table).selectAll().execute();
    entries.push([table, rows.map((row) => JSON.stringify(row)).toSorted()] as const);
  }
  return Object.fromEntries(entries);
}

async function auditActions({ db }: Pick<Deps, 'db'>, afterSeq = 0): Promise<string[]> {
  const rows = await db
    .selectFrom('audit_event')
    .select(['action', 'target_id'])
    .where('seq', '>', String(afterSeq))
    .orderBy('seq')
    .execute();
  return rows.map(({ action, target_id }) => `${action} ${target_id}`);
}

async function headSeq({ db }: Pick<Deps, 'db'>): Promise<number> {
  return Number((await db.selectFrom('audit_head').select('seq').executeTakeFirstOrThrow()).seq);
}

async function nameOf({ db }: Pick<Deps, 'db'>, clientId: string): Promise<string> {
  const query = db.selectFrom('application').select('name').where('id', '=', clientId);
  return (await query.executeTakeFirstOrThrow()).name;
}

const none = { created: 0, updated: 0, unchanged: 0 };
/** The item of the sample federation at `index`. */
function sample<Row>(list: Row[], index: number): Row {
  const found = list[index];
  if (found === undefined) throw new Error(`no item ${index}`);
  return found;
}

const north = sample(federation.organisations, 0);
const south = sample(federation.organisations, 1);
const searchApi = sample(federation.apis, 0);
const sandboxApi = sample(federation.apis, 1);
const dataApi = sample(federation.apis, 2);
const northSearch = sample(federation.applications, 0);
const northData = sample(federation.applications, 1);
const southData = sample(federation.applications, 2);
const anna = sample(federation.users, 0);
const olga = sample(federation.users, 2);
const annasRole = sample(federation.managers, 0);

const newApplication = (more: Item = {}): Item => ({
  clientId: randomUUID(),
  organisation: ids.organisations.north,
  apis: [ids.apis.data],
  ...more,
});

describe('importing', () => {
  test('R3.1 R5.1 creates what the file states, each with its audit event', async () => {
    const deps = await startEmpty();
    const before = await headSeq(deps);
    expect(await accept(deps, federation)).toEqual({
      organisations: { ...none, created: 2 },
      apis: { ...none, created: 3 },
      applications: { ...none, created: 3 },
      users: { ...none, created: 5 },
      managers: { ...none, created: 4 },
    });
    const { db } = deps;
    const application = await db
      .selectFrom('application')
      .selectAll()
      .where('id', '=', ids.applications.northSearch)
      .executeTakeFirst();
    expect(withoutRevision(application)).toEqual({
      id: ids.applications.northSearch,
      organisation_id: ids.organisations.north,
      kind: 'partner',
      name: 'Partner-DE-NorthRegistry-SMC',
      name_folded: 'partner-de-northregistry-smc',
      self_managed: false,
      disabled_reason: null,
      status: 'active',
      secrets_revision: 0,
      created_at: startOfTest,
      active_managers: 2,
      rotations: 0,
    });
    const role = await db
      .selectFrom('credential_manager')
      .selectAll()
      .where('user_id', '=', ids.users.anna)
      .executeTakeFirst();
    expect(role).toEqual({
      application_id: ids.applications.northSearch,
      user_id: ids.users.anna,
      confirmed_by: 'Head of IT (sample)',
      confirmed_at: new Date('2027-01-04T09:00:00Z'),
      reference: 'SAMPLE-1',
      assigned_at: startOfTest,
    });
    const operator = await db
      .selectFrom('portal_user')
      .innerJoin('organisation', 'organisation.id', 'portal_user.organisation_id')
      .select(['portal_user.role', 'organisation.kind'])
      .where('portal_user.id', '=', ids.users.operator)
      .executeTakeFirst();
    expect(operator).toEqual({ role: 'operator', kind: 'operator' });
    expect(await auditActions(deps, before)).toEqual([
      ...federation.organisations.map(({ id }) => `organisation.created ${id}`),
      ...federation.apis.map(({ id }) => `api.created ${id}`),
      ...federation.applications.map(({ clientId }) => `application.created ${clientId}`),
      ...federation.users.map(({ id }) => `user.created ${id}`),
      ...federation.managers.map(({ user }) => `credential-manager.assigned ${user}`),
    ]);
    // R3.1: handed over without a secret.
    expect(await db.selectFrom('client_secret').selectAll().execute()).toEqual([]);
  });

  test('is idempotent: a second run, with IDs in capitals, finds everything unchanged and records nothing', async () => {
    const { deps, clock } = await startKeyturn();
    const before = await contents(deps);
    clock.advance(86_400_000);
    const capitals: unknown = JSON.parse(
      JSON.stringify(federation).replace(/"0[a-d]0{6}-[^"]+"/g, (id) => id.toUpperCase()),
    );
    for (const file of [federation, capitals])
      expect(await accept(deps, file)).toEqual({
        organisations: { ...none, unchanged: 2 },
        apis: { ...none, unchanged: 3 },
        applications: { ...none, unchanged: 3 },
        users: { ...none, unchanged: 5 },
        managers: { ...none, unchanged: 4 },
      });
    expect(await contents(deps)).toEqual(before);
  });

  test('updates what differs and records it with before and after; what the file leaves out stays', async () => {
    const { deps } = await startKeyturn();
    const before = await headSeq(deps);
    const summary = await accept(deps, {
      organisations: [{ ...north, sharedMailbox: 'it@north.example.org' }, south],
      apis: [{ ...dataApi, roles: ['DM.Use', 'DM.Read'] }],
      applications: [{ ...southData, status: 'disabled' }],
      users: [{ ...olga, email: 'olga.new@north.example.org' }],
      managers: [{ ...annasRole, reference: 'SAMPLE-2', confirmedAt: '2027-02-01T00:00:00Z' }],
    });
    expect(summary).toEqual({
      organisations: { created: 0, updated: 1, unchanged: 1 },
      apis: { ...none, updated: 1 },
      applications: { ...none, updated: 1 },
      users: { ...none, updated: 1 },
      managers: { ...none, updated: 1 },
    });
    const events = await deps.db
      .selectFrom('audit_event')
      .selectAll()
      .where('seq', '>', String(before))
      .orderBy('seq')
      .execute();
    const changes = events.map(({ action, target_id, application_id, before: was, after }) => ({
      action,
      target: target_id,
      application: application_id,
      changed: Object.keys({ ...was, ...after })
        .filter((key) => JSON.stringify(was?.[key]) !== JSON.stringify(after?.[key]))
        .map((key) => [key, was?.[key], after?.[key]]),
    }));
    expect(changes).toEqual([
      {
        action: 'organisation.updated',
        target: north.id,
        application: null,
        changed: [['sharedMailbox', null, 'it@north.example.org']],
      },
      {
        action: 'api.updated',
        target: dataApi.id,
        application: null,
        changed: [['roles', ['DM.Use'], ['DM.Use', 'DM.Read']]],
      },
      {
        action: 'application.updated',
        target: southData.clientId,
        application: southData.clientId,
        changed: [['status', 'active', 'disabled']],
      },
      {
        action: 'user.updated',
        target: olga.id,
        application: null,
        changed: [
          ['email', 'olga@north.example.org', 'olga.new@north.example.org'],
          ['emailFolded', 'olga@north.example.org', 'olga.new@north.example.org'],
        ],
      },
      {
        action: 'credential-manager.updated',
        target: ids.users.anna,
        application: ids.applications.northSearch,
        changed: [
          ['confirmedAt', '2027-01-04T09:00:00.000Z', '2027-02-01T00:00:00.000Z'],
          ['reference', 'SAMPLE-1', 'SAMPLE-2'],
        ],
      },
      // Her invitation goes to the new address instead.
      {
        action: 'user.invited',
        target: olga.id,
        application: null,
        changed: [['email', undefined, 'olga.new@north.example.org']],
      },
    ]);
    expect((await deps.db.selectFrom('application').selectAll().execute()).length).toBe(3);
  });

  test('a dry run says the same and writes nothing', async () => {
    const { deps } = await startKeyturn();
    const file = {
      organisations: [{ ...north, name: 'Renamed' }],
      applications: [newApplication()],
    };
    const before = await contents(deps);
    const tried = await run(deps, file, true);
    expect(await contents(deps)).toEqual(before);
    expect(tried).toEqual({
      problems: [],
      summary: {
        organisations: { ...none, updated: 1 },
        apis: none,
        applications: { ...none, created: 1 },
        users: none,
        managers: none,
      },
    });
    expect(await run(deps, file)).toEqual(tried);
    const broken = { ...file, managers: [{ ...annasRole, user: ids.users.operator }] };
    expect((await run(deps, broken, true)).problems).toEqual((await run(deps, broken)).problems);
  });

  test('is all or nothing: one problem in the last item, and nothing of the file is written', async () => {
    const { deps } = await startKeyturn();
    const before = await contents(deps);
    const problems = await problemsOf(deps, {
      organisations: [{ ...north, name: 'Renamed' }],
      applications: [newApplication()],
      users: [{ ...anna, id: randomUUID() }],
    });
    expect(problems).toHaveLength(1);
    expect(await contents(deps)).toEqual(before);
  });
});

describe('problems', () => {
  test('all of them at once, each with its place: malformed items first, then what does not fit together', async () => {
    const { deps } = await startKeyturn();
    const unknown = randomUUID();
    const organisation = randomUUID();
    const { problems } = await run(deps, {
      organisations: [
        { ...north, country: 'de' },
        { id: organisation, name: 'New', country: 'AA', timeZone: 'Mars/Phobos', locale: 'x_y' },
        { ...south, surprise: 1 },
      ],
      apis: [
        { ...searchApi, identifier: `${identifiers.search}#fragment`, code: 'smc' },
        { ...sandboxApi, identifier: portalApi },
      ],
      applications: [
        { ...northSearch, apis: [] },
        { ...northData, organisation: unknown, apis: [unknown, ids.apis.data, unknown] },
      ],
      users: [
        { ...anna, email: 'anna' },
        { ...olga, email: 'PETER@north.example.org', timeZone: '+02:00' },
      ],
      managers: [
        { ...annasRole, confirmedBy: ' ' },
        { ...annasRole, application: unknown, user: unknown },
      ],
      secrets: [],
    });
    expect(problems.map(({ path }) => path)).toEqual([
      'secrets',
      'organisations[0].country',
      'organisations[2]',
      'apis[0].identifier',
      'apis[0].code',
      'applications[0].apis',
      'users[0].email',
      'managers[0].confirmedBy',
      'organisations[1].country',
      'organisations[1].timeZone',
      'organisations[1].locale',
      'apis[1].identifier',
      'applications[1].organisation',
      'applications[1].organisation',
      'applications[1].apis[0]',
      'applications[1].apis[2]',
      'users[1].timeZone',
      'users[1].email',
      'managers[1].application',
      'managers[1].user',
    ]);
    expect(problems.map(({ message }) => message).filter((message) => message === '')).toEqual([]);
    expect(problems[0]?.message).toBe(text('import.unknown-list', { key: 'secrets' }));
    expect(problems.slice(8).map(({ message }) => message)).toEqual([
      text('import.unknown-country', { country: 'AA' }),
      text('import.unknown-time-zone', { timeZone: 'Mars/Phobos' }),
      text('import.unknown-locale', { locale: 'x_y' }),
      text('import.identifier-reserved', { identifier: portalApi }),
      text('import.organisation-fixed'),
      text('import.unknown-organisation', { id: unknown }),
      text('import.unknown-api', { id: unknown }),
      text('import.unknown-api', { id: unknown }),
      text('import.unknown-time-zone', { timeZone: '+02:00' }),
      text('import.duplicate-email', { email: 'PETER@north.example.org' }),
      text('import.unknown-application', { id: unknown }),
      text('import.unknown-user', { id: unknown }),
    ]);
  });

  test('a malformed item is reported where it stands, not again by everything that names it', async () => {
    const deps = await startEmpty();
    const [first, ...organisations] = federation.organisations;
    const [firstApi, ...apis] = federation.apis;
    const [firstApplication, ...applications] = federation.applications;
    const [firstUser, ...users] = federation.users;
    const problems = await problemsOf(deps, {
      organisations: [{ ...first, name: '' }, ...organisations],
      apis: [{ ...firstApi, environment: 'test' }, ...apis],
      applications: [{ ...firstApplication, kind: 'x' }, ...applications],
      users: [{ ...firstUser, email: '' }, ...users],
      managers: federation.managers,
    });
    expect(problems.map(({ path }) => path)).toEqual([
      'organisations[0].name',
      'apis[0].environment',
      'applications[0].kind',
      'users[0].email',
    ]);
  });

  test('an ID of another kind of thing in the same file is unknown: nothing is left out silently', async () => {
    const { deps } = await startKeyturn();
    const user = { ...olga, id: randomUUID(), email: 'new@north.example.org' };
    const application = newApplication();
    const unknownApi = text('import.unknown-api', { id: user.id });
    const files: [Item, { path: string; message: string }[]][] = [
      [
        {
          managers: [{ ...annasRole, application: user.id, user: application['clientId'] }],
        },
        [
          { path: 'managers[0].application', message: text('import.unknown-application', { id: user.id }) },
          {
            path: 'managers[0].user',
            message: text('import.unknown-user', { id: String(application['clientId']) }),
          },
        ],
      ],
      [
        { applications: [application, newApplication({ apis: [user.id] })] },
        [{ path: 'applications[1].apis[0]', message: unknownApi }],
      ],
      [
        { applications: [application, newApplication({ organisation: user.id })] },
        [
          {
            path: 'applications[1].organisation',
            message: text('import.unknown-organisation', { id: user.id }),
          },
        ],
      ],
    ];
    for (const [file, expected] of files)
      expect(await problemsOf(deps, { applications: [application], users: [user], ...file })).toEqual(
        expected,
      );
  });

  test('a user of an organisation whose ID is that of an API in the file is a problem, not an error', async () => {
    const { deps } = await startKeyturn();
    const user = { ...olga, id: randomUUID(), email: 'new@north.example.org', organisation: ids.apis.data };
    expect(await problemsOf(deps, { apis: [dataApi], users: [user] })).toEqual([
      { path: 'users[0].organisation', message: text('import.unknown-organisation', { id: ids.apis.data }) },
    ]);
  });

  test('what is no import file at all is a problem, and an empty one is none', async () => {
    const { deps } = await startKeyturn();
    for (const file of [null, [], 'x', 7, undefined])
      expect((await problemsOf(deps, file)).map(({ path }) => path)).toEqual(['']);
    expect((await problemsOf(deps, { users: {}, apis: 'x' })).map(({ path }) => path)).toEqual([
      'apis',
      'users',
    ]);
    expect((await problemsOf(deps, { users: [null, 7, []] })).map(({ path }) => path)).toEqual([
      'users[0]',
      'users[1]',
      'users[2]',
    ]);
    for (const file of [{}, { users: [] }]) expect(await problemsOf(deps, file)).toEqual([]);
  });

  test('text that no database can keep as it is, a NUL or half a character, is a problem', async () => {
    const { deps } = await startKeyturn();
    for (const name of ['a\0b', 'a\ud800', '\udc00a'])
      expect(
        (await problemsOf(deps, { organisations: [{ ...north, name }] })).map(({ path }) => [name, path]),
      ).toEqual([[name, 'organisations[0].name']]);
  });

  test('R3.2 a country is one of ISO 3166-1, not any region that Unicode knows', async () => {
    const { deps } = await startKeyturn();
    const countries = [
      'ZZ',
      'EU',
      'UN',
      'QO',
      'XA',
      'UK',
      'SU',
      'AN',
      'AA',
      'GB',
      'NL',
      'TW',
      'CW',
      'SS',
      'AX',
    ];
    const refused = [];
    for (const country of countries) {
      const [problem] = await problemsOf(deps, { organisations: [{ ...north, country }] });
      if (problem?.message === text('import.unknown-country', { country })) refused.push(country);
    }
    expect(refused).toEqual(['ZZ', 'EU', 'UN', 'QO', 'XA', 'UK', 'SU', 'AN', 'AA']);
  });

  test('an e-mail address, an identifier and a name belong to one only, letter case of e-mail and name aside', async () => {
    const { deps } = await startKeyturn();
    const twin = { ...olga, id: randomUUID(), email: 'New@North.Example.org' };
    const other = { ...olga, id: randomUUID(), email: 'new@north.example.org' };
    const api = { ...dataApi, id: randomUUID() };
    expect(
      await problemsOf(deps, {
        apis: [api, { ...searchApi, identifier: identifiers.searchSandbox }],
        applications: [
          newApplication({ name: 'Partner-DE-NorthRegistry-DM' }),
          newApplication({ name: 'Partner-DE-NorthRegistry-DM-2' }),
          newApplication({ name: 'Partner-DE-NorthRegistry-DM-2' }),
        ],
        users: [twin, other, { ...anna, email: 'MARIA@south.example.org' }],
      }),
    ).toEqual([
      {
        path: 'apis[0].identifier',
        message: text('import.duplicate-identifier', { identifier: identifiers.data }),
      },
      {
        path: 'apis[1].identifier',
        message: text('import.duplicate-identifier', { identifier: identifiers.searchSandbox }),
      },
      {
        path: 'applications[0].name',
        message: text('import.duplicate-name', { name: 'Partner-DE-NorthRegistry-DM' }),
      },
      {
        path: 'applications[2].name',
        message: text('import.duplicate-name', { name: 'Partner-DE-NorthRegistry-DM-2' }),
      },
      { path: 'users[1].email', message: text('import.duplicate-email', { email: other.email }) },
      {
        path: 'users[2].email',
        message: text('import.duplicate-email', { email: 'MARIA@south.example.org' }),
      },
    ]);
  });

  test('an ID twice in one list is a problem, in any letter case', async () => {
    const { deps } = await startKeyturn();
    const problems = await problemsOf(deps, {
      organisations: [north, { ...north, id: north.id.toUpperCase() }],
      apis: [dataApi, dataApi],
      applications: [northData, northData],
      users: [anna, anna],
      managers: [annasRole, annasRole],
    });
    expect(problems).toEqual([
      { path: 'organisations[1].id', message: text('import.duplicate-id', { id: north.id }) },
      { path: 'apis[1].id', message: text('import.duplicate-id', { id: ids.apis.data }) },
      {
        path: 'applications[1].clientId',
        message: text('import.duplicate-id', { id: ids.applications.northData }),
      },
      { path: 'users[1].id', message: text('import.duplicate-id', { id: ids.users.anna }) },
      {
        path: 'managers[1].user',
        message: text('import.duplicate-id', {
          id: `${ids.applications.northSearch} ${ids.users.anna}`,
        }),
      },
    ]);
  });

  test('a client ID is never an API’s ID, in one file or against the database, either way round', async () => {
    const { deps } = await startKeyturn();
    const id = randomUUID();
    const api = { ...dataApi, id, identifier: 'https://new.example.org' };
    const clientId = { path: 'applications[0].clientId', message: text('import.id-taken', { id }) };
    expect(await problemsOf(deps, { apis: [api], applications: [newApplication({ clientId: id })] })).toEqual(
      [clientId],
    );
    expect(
      await problemsOf(deps, { applications: [newApplication({ clientId: ids.apis.search.toUpperCase() })] }),
    ).toEqual([{ ...clientId, message: text('import.id-taken', { id: ids.apis.search }) }]);
    expect(await problemsOf(deps, { apis: [{ ...api, id: ids.applications.southData }] })).toEqual([
      { path: 'apis[0].id', message: text('import.id-taken', { id: ids.applications.southData }) },
    ]);
  });

  test('R2.3 an application keeps its organisation and kind, a user their organisation', async () => {
    const { deps } = await startKeyturn();
    const alternative = { ...northSearch, kind: 'partner-alternative', apis: [ids.apis.searchSandbox] };
    expect(
      await problemsOf(deps, {
        applications: [{ ...northData, organisation: south.id }, alternative],
        users: [
          { ...olga, organisation: south.id },
          { id: ids.users.anna, email: anna.email, name: anna.name, role: 'operator' },
        ],
      }),
    ).toEqual([
      { path: 'applications[0].organisation', message: text('import.organisation-fixed') },
      { path: 'applications[1].kind', message: text('import.kind-fixed') },
      { path: 'users[0].organisation', message: text('import.organisation-fixed') },
      { path: 'users[1].organisation', message: text('import.organisation-fixed') },
    ]);
  });

  test('members name their organisation, operators do not, and applications never belong to the operator', async () => {
    const { deps } = await startKeyturn();
    const own = await deps.db
      .selectFrom('organisation')
      .select('id')
      .where('kind', '=', 'operator')
      .executeTakeFirstOrThrow();
    const person = { name: 'New', email: 'new@example.org' };
    const operator = { ...person, id: randomUUID(), email: 'op@example.org', role: 'operator' };
    expect(
      await problemsOf(deps, {
        applications: [newApplication({ organisation: own.id })],
        users: [
          { ...person, id: randomUUID() },
          { ...operator, organisation: ids.organisations.north },
        ],
      }),
    ).toEqual([
      { path: 'applications[0].organisation', message: text('import.operator-organisation') },
      { path: 'users[0].organisation', message: text('import.organisation-missing') },
      { path: 'users[1].organisation', message: text('import.operator-user-organisation') },
    ]);
  });

  test('an automation client of the operator is no application that a file may state', async () => {
    const keyturn = await startKeyturn();
    const { clientId } = await keyturn.operatorClient();
    const stated = await problemsOf(keyturn.deps, { applications: [newApplication({ clientId })] });
    expect(stated).toEqual([
      { path: 'applications[0].clientId', message: text('import.operator-client-id') },
      { path: 'applications[0].organisation', message: text('import.organisation-fixed') },
    ]);
    const problems = await problemsOf(keyturn.deps, {
      applications: [newApplication()],
      managers: [{ ...annasRole, application: clientId }],
    });
    expect(problems).toEqual([{ path: 'managers[0].user', message: text('import.manager-organisation') }]);
  });
});

describe('names', () => {
  test('R3.2 are proposed by the pattern, transliterated, and get -2, -3 where taken', async () => {
    const { deps } = await startKeyturn();
    const organisation = (name: string, country: string) => ({ ...north, id: randomUUID(), name, country });
    const named = [
      organisation('Zürich Øst & Søn (Fußgänger)', 'CH'),
      organisation('Ελληνικό Μητρώο', 'GR'),
      organisation('日本赤十字社', 'JP'),
    ];
    const applications = [
      ...named.map(({ id }) => newApplication({ organisation: id })),
      newApplication(),
      newApplication(),
      newApplication({ apis: [ids.apis.search] }),
    ];
    await accept(deps, { organisations: named, applications });
    const names = [];
    for (const { clientId } of applications) names.push(await nameOf(deps, String(clientId)));
    expect(names).toEqual([
      'Partner-CH-ZurichOstSonFussganger-DM',
      'Partner-GR-EllinikoMitroo-DM',
      'Partner-JP-RiBenChiShiZiShe-DM',
      'Partner-DE-NorthRegistry-DM-2',
      'Partner-DE-NorthRegistry-DM-3',
      'Partner-DE-NorthRegistry-SMC-2',
    ]);
  });

  test('R3.2 a stated name must be the pattern’s, or that with a number from -2 on', async () => {
    const { deps } = await startKeyturn();
    const base = 'Partner-DE-NorthRegistry-DM';
    const refused = [
      'Partner-DE-North-DM',
      `${base}-1`,
      `${base}-02`,
      `${base}-0`,
      `${base}-x`,
      `${base}-`,
      `${base}2`,
    ];
    const problems = await problemsOf(deps, {
      applications: refused.map((name) => newApplication({ name })),
    });
    expect(problems).toEqual(
      refused.map((name, index) => ({
        path: `applications[${index}].name`,
        message: text('import.name-pattern', { expected: base, name }),
      })),
    );
    const application = newApplication({ name: `${base}-17` });
    await accept(deps, { applications: [application, newApplication({ name: `${base}-2` })] });
    expect(await nameOf(deps, String(application['clientId']))).toBe(`${base}-17`);
  });

  test('R3.2 a renamed organisation leaves its applications’ names alone; new ones follow the new name', async () => {
    const { deps } = await startKeyturn();
    const application = newApplication();
    const renamed = { ...north, name: 'Registry of the North', country: 'AT' };
    const old = 'Partner-DE-NorthRegistry-SMC';
    const summary = await accept(deps, {
      organisations: [renamed],
      applications: [{ ...northSearch, name: old }, northData, application],
    });
    expect(summary.applications).toEqual({ created: 1, updated: 0, unchanged: 2 });
    expect(await nameOf(deps, ids.applications.northSearch)).toBe(old);
    expect(await nameOf(deps, ids.applications.northData)).toBe('Partner-DE-NorthRegistry-DM');
    expect(await nameOf(deps, String(application['clientId']))).toBe('Partner-AT-RegistryoftheNorth-DM');
    const other = { ...northData, name: `${old}-2` };
    expect((await problemsOf(deps, { applications: [other] })).map(({ path }) => path)).toEqual([
      'applications[0].name',
    ]);
  });

  test('R3.2 PartnerAlternative is permitted exactly one API, a sandbox', async () => {
    const { deps } = await startKeyturn();
    const alternative = (apis: string[]) => newApplication({ kind: 'partner-alternative', apis });
    const allowed = alternative([ids.apis.searchSandbox]);
    const message = text('import.alternative-apis');
    expect(
      await problemsOf(deps, {
        applications: [
          alternative([ids.apis.search]),
          allowed,
          alternative([ids.apis.search, ids.apis.searchSandbox]),
        ],
      }),
    ).toEqual([
      { path: 'applications[0].apis', message },
      { path: 'applications[2].apis', message },
    ]);
    await accept(deps, { applications: [allowed] });
    expect(await nameOf(deps, String(allowed['clientId']))).toBe('PartnerAlternative-DE-NorthRegistry-SMC');
    expect(
      await problemsOf(deps, {
        apis: [{ ...sandboxApi, environment: 'production' }],
        applications: [allowed],
      }),
    ).toEqual([
      {
        path: 'apis[0].environment',
        message: text('import.api-in-use', { count: 1, names: 'PartnerAlternative-DE-NorthRegistry-SMC' }),
      },
    ]);
  });

  test('R3.2 the code of an API changes only together with those of the APIs that applications have beside it', async () => {
    const { deps } = await startKeyturn();
    const [recoded, sandboxRecoded] = [
      { ...searchApi, code: 'SM' },
      { ...sandboxApi, code: 'SM' },
    ];
    const message = text('import.api-in-use', { count: 1, names: 'Partner-DE-NorthRegistry-SMC' });
    expect(await problemsOf(deps, { apis: [recoded] })).toEqual([{ path: 'apis[0].code', message }]);
    await accept(deps, { apis: [recoded, sandboxRecoded] });
  });

  test('R3.2 the APIs of one application have one code', async () => {
    const { deps } = await startKeyturn();
    const application = newApplication({ apis: [ids.apis.search, ids.apis.data, ids.apis.searchSandbox] });
    expect(await problemsOf(deps, { applications: [application] })).toEqual([
      { path: 'applications[0].apis', message: text('import.codes-differ', { codes: 'SMC, DM' }) },
    ]);
  });
});

describe('credential managers', () => {
  test('R5.1 R5.2 are users of the application’s own organisation, and no operators', async () => {
    const { deps } = await startKeyturn();
    expect(
      await problemsOf(deps, {
        managers: [
          { ...annasRole, user: ids.users.maria },
          { ...annasRole, application: ids.applications.southData },
          { ...annasRole, user: ids.users.operator },
        ],
      }),
    ).toEqual([
      { path: 'managers[0].user', message: text('import.manager-organisation') },
      { path: 'managers[1].user', message: text('import.manager-organisation') },
      { path: 'managers[2].user', message: text('import.manager-operator') },
    ]);
  });

  test('R5.1 need a confirmation with who, when and a reference, not dated in the future', async () => {
    const { deps } = await startKeyturn();
    const { confirmedBy, confirmedAt: _at, reference, ...bare } = annasRole;
    const role = { ...bare, user: ids.users.olga, confirmedBy, reference };
    const paths = async (manager: Item) =>
      (await problemsOf(deps, { managers: [manager] })).map(({ path }) => path);
    expect(await paths(bare)).toEqual([
      'managers[0].confirmedBy',
      'managers[0].confirmedAt',
      'managers[0].reference',
    ]);
    expect(await paths({ ...role, confirmedAt: '2027-03-16' })).toEqual(['managers[0].confirmedAt']);
    const late = await problemsOf(deps, {
      managers: [{ ...role, confirmedAt: new Date(startOfTest.getTime() + 1).toISOString() }],
    });
    expect(late).toEqual([{ path: 'managers[0].confirmedAt', message: text('import.confirmed-in-future') }]);
    expect(await paths({ ...role, confirmedAt: '2027-03-16T11:00:00+01:00' })).toEqual([]);
  });
});

describe('an application that is in use', () => {
  test('keeps its secrets and self-management over another import, each of which is a new revision', async () => {
    const keyturn = await startKeyturn();
    const secret = await keyturn.createSecret('northData');
    const query = keyturn.deps.db
      .selectFrom('application')
      .selectAll()
      .where('id', '=', ids.applications.northData);
    await byHand(keyturn.deps, keyturn.deps.db.updateTable('application').set({ self_managed: true }));
    const before = withoutRevision(await query.executeTakeFirstOrThrow());
    await accept(keyturn.deps, {
      organisations: [{ ...north, name: 'Renamed' }],
      applications: [{ ...northData, status: 'disabled' }],
    });
    const revision = before?.secrets_revision ?? 0;
    const disabled = { ...before, status: 'disabled', secrets_revision: revision + 1 };
    expect(withoutRevision(await query.executeTakeFirstOrThrow())).toEqual(disabled);
    await accept(keyturn.deps, federation);
    const after = withoutRevision(await query.executeTakeFirstOrThrow());
    expect(after).toEqual({ ...before, secrets_revision: revision + 2 });
    await expect(keyturn.accessToken(secret)).resolves.toBeTypeOf('string');
  });

  test('R3.3 a permission taken away stops new tokens and those issued; the others go on', async () => {
    const keyturn = await startKeyturn();
    const secret = await keyturn.createSecret('northSearch');
    const [search, sandbox] = [
      await keyturn.introspectionCredential('search'),
      await keyturn.introspectionCredential('searchSandbox'),
    ];
    const searchToken = await keyturn.accessToken(secret, identifiers.search);
    const sandboxToken = await keyturn.accessToken(secret, identifiers.searchSandbox);
    const isActive = async (api: { clientId: string; clientSecret: string }, token: string) => {
      const form = { token, client_id: api.clientId, client_secret: api.clientSecret };
      return (await keyturn.requestToken(form, '/oauth2/introspect')).json<{ active: boolean }>().active;
    };
    expect([await isActive(search, searchToken), await isActive(sandbox, sandboxToken)]).toEqual([
      true,
      true,
    ]);

    const reduced = { ...northSearch, apis: [ids.apis.searchSandbox] };
    expect((await accept(keyturn.deps, { applications: [reduced] })).applications.updated).toBe(1);
    expect([await isActive(search, searchToken), await isActive(sandbox, sandboxToken)]).toEqual([
      false,
      true,
    ]);
    await expect(keyturn.accessToken(secret, identifiers.search)).rejects.toThrow('invalid_target');
    await expect(keyturn.accessToken(secret, identifiers.searchSandbox)).resolves.toBeTypeOf('string');

    await accept(keyturn.deps, { applications: [northSearch] });
    expect(await isActive(search, searchToken)).toBe(true);
  });
});

/** Every change has another one. */
const withoutRevision = <Row extends object>(row: Row | undefined) =>
  row && { ...row, changed_revision: undefined };
