import type { Application, ImportPreview } from '@keyturn/contract';
import { describe, expect, test } from 'vitest';
import {
  entraAnswers,
  entraApp,
  entraIds,
  entraList,
  entraListWithQuestions,
  entraSecret,
} from '../support/entra.ts';
import { ids } from '../support/federation.ts';
import { startKeyturn, type TestKeyturn } from '../support/keyturn.ts';

async function start() {
  const keyturn = await startKeyturn();
  const headers = await keyturn.signedIn('operator');
  const post = (path: string, payload: object) =>
    keyturn.app.inject({ method: 'POST', url: `/api/v1${path}`, headers, payload });
  const preview = async (file: unknown, answers?: object): Promise<ImportPreview> => {
    const answer = await post('/imports/preview', { file, ...(answers === undefined ? {} : { answers }) });
    expect([answer.statusCode, answer.json<{ errors?: unknown }>().errors]).toEqual([200, undefined]);
    return answer.json<ImportPreview>();
  };
  /** Imports what has to be in order. */
  const accept = async (file: unknown, answers?: object): Promise<ImportPreview> => {
    const seen = await preview(file, answers);
    expect(seen.problems).toEqual([]);
    const payload = { file, digest: seen.digest, ...(answers === undefined ? {} : { answers }) };
    expect((await post('/imports', payload)).statusCode).toBe(200);
    return seen;
  };
  const application = async (clientId: string): Promise<Application> => {
    const answer = await keyturn.app.inject({ url: `/api/v1/applications/${clientId}`, headers });
    return answer.json<Application>();
  };
  return { keyturn, preview, accept, application };
}

const secretsOf = ({ secretsElsewhere }: Application): string[] =>
  secretsElsewhere.map(({ name, hint, expiresAt }) => `${name} ${hint ?? '-'} ${expiresAt.slice(0, 10)}`);

const rows = ({ deps }: TestKeyturn) =>
  deps.db.selectFrom('secret_elsewhere').selectAll().orderBy('expires_at').execute();

describe('R2.3 the JSON of az ad app list', () => {
  test('brings an application with its client ID, its name by the pattern, its permissions and the dates of its secrets', async () => {
    const { accept, application } = await start();
    const seen = await accept(entraList());
    expect(seen.format).toBe('entra');
    expect(seen.counts).toMatchObject({
      applications: { created: 1 },
      secretsElsewhere: { created: 2 },
      apis: { created: 0 },
    });
    const brought = await application(entraIds.northSearch);
    expect(brought).toMatchObject({
      clientId: entraIds.northSearch,
      name: 'Partner-DE-NorthRegistry-SMC-2',
      organisation: { id: ids.organisations.north },
      secrets: [],
      managers: [],
    });
    expect(brought.apis.map(({ id }) => id)).toEqual([ids.apis.search, ids.apis.searchSandbox]);
    // What expired more than a month ago is not told of.
    expect(secretsOf(brought)).toEqual(['Gateway q8C 2027-11-14', `${entraIds.keys.nameless} - 2028-01-10`]);
    expect(brought.secretsElsewhere[0]).toMatchObject({ system: 'entra' });
  });

  test('says which of its applications are not taken over, and why; an API that is here already is none of them', async () => {
    const { preview } = await start();
    const files = await preview([
      ...entraList(),
      entraApp(entraIds.matchApi, 'Forgotten API', { identifierUris: ['api://forgotten'] }),
    ]);
    expect(files.leftOut).toEqual([
      { appId: entraIds.intranet, name: 'Intranet', path: '[2]', reason: 'uses-no-api' },
      { appId: entraIds.matchApi, name: 'Forgotten API', path: '[3]', reason: 'used-by-nobody' },
    ]);
  });

  test('is read whatever else stands in it, and each place where it does not fit is named as it is there', async () => {
    const { preview } = await start();
    const [first] = entraList();
    const seen = await preview([
      { ...first, appId: 'x' },
      {
        ...first,
        passwordCredentials: [
          entraSecret(entraIds.keys.gateway, '2027-11-14T11:00:00Z'),
          { keyId: 'x' },
          null,
        ],
      },
      { displayName: 'No application' },
      null,
      first,
      first,
    ]);
    expect(seen.problems.map(({ path }) => path)).toEqual([
      '[0].appId',
      '[1].passwordCredentials[1].keyId',
      '[1].passwordCredentials[1].endDateTime',
      '[1].passwordCredentials[2]',
      '[2].appId',
      '[3]',
      '[5].appId',
      ...[0, 1, 2].map((index) => `[5].passwordCredentials[${index}].keyId`),
    ]);
    expect((await preview([])).problems).toEqual([{ path: '', message: 'The list is empty.' }]);
  });

  test('never brings a value: what stands in it as a secret is kept nowhere', async () => {
    const { keyturn, accept } = await start();
    const value = 'q8C8Q~never-to-be-kept';
    const [first] = entraList();
    await accept([
      {
        ...first,
        passwordCredentials: [
          entraSecret(entraIds.keys.gateway, '2027-11-14T11:00:00Z', { secretText: value }),
        ],
      },
    ]);
    const events = await keyturn.deps.db.selectFrom('audit_event').selectAll().execute();
    expect(JSON.stringify([await rows(keyturn), events])).not.toContain(value);
    // And none of them authenticates anything.
    const refused = await keyturn.requestToken({
      grant_type: 'client_credentials',
      client_id: entraIds.northSearch,
      client_secret: value,
    });
    expect(refused.statusCode).toBe(401);
  });
});

