import { expect, onTestFinished, test } from 'vitest';
import { createUsageRecorder } from '../../src/domain/usage/usage-recorder.ts';
import { CommitOutcomeUnknownError, type Db } from '../../src/store/db.ts';
import { listRefusals, listUses } from '../../src/store/usage.ts';
import { ids } from '../support/federation.ts';
import { startKeyturn, startOfTest, type TestKeyturn } from '../support/keyturn.ts';
import { hourMs } from '../support/usage.ts';

const api = ids.apis.search;
const at = (seconds: number): Date => new Date(startOfTest.getTime() + seconds * 1000);
const from = (address: string, userAgent = 'system/1') => ({ address, userAgent });
const agent = (number: number) => from('203.0.113.7', `agent ${number}`);
const stranger = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

async function start() {
  const keyturn = await startKeyturn();
  const { deps } = keyturn;
  const secret = await keyturn.createSecret('northSearch');
  return {
    keyturn,
    deps,
    secret,
    /** Another server on the same database. */
    server: (db: Db = deps.db) => createUsageRecorder({ ...deps, db }),
    uses: (id = secret.id) => listUses(deps.db, [id], new Date(0)),
    refusals: () => listRefusals(deps.db, [secret.id], new Date(0)),
    unproven: async (id: string) =>
      (
        await deps.db
          .selectFrom('application_unproven')
          .select('requests')
          .where('application_id', '=', id)
          .execute()
      ).reduce((sum, { requests }) => sum + Number(requests), 0),
  };
}

test('R1.8 of a secret a hundred callers are told apart in an hour, however often is written; the others are counted together', async () => {
  const { deps, uses, secret, keyturn } = await start();
  const other = await keyturn.createSecret('southData');
  for (let number = 0; number < 250; number += 1) {
    deps.usage.used(secret.id, api, at(number), agent(number));
    if (number % 60 === 59) await deps.usage.flush();
  }
  // The limit is that of one secret: nobody else's callers are pushed out.
  deps.usage.used(other.id, api, at(300), agent(999));
  // Whoever was told apart still is.
  deps.usage.used(secret.id, api, at(301), agent(3));
  await deps.usage.flush();
  const rows = await uses();
  expect(rows).toHaveLength(101);
  expect(rows.reduce((sum, { requests }) => sum + requests, 0)).toBe(251);
  expect(rows.find(({ userAgent }) => userAgent === '(other)')).toMatchObject({
    network: '',
    requests: 150,
    firstAt: at(100),
    lastAt: at(249),
    lastAddress: '203.0.113.7',
  });
  expect(rows.find(({ userAgent }) => userAgent === 'agent 3')).toMatchObject({ requests: 2 });
  expect(await uses(other.id)).toMatchObject([{ userAgent: 'agent 999' }]);
  // In the next hour others can be told.
  deps.usage.used(secret.id, api, new Date(at(0).getTime() + hourMs), agent(777));
  await deps.usage.flush();
  expect((await uses()).at(-1)).toMatchObject({ userAgent: 'agent 777' });
});

test('R1.9 refused callers are limited like those that obtained tokens', async () => {
  const { deps, refusals, secret } = await start();
  for (let number = 0; number < 130; number += 1) {
    deps.usage.refused(secret.id, 'expired', at(number), agent(number));
    if (number === 70) await deps.usage.flush();
  }
  await deps.usage.flush();
  const rows = await refusals();
  expect(rows).toHaveLength(101);
  expect(rows.at(-1)).toMatchObject({ userAgent: '(other)', requests: 30 });
});

test('R1.8 a user agent is kept to 300 characters, without what no database stores', async () => {
  const { deps, uses, secret } = await start();
  deps.usage.used(secret.id, api, at(0), from('203.0.113.7', `a\0b${'c'.repeat(400)}`));
  deps.usage.used(secret.id, api, at(1), from('203.0.113.7', `${'d'.repeat(299)}\u{1F600}`));
  await deps.usage.flush();
  expect((await uses()).map(({ userAgent }) => userAgent)).toEqual([
    `ab${'c'.repeat(297)}`,
    `${'d'.repeat(299)}\uFFFD`,
  ]);
});

