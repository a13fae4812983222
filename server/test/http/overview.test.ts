import { attention, type Application, type Attention, type Overview } from '@keyturn/contract';
import { describe, expect, test } from 'vitest';
import { fillScale } from '../../src/demo/scale/fill-scale.ts';
import { clientSecretStatus, isUsable } from '../../src/domain/client-secret/client-secret-status.ts';
import { ids } from '../support/federation.ts';
import { expectKeptValues } from '../support/kept-values.ts';
import { startKeyturn, startOfTest, type TestKeyturn } from '../support/keyturn.ts';
import { dayMs, hourMs, requestToken } from '../support/usage.ts';

const { northSearch, northData, southData } = ids.applications;

function askOf(keyturn: TestKeyturn) {
  const get = async (path: string) => {
    const headers = await keyturn.signedIn('operator');
    return keyturn.app.inject({ url: `/api/v1${path}`, headers });
  };
  /** Every item of a list, page by page. */
  const all = async <Item>(path: string): Promise<Item[]> => {
    const items: Item[] = [];
    let cursor = '';
    do {
      const page = (await get(`${path}&limit=200${cursor}`)).json<{ items: Item[]; next: string | null }>();
      items.push(...page.items);
      cursor = page.next === null ? 'end' : `&cursor=${page.next}`;
    } while (cursor !== 'end');
    return items;
  };
  return {
    get,
    all,
    overview: async () => (await get('/overview')).json<Overview>(),
    listed: async (kind: Attention) =>
      (await all<Application>(`/applications?attention=${kind}`)).map(({ clientId }) => clientId),
  };
}

async function start() {
  const keyturn = await startKeyturn();
  const createSecret = (...input: Parameters<TestKeyturn['createSecret']>) => keyturn.createSecret(...input);
  return { keyturn, ...keyturn, ...askOf(keyturn), createSecret };
}