describe('R3.2 names of applications from Entra', () => {
  const named = (displayName: string, appId: string = entraIds.northSearch) => ({
    ...entraList()[0],
    appId,
    displayName,
    passwordCredentials: [],
  });

  test('that do not fit are proposed anew, with the old name beside them', async () => {
    const { preview } = await start();
    const answers = { organisations: { [entraIds.northSearch]: ids.organisations.north } };
    const seen = await preview([named('search prod (do not delete)')], answers);
    expect(seen.changes).toMatchObject([
      {
        after: { name: 'Partner-DE-NorthRegistry-SMC-2' },
        notes: [
          'In Entra it is named search prod (do not delete), which does not fit the pattern or is taken.',
        ],
      },
    ]);
  });

  test('that are taken, here or by another of the list, get a number', async () => {
    const { preview } = await start();
    const names = async (...list: object[]) =>
      (await preview(list)).changes.map(({ id, name }) => `${id.slice(-1)} ${name}`);
    expect(await names(named('Partner-DE-NorthRegistry-SMC'))).toEqual(['1 Partner-DE-NorthRegistry-SMC-2']);
    expect(
      await names(
        named('Partner-DE-NorthRegistry-SMC'),
        named('Partner-DE-NorthRegistry-SMC-2', entraIds.unnamed),
        named('partner-de-northregistry-smc-3', entraIds.intranet),
      ),
    ).toEqual([
      '2 Partner-DE-NorthRegistry-SMC-2',
      '1 Partner-DE-NorthRegistry-SMC-3',
      '4 Partner-DE-NorthRegistry-SMC-4',
    ]);
  });
});