test('R1.2 what the database refuses is written later, with nothing lost and in its order', async () => {
  const { deps, uses, secret, keyturn } = await start();
  const { schema } = deps.db;
  await schema.alterTable('client_secret_usage').renameTo('gone').execute();
  for (let second = 0; second < 3; second += 1) {
    deps.usage.used(secret.id, api, at(second), from(`203.0.113.${second}`));
    deps.usage.unproven(secret.clientId, at(second), 'known');
    await expect(deps.usage.flush()).rejects.toThrow('client_secret_usage');
  }
  await schema.alterTable('gone').renameTo('client_secret_usage').execute();
  await deps.usage.flush();
  expect(await uses()).toMatchObject([
    {
      requests: 3,
      firstAt: at(0),
      firstAddress: '203.0.113.0',
      lastAt: at(2),
      lastAddress: '203.0.113.2',
    },
  ]);
  const headers = await keyturn.signedIn('anna');
  const url = `/api/v1/applications/${secret.clientId}/secrets/${secret.id}/usage`;
  expect((await keyturn.app.inject({ url, headers })).json()).toMatchObject({ unprovenThisWeek: 3 });
});

test('R1.2 what two servers saw is added: earliest first, latest last, each with its address', async () => {
  const { deps, uses, secret, server, unproven } = await start();
  const [one, two] = [server(), server()];
  one.used(secret.id, api, at(10), from('203.0.113.10'));
  one.unproven(secret.clientId, at(10), 'known');
  await one.flush();
  two.used(secret.id, api, at(5), from('203.0.113.5'));
  two.used(secret.id, api, at(7), from('203.0.113.7'));
  two.unproven(secret.clientId, at(5), 'known');
  await two.flush();
  const row = {
    requests: 3,
    firstAt: at(5),
    firstAddress: '203.0.113.5',
    lastAt: at(10),
    lastAddress: '203.0.113.10',
  };
  expect(await uses()).toMatchObject([row]);
  expect(await unproven(secret.clientId)).toBe(2);
  const [known] = await deps.db.selectFrom('client_secret_use').selectAll().execute();
  expect(known).toMatchObject({
    first_used_at: at(5),
    last_used_at: at(10),
    last_address: '203.0.113.10',
    request_count: '3',
  });
});

test('R1.2 a COMMIT that was not answered counts nothing twice', async () => {
  const { deps, uses, secret, server, keyturn } = await start();
  let breaks = true;
  const flaky = server(
    withCommit(keyturn, async (commit) => {
      await commit();
      if (breaks) throw Object.assign(new Error('the connection broke'), { code: 'ECONNRESET' });
    }),
  );
  flaky.used(secret.id, api, at(0), agent(0));
  flaky.refused(secret.id, 'disabled', at(0), agent(0));
  await expect(flaky.flush()).rejects.toBeInstanceOf(CommitOutcomeUnknownError);
  // What comes meanwhile is another batch.
  flaky.used(secret.id, api, at(1), agent(0));
  breaks = false;
  await flaky.flush();
  await flaky.flush();
  expect(await uses()).toMatchObject([{ requests: 2, firstAt: at(0), lastAt: at(1) }]);
  expect(await deps.db.selectFrom('client_secret_refusal').select('requests').execute()).toEqual([
    { requests: '1' },
  ]);
});

test('R1.2 a COMMIT that was not answered and did not happen is made up for', async () => {
  const { uses, secret, server, keyturn } = await start();
  let breaks = true;
  const flaky = server(
    withCommit(keyturn, async (commit, rollback) => {
      if (!breaks) return commit();
      await rollback();
      throw Object.assign(new Error('the connection broke'), { code: 'ECONNRESET' });
    }),
  );
  flaky.used(secret.id, api, at(0), agent(0));
  await expect(flaky.flush()).rejects.toBeInstanceOf(CommitOutcomeUnknownError);
  breaks = false;
  await flaky.flush();
  expect(await uses()).toMatchObject([{ requests: 1 }]);
});