describe('the overview', () => {
  test('is for operators, with every number at zero where nothing is to be seen to', async () => {
    const { get, overview, keyturn } = await start();
    await keyturn.deps.db
      .deleteFrom('credential_manager')
      .where('application_id', '!=', northSearch)
      .execute();
    await keyturn.deps.db
      .updateTable('application')
      .set({ status: 'disabled' })
      .where('id', '!=', northSearch)
      .execute();
    expect((await get('/overview')).statusCode).toBe(200);
    const { applications, failedMails, expirations, tokenRequests, at, timeZone } = await overview();
    expect(applications).toEqual(Object.fromEntries(attention.options.map((kind) => [kind, 0])));
    expect([failedMails, at, timeZone]).toEqual([0, startOfTest.toISOString(), 'UTC']);
    expect(expirations).toHaveLength(26);
    // From the Monday of this week on.
    expect(expirations[0]).toEqual({ week: '2027-03-15', secrets: 0 });
    expect(expirations.at(-1)).toEqual({ week: '2027-09-06', secrets: 0 });
    expect(tokenRequests).toHaveLength(90);
    expect(tokenRequests[0]).toEqual({ date: '2026-12-17', requests: 0 });
    expect(tokenRequests.at(-1)).toEqual({ date: '2027-03-16', requests: 0 });
  });

  test('R1.6 R1.9 R4.1 R5.3 each number is that of the list behind it, in a federation with everything', async () => {
    const { deps, overview, listed, all } = await start();
    await fillScale(deps, { organisations: 150, mails: 800, auditEvents: 50 });
    await expectKeptValues(deps.db);
    const { applications, failedMails } = await overview();
    const wanted = await reckon(deps);
    for (const kind of attention.options) {
      const found = await listed(kind);
      expect([kind, found.length]).toEqual([kind, applications[kind]]);
      expect([kind, found.toSorted()]).toEqual([kind, wanted[kind].toSorted()]);
      // Otherwise it would prove nothing.
      expect([kind, found.length > 0]).toEqual([kind, true]);
    }
    expect(failedMails).toBeGreaterThan(0);
    expect(await all('/notifications?status=failed')).toHaveLength(failedMails);
  });

  test('R1.6 expires within days counts to the millisecond, and only what works', async () => {
    const { deps, listed, createSecret } = await start();
    const secret = await createSecret('northSearch');
    const expire = (inMs: number) =>
      deps.db
        .updateTable('client_secret')
        .set({ expires_at: new Date(startOfTest.getTime() + inMs) })
        .where('id', '=', secret.id)
        .execute();
    const kinds = ['expiring-7', 'expiring-30', 'expiring-60'] as const;
    const found = async () => {
      const lists: Attention[] = [];
      for (const kind of kinds) if ((await listed(kind)).includes(northSearch)) lists.push(kind);
      return lists;
    };
    for (const [inMs, expected] of [
      [0, []],
      [1, kinds],
      [7 * dayMs, kinds],
      [7 * dayMs + 1, kinds.slice(1)],
      [30 * dayMs, kinds.slice(1)],
      [30 * dayMs + 1, kinds.slice(2)],
      [60 * dayMs, kinds.slice(2)],
      [60 * dayMs + 1, []],
    ] as const) {
      await expire(inMs);
      expect([inMs, await found()]).toEqual([inMs, expected]);
    }
    await expire(dayMs);
    const disabled = { disabled_at: startOfTest, disabled_by: '{"kind":"user","id":null,"name":"Anna"}' };
    await deps.db.updateTable('client_secret').set(disabled).execute();
    expect(await found()).toEqual([]);
  });

  test('R4.1 never used ends with the first token request, unused begins 90 days after the last', async () => {
    const { deps, clock, keyturn, listed, createSecret } = await start();
    const secret = await createSecret('northSearch', {
      expiresAt: new Date(startOfTest.getTime() + 360 * dayMs),
    });
    expect([await listed('never-used'), await listed('unused-90')]).toEqual([[northSearch], []]);
    clock.advance(90 * dayMs - 1);
    expect(await listed('unused-90')).toEqual([]);
    clock.advance(1);
    expect([await listed('never-used'), await listed('unused-90')]).toEqual([[northSearch], [northSearch]]);

    expect((await requestToken(keyturn, secret)).statusCode).toBe(200);
    await deps.usage.flush();
    expect([await listed('never-used'), await listed('unused-90')]).toEqual([[], []]);
    clock.advance(90 * dayMs - 1);
    expect(await listed('unused-90')).toEqual([]);
    clock.advance(1);
    expect([await listed('never-used'), await listed('unused-90')]).toEqual([[], [northSearch]]);
    await expectKeptValues(deps.db);
  });

  test('R1.9 expired but still presented: while somebody was refused for it within 35 days, and it is there', async () => {
    const { deps, clock, keyturn, listed, createSecret } = await start();
    const secret = await createSecret('northSearch', {
      expiresAt: new Date(startOfTest.getTime() + 2 * dayMs),
    });
    await requestToken(keyturn, { ...secret, clientSecret: `${secret.clientSecret.slice(0, -1)}0` });
    clock.advance(3 * dayMs);
    expect(await listed('expired-presented')).toEqual([]);
    expect((await requestToken(keyturn, secret)).statusCode).toBe(401);
    await deps.usage.flush();
    expect(await listed('expired-presented')).toEqual([northSearch]);
    clock.advance(35 * dayMs);
    expect(await listed('expired-presented')).toEqual([northSearch]);
    clock.advance(1);
    expect(await listed('expired-presented')).toEqual([]);
    await requestToken(keyturn, secret);
    await deps.usage.flush();
    expect(await listed('expired-presented')).toEqual([northSearch]);
    await expectKeptValues(deps.db);
    await act(keyturn, 'anna', 'DELETE', `/applications/${northSearch}/secrets/${secret.id}`);
    expect(await listed('expired-presented')).toEqual([]);
  });

  test('R5.3 no and one manager follow every change of roles and accounts', async () => {
    const { deps, keyturn, overview, listed } = await start();
    const managers = async () => {
      await expectKeptValues(deps.db);
      const { applications } = await overview();
      return [applications['no-manager'], (await listed('one-manager')).toSorted()];
    };
    expect(await managers()).toEqual([0, [northData, southData]]);
    await act(keyturn, 'operator', 'PATCH', `/users/${ids.users.anna}`, { status: 'disabled' });
    expect(await managers()).toEqual([0, [northSearch, northData, southData]]);
    await act(keyturn, 'operator', 'DELETE', `/applications/${northData}/managers/${ids.users.peter}`);
    expect(await managers()).toEqual([1, [northSearch, southData]]);
    await act(keyturn, 'operator', 'PUT', `/applications/${northData}/managers/${ids.users.olga}`, {
      confirmedBy: 'Head of IT (sample)',
      confirmedAt: '2027-03-01T09:00:00Z',
      reference: 'SAMPLE-2',
    });
    expect(await managers()).toEqual([0, [northSearch, northData, southData]]);
    await act(keyturn, 'operator', 'PATCH', `/users/${ids.users.anna}`, { status: 'active' });
    await act(keyturn, 'operator', 'DELETE', `/users/${ids.users.maria}`);
    expect(await managers()).toEqual([1, [northData]]);
    expect(await listed('no-manager')).toEqual([southData]);
    // Of what is stopped nobody has to see to anything.
    await act(keyturn, 'operator', 'PATCH', `/organisations/${ids.organisations.south}`, {
      status: 'disabled',
      disabledReason: 'Left',
    });
    expect(await managers()).toEqual([0, [northData]]);
  });

  test('R1.8 a rotation is under way until one of its two secrets is deleted', async () => {
    const { deps, keyturn, overview, listed, createSecret } = await start();
    const secrets = `/applications/${northSearch}/secrets`;
    const rotating = async () => {
      await expectKeptValues(deps.db);
      return [(await overview()).applications.rotating, await listed('rotating')];
    };
    const old = await createSecret('northSearch', { name: 'Old' });
    const created = await createSecret('northSearch', { name: 'New' });
    expect(await rotating()).toEqual([0, []]);
    await act(keyturn, 'anna', 'PATCH', `${secrets}/${created.id}`, { replacesSecretId: old.id });
    expect(await rotating()).toEqual([1, [northSearch]]);
    await act(keyturn, 'anna', 'PATCH', `${secrets}/${created.id}`, { replacesSecretId: null });
    expect(await rotating()).toEqual([0, []]);
    await act(keyturn, 'anna', 'POST', secrets, {
      name: 'Newer',
      expiresAt: new Date(startOfTest.getTime() + 100 * dayMs).toISOString(),
      replacesSecretId: old.id,
    });
    expect(await rotating()).toEqual([1, [northSearch]]);
    await act(keyturn, 'anna', 'DELETE', `${secrets}/${old.id}`);
    expect(await rotating()).toEqual([0, []]);
  });

  test('expirations are by weeks and token requests by days of the operator’s time zone', async () => {
    const { deps, clock, keyturn, overview, createSecret } = await start();
    // Half an hour from UTC: days begin in the middle of an hour.
    await deps.db
      .updateTable('organisation')
      .set({ time_zone: 'Asia/Kolkata' })
      .where('kind', '=', 'operator')
      .execute();
    // A Monday begins there on Sunday at 18:30 UTC.
    const sunday = new Date('2027-03-21T18:29:59.999Z');
    const secret = await createSecret('northSearch', { name: 'This week', expiresAt: sunday });
    await createSecret('northSearch', { name: 'Next', expiresAt: new Date('2027-03-21T18:30:00Z') });
    await createSecret('northData', { name: 'Last', expiresAt: new Date('2027-09-12T18:29:59Z') });
    await createSecret('southData', { name: 'Later', expiresAt: new Date('2027-09-12T18:30:00Z') });
    for (const at of ['2027-03-17T18:29:59Z', '2027-03-17T18:30:00Z', '2027-03-17T18:31:00Z']) {
      clock.set(at);
      expect((await requestToken(keyturn, secret)).statusCode).toBe(200);
      // As each second does: requests of one batch count by the first of them.
      await deps.usage.flush();
    }
    const { expirations, tokenRequests, timeZone } = await overview();
    expect(timeZone).toBe('Asia/Kolkata');
    expect(expirations.filter(({ secrets }) => secrets > 0)).toEqual([
      { week: '2027-03-15', secrets: 1 },
      { week: '2027-03-22', secrets: 1 },
      { week: '2027-09-06', secrets: 1 },
    ]);
    expect(tokenRequests.slice(-2)).toEqual([
      { date: '2027-03-17', requests: 1 },
      { date: '2027-03-18', requests: 2 },
    ]);
  });

  test('an unknown attention is refused by name, and goes together with every other filter', async () => {
    const { get, all } = await start();
    const refused = await get('/applications?attention=everything');
    expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([400, 'invalid-request']);
    expect(
      await all(`/applications?attention=one-manager&organisation=${ids.organisations.south}`),
    ).toHaveLength(1);
    expect(await all('/applications?attention=one-manager&search=north&sort=-name')).toHaveLength(1);
    expect(await all('/applications?attention=one-manager&status=disabled')).toHaveLength(0);
  });

  test('a manager filters their own applications by it, and sees no others', async () => {
    const { keyturn } = await start();
    const headers = await keyturn.signedIn('peter');
    const response = await keyturn.app.inject({ url: '/api/v1/applications?attention=one-manager', headers });
    expect(response.json<{ items: Application[] }>().items.map(({ clientId }) => clientId)).toEqual([
      northData,
    ]);
  });
});