describe('what the list cannot say', () => {
  test('is asked, and nothing is imported before each question is answered', async () => {
    const { preview } = await start();
    const seen = await preview(entraListWithQuestions());
    expect(seen.questions).toEqual([
      {
        kind: 'api',
        appId: entraIds.matchApi,
        name: 'Match-Connect Sandbox',
        path: '[4]',
        secrets: 0,
        usedBy: 1,
        proposal: {
          name: 'Match-Connect Sandbox',
          identifier: 'https://sandbox.match.example.org',
          environment: 'sandbox',
        },
        answer: null,
      },
      {
        kind: 'organisation',
        appId: entraIds.unnamed,
        name: 'Search gateway of the South',
        path: '[3]',
        secrets: 1,
        candidates: [],
        answer: null,
      },
    ]);
    expect(seen.openQuestions).toBe(2);
    expect(seen.problems.map(({ path }) => path)).toEqual(['[4]', '[3].displayName']);
  });

  test('is taken from the answers', async () => {
    const { accept, application, keyturn } = await start();
    const seen = await accept(entraListWithQuestions(), entraAnswers);
    expect(seen.openQuestions).toBe(0);
    expect(seen.questions.map(({ answer }) => answer)).toEqual([
      {
        api: {
          code: 'SMC',
          environment: 'sandbox',
          identifier: 'https://sandbox.match.example.org',
          name: 'Match-Connect Sandbox',
        },
      },
      { organisation: { id: ids.organisations.south, name: 'South Bank' } },
    ]);
    expect(await application(entraIds.unnamed)).toMatchObject({
      name: 'Partner-BR-SouthBank-SMC',
      organisation: { id: ids.organisations.south },
      apis: [{ id: entraIds.matchApi }],
      secretsElsewhere: [{ name: 'Gateway' }],
    });
    const api = await keyturn.deps.db
      .selectFrom('api')
      .selectAll()
      .where('id', '=', entraIds.matchApi)
      .executeTakeFirstOrThrow();
    expect(api).toMatchObject({ code: 'SMC', environment: 'sandbox', roles: ['Match.Use'] });
    // The same list again asks nothing about what is here now.
    const again = await accept(entraListWithQuestions());
    expect([again.questions, again.total.created, again.total.updated]).toEqual([[], 0, 0]);
  });

  test('may be left out; what then has no API is a problem of its own', async () => {
    const { preview } = await start();
    const both = {
      organisations: { [entraIds.unnamed]: null },
      apis: { [entraIds.matchApi]: null },
    };
    const seen = await preview(entraListWithQuestions(), both);
    expect([seen.problems, seen.openQuestions]).toEqual([[], 0]);
    expect(seen.leftOut.map(({ appId, reason }) => `${appId} ${reason}`)).toEqual([
      `${entraIds.matchApi} chosen`,
      `${entraIds.intranet} uses-no-api`,
      `${entraIds.unnamed} chosen`,
    ]);
    const withoutApi = { ...both, organisations: entraAnswers.organisations };
    expect((await preview(entraListWithQuestions(), withoutApi)).problems).toEqual([
      {
        path: '[3].requiredResourceAccess',
        message: `“Search gateway of the South” uses no API that is known here, but: ${entraIds.matchApi}. Add the API first, or leave the application out.`,
      },
    ]);
  });

  test('includes whose an application is when two organisations would have its name', async () => {
    const { keyturn, preview } = await start();
    const headers = await keyturn.signedIn('operator');
    const twin = { name: 'North-Registry', country: 'DE', timeZone: 'Europe/Berlin' };
    const added = await keyturn.app.inject({
      method: 'POST',
      url: '/api/v1/organisations',
      headers,
      payload: twin,
    });
    const { questions } = await preview(entraList());
    expect(questions).toMatchObject([
      {
        kind: 'organisation',
        candidates: [
          { id: ids.organisations.north, name: 'North Registry' },
          { id: added.json<{ id: string }>().id, name: 'North-Registry' },
        ],
      },
    ]);
  });

  test('is checked like everything else: an answer that names nothing, or an application of another organisation', async () => {
    const { accept, preview } = await start();
    const unknown = '0a000000-0000-4000-8000-0000000000ff';
    const wrong = { ...entraAnswers, organisations: { [entraIds.unnamed.toUpperCase()]: unknown } };
    expect((await preview(entraListWithQuestions(), wrong)).problems).toMatchObject([
      { path: '[3].displayName', message: expect.stringContaining(unknown) as string },
    ]);
    await accept(entraList());
    const moved = { organisations: { [entraIds.northSearch]: ids.organisations.south } };
    expect((await preview(entraList(), moved)).problems).toMatchObject([
      { path: '[0].displayName', message: expect.stringContaining('another organisation') as string },
    ]);
  });
});