test('R1.9 strangers’ client IDs push out no count of an application that exists', async () => {
  const { deps, secret, unproven } = await start();
  const flood = (): void => {
    for (let number = 0; number < 2_000; number += 1) {
      deps.usage.unproven(stranger(number), at(0), 'claimed');
      deps.usage.mistaken(stranger(number), 'secret-form', at(0), from('192.0.2.1'));
    }
  };
  flood();
  // Its credentials were checked, so it exists.
  deps.usage.unproven(secret.clientId, at(0), 'known');
  await deps.usage.flush();
  flood();
  // A value that is no secret is refused without a look at the database; but that is known now.
  deps.usage.unproven(secret.clientId, at(1), 'claimed');
  deps.usage.mistaken(secret.clientId, 'secret-form', at(1), from('203.0.113.7'));
  await deps.usage.flush();
  expect(await unproven(secret.clientId)).toBe(2);
  expect(await deps.db.selectFrom('application_mistake').select('place').execute()).toEqual([
    { place: '203.0.113.7' },
  ]);
});

test('R1.9 mistakes with the credentials of an application are kept from a thousand places in an hour at most', async () => {
  const { deps, secret } = await start();
  deps.usage.unproven(secret.clientId, at(0), 'known');
  for (let number = 0; number < 1_500; number += 1) {
    const address = `2001:db8:${number.toString(16)}::1`;
    deps.usage.mistaken(secret.clientId, 'secret-form', at(0), from(address));
    if (number % 400 === 0) await deps.usage.flush();
  }
  await deps.usage.flush();
  expect(await deps.db.selectFrom('application_mistake').select('place').execute()).toHaveLength(1_000);
});

test('R1.2 pages are told of applications whose use changed, never of client IDs that do not exist', async () => {
  const { deps, secret } = await start();
  const told: string[] = [];
  onTestFinished(
    deps.changes.subscribe((changed) => told.push(...(changed === 'everything' ? [changed] : changed))),
  );
  deps.usage.mistaken(stranger(1), 'secret-form', at(0), from('203.0.113.7'));
  deps.usage.unproven(stranger(1), at(0), 'claimed');
  await deps.usage.flush();
  expect(told).toEqual([]);
  deps.usage.mistaken(secret.clientId, 'secret-form', at(0), from('203.0.113.7'));
  await deps.usage.flush();
  expect(told).toEqual([secret.clientId]);
  deps.usage.used(secret.id, api, at(0), agent(0));
  await deps.usage.flush();
  expect(told).toEqual([secret.clientId, secret.clientId]);
});

test('R1.2 more rows than one statement takes are written exactly', async () => {
  const { deps, secret } = await start();
  const hours = 30;
  for (let hour = 0; hour < hours; hour += 1)
    for (let number = 0; number < 100; number += 1)
      deps.usage.used(secret.id, api, new Date(at(0).getTime() + hour * hourMs), agent(number));
  await deps.usage.flush();
  const { rows, requests } = await deps.db
    .selectFrom('client_secret_usage')
    .select(({ fn }) => [fn.countAll<string>().as('rows'), fn.sum<string>('requests').as('requests')])
    .executeTakeFirstOrThrow();
  expect([rows, requests]).toEqual(['3000', '3000']);
  const [use] = await deps.db.selectFrom('client_secret_use').select('request_count').execute();
  expect(use).toEqual({ request_count: '3000' });
});

/** The same database, whose COMMITs of transactions are `answer`. */
function withCommit(
  { deps }: TestKeyturn,
  answer: (commit: () => Promise<unknown>, rollback: () => Promise<unknown>) => Promise<unknown>,
): Db {
  const begin = async () => {
    const tx = await deps.db.startTransaction().setIsolationLevel('read committed').execute();
    const commit = () => ({
      execute: () =>
        answer(
          () => tx.commit().execute(),
          () => tx.rollback().execute(),
        ),
    });
    return over(tx, { commit });
  };
  const startTransaction = () => ({ setIsolationLevel: () => ({ execute: begin }) });
  return over(deps.db, { startTransaction });
}

/** An object with some of its methods replaced. */
const over = <Base extends object>(base: Base, replaced: Record<string, unknown>): Base =>
  new Proxy(base, {
    get(target, name) {
      if (typeof name === 'string' && name in replaced) return replaced[name];
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