async function act(
  keyturn: TestKeyturn,
  as: 'anna' | 'operator',
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  payload?: object,
): Promise<void> {
  const headers = await keyturn.signedIn(as);
  const response = await keyturn.app.inject({
    method,
    url: `/api/v1${path}`,
    headers,
    ...(payload === undefined ? {} : { payload }),
  });
  expect(response.statusCode).toBeLessThan(300);
}

type Deps = TestKeyturn['deps'];

/** The applications of each kind, by the functions that decide everything else about client secrets. */
async function reckon({ db, clock }: Deps): Promise<Record<Attention, string[]>> {
  const now = clock.now();
  const secrets = await db
    .selectFrom('client_secret')
    .leftJoin('client_secret_use', 'client_secret_use.secret_id', 'client_secret.id')
    .selectAll('client_secret')
    .select('client_secret_use.last_used_at')
    .execute();
  const refusals = await db.selectFrom('client_secret_refusal').selectAll().execute();
  const applications = await db
    .selectFrom('application')
    .innerJoin('organisation', 'organisation.id', 'application.organisation_id')
    .select('application.id')
    .where('application.kind', '!=', 'operator-client')
    .where('application.status', '=', 'active')
    .where('organisation.status', '=', 'active')
    .execute();
  const managers = Map.groupBy(
    await db
      .selectFrom('credential_manager')
      .innerJoin('portal_user', 'portal_user.id', 'credential_manager.user_id')
      .select('credential_manager.application_id')
      .where('portal_user.status', '=', 'active')
      .execute(),
    ({ application_id }) => application_id,
  );
  const own = Map.groupBy(secrets, ({ application_id }) => application_id);
  const byId = new Map(secrets.map((secret) => [secret.id, secret]));
  const refusedLately = new Set(
    refusals
      .filter(
        ({ reason, last_at }) => reason === 'expired' && now.getTime() - last_at.getTime() <= 35 * dayMs,
      )
      .map(({ secret_id }) => secret_id),
  );
  type Secret = (typeof secrets)[number];
  const status = (secret: Secret) => clientSecretStatus(secret, now);
  const withSecret = (has: (secret: Secret) => boolean): string[] =>
    applications.filter(({ id }) => (own.get(id) ?? []).some(has)).map(({ id }) => id);
  const within = (days: number) =>
    withSecret(
      (secret) => isUsable(status(secret)) && secret.expires_at.getTime() - now.getTime() <= days * dayMs,
    );
  const managedBy = (count: number): string[] =>
    applications.filter(({ id }) => (managers.get(id) ?? []).length === count).map(({ id }) => id);
  return {
    'expiring-7': within(7),
    'expiring-30': within(30),
    'expiring-60': within(60),
    'expired-presented': withSecret((secret) => status(secret) === 'expired' && refusedLately.has(secret.id)),
    'never-used': withSecret((secret) => isUsable(status(secret)) && secret.last_used_at === null),
    'unused-90': withSecret(
      (secret) =>
        isUsable(status(secret)) &&
        now.getTime() - (secret.last_used_at ?? secret.created_at).getTime() >= 90 * 24 * hourMs,
    ),
    'no-manager': managedBy(0),
    'one-manager': managedBy(1),
    rotating: withSecret(
      ({ deleted_at, replaces_secret_id }) =>
        deleted_at === null && byId.get(replaces_secret_id ?? '')?.deleted_at === null,
    ),
  };
}