describe('a newer list', () => {
  const listWith = (...secrets: object[]) => [{ ...entraList()[0], passwordCredentials: secrets }];
  const gateway = entraSecret(entraIds.keys.gateway, '2027-11-14T11:00:00Z');
  const second = entraSecret(entraIds.keys.nameless, '2028-01-10T00:00:00Z', { displayName: 'Second' });

  test('changes the secrets it lists by their ID, adds new ones, and ends those that are gone there', async () => {
    const { accept, application } = await start();
    await accept(listWith(gateway));
    const seen = await accept(listWith({ ...second }, { ...gateway, displayName: 'Gateway (old)' }));
    expect(seen.counts['secretsElsewhere']).toEqual({ created: 1, updated: 1, unchanged: 0, removed: 0 });
    expect(secretsOf(await application(entraIds.northSearch))).toEqual([
      'Gateway (old) q8C 2027-11-14',
      'Second q8C 2028-01-10',
    ]);
    const gone = await accept(listWith(second));
    expect(gone.changes.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'removed Gateway (old) – Partner-DE-NorthRegistry-SMC-2',
    ]);
    expect(secretsOf(await application(entraIds.northSearch))).toEqual(['Second q8C 2028-01-10']);
    // It was another list, or a mistake: what is listed again is there again.
    expect((await accept(listWith(second, gateway))).counts['secretsElsewhere']).toMatchObject({
      updated: 1,
    });
    expect(secretsOf(await application(entraIds.northSearch))).toHaveLength(2);
  });

  test.each(['left out', 'null'])('ends nothing of what is %s in it, as with --query', async (how) => {
    const { accept, application } = await start();
    await accept(listWith(gateway));
    const value = how === 'null' ? null : undefined;
    const unknown = { ...entraList()[0], passwordCredentials: value, requiredResourceAccess: value };
    const seen = await accept([unknown, ...entraList().slice(1)]);
    expect(seen.changes).toEqual([]);
    const kept = await application(entraIds.northSearch);
    expect(secretsOf(kept)).toHaveLength(1);
    expect(kept.apis).toHaveLength(2);
  });

  test('of other applications ends nothing of these', async () => {
    const { accept, application } = await start();
    await accept(listWith(gateway));
    await accept([entraList()[2]]);
    expect(secretsOf(await application(entraIds.northSearch))).toHaveLength(1);
  });

  test('keeps the name and organisation that an application has here; of permissions it knows only its own', async () => {
    const { keyturn, accept, application } = await start();
    await accept(entraList());
    const headers = await keyturn.signedIn('operator');
    const own = await keyturn.app.inject({
      method: 'POST',
      url: '/api/v1/apis',
      headers,
      payload: { identifier: 'https://new.example.org', name: 'New', code: 'SMC', environment: 'production' },
    });
    const apis = [ids.apis.search, own.json<{ id: string }>().id];
    await keyturn.app.inject({
      method: 'PATCH',
      url: `/api/v1/applications/${entraIds.northSearch}`,
      headers,
      payload: { apis, name: 'Partner-DE-NorthRegistry-SMC-9' },
    });
    const seen = await accept(entraList());
    expect(seen.changes).toMatchObject([
      {
        kind: 'updated',
        before: { apis: ['New (production)', 'Search and Match (production)'] },
        after: {
          apis: ['New (production)', 'Search and Match (production)', 'Search and Match (sandbox)'],
        },
      },
    ]);
    expect((await application(entraIds.northSearch)).name).toBe('Partner-DE-NorthRegistry-SMC-9');
  });

  test('does not bring back what somebody said is gone', async () => {
    const { keyturn, accept, application } = await start();
    await accept(listWith(gateway, second));
    const [secret] = (await application(entraIds.northSearch)).secretsElsewhere;
    const headers = await keyturn.signedIn('operator');
    const url = `/api/v1/applications/${entraIds.northSearch}/secrets-elsewhere/${secret?.id ?? ''}`;
    for (let times = 0; times < 2; times += 1)
      expect((await keyturn.app.inject({ method: 'DELETE', url, headers })).statusCode).toBe(204);
    const again = await accept(listWith({ ...gateway, displayName: 'Renamed' }, second));
    expect(again.counts['secretsElsewhere']).toEqual({ created: 0, updated: 0, unchanged: 2, removed: 0 });
    expect(secretsOf(await application(entraIds.northSearch))).toEqual(['Second q8C 2028-01-10']);
    const events = await keyturn.app.inject({
      url: '/api/v1/audit-events?action=secret-elsewhere.gone',
      headers,
    });
    expect(events.json()).toMatchObject({
      items: [
        {
          actor: { id: ids.users.operator },
          target: { type: 'secret-elsewhere', id: secret?.id, name: 'Gateway' },
          applicationId: entraIds.northSearch,
          before: { goneAt: null },
          after: { goneBy: { kind: 'operator' } },
        },
      ],
    });
  });
});
