import { sql } from 'kysely';
import pg from 'pg';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { inTransaction } from '../../src/store/db.ts';
import { momentOf } from '../../src/domain/token-memory/times.ts';
import { beginGeneration, readCacheHead, type CacheHead } from '../../src/store/cache-head.ts';
import { startPostgresProxy } from '../support/postgres-proxy.ts';
import {
  isPending,
  passTimeUntil,
  startServers,
  type Otherwise,
  type TestServer,
} from '../support/servers.ts';
import type { SteppingPool } from '../support/stepping-pool.ts';

type World = Awaited<ReturnType<typeof startServers>>;

const renewal = 'update server_instance';
const catchUp = 'as "secrets"';
const clientRead = 'from "application" inner join "organisation"';
const leaseMs = 3_000;
const waitMs = 3_300;
/** Long enough for whatever does not wait for anything. */
const busyMs = 700;

const gotToken = async (server: TestServer): Promise<boolean> =>
  (await server.requestToken()).statusCode === 200;

/** A server that holds a lease, and answers from memory. */
async function startServing(world: World, otherwise?: Otherwise): Promise<TestServer> {
  const server = await world.startServer(otherwise);
  const { statements } = server.database;
  expect([await gotToken(server), server.database.statements - statements]).toEqual([true, 0]);
  return server;
}

/** A connection of somebody who writes by hand. */
async function connect({ url }: World): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}

const alike = (): void => undefined;
const isShared = inject('database') === 'postgres';

/*
 * Each interleaving ends with a token request that is sent after the deletion was answered, and answers whether it got
 * a token. A mutant is the same with a server that is made otherwise, and gets one: the test would notice.
 */
describe.runIf(isShared)('R1.5 a deletion that was answered', () => {
  async function earlierRevisionCommitsLater(world: World): Promise<boolean> {
    const server = await startServing(world);
    const client = await connect(world);
    await client.query('begin');
    await client.query(`update client_secret set deleted_at = now(), deleted_by = '{}' where id = $1`, [
      world.secret.id,
    ]);
    const { rows } = await client.query<{ taken: string }>(
      `select current_setting('keyturn.revision') as taken`,
    );
    const other = world.db.updateTable('api').set({ documentation_url: 'x' }).execute();
    await isPending(other, busyMs);
    const renewed = server.instance.follow();
    await isPending(renewed, busyMs);
    await client.query('commit');
    await Promise.all([other, renewed]);
    await server.deps.changes.reach(Number(rows[0]?.taken));
    return gotToken(server);
  }

  test('gets no token by a revision that was taken earlier and committed later', async () => {
    expect(await earlierRevisionCommitsLater(await startServers())).toBe(false);
  });

  test('mutant: revisions from a sequence', async () => {
    const world = await startServers();
    const client = await connect(world);
    const original = await client.query<{ text: string }>(
      `select pg_get_functiondef('take_revision'::regproc) as text`,
    );
    await client.query(`
      create sequence mutant start with ${(await readCacheHead(world.db)).revision + 1};
      create or replace function take_revision() returns bigint language plpgsql as $$
      begin
        if coalesce(current_setting('keyturn.revision', true), '') = '' then
          perform set_config('keyturn.revision', nextval('mutant')::text, true);
        end if;
        return current_setting('keyturn.revision')::bigint;
      end $$;
      create function mutant() returns trigger language plpgsql as $$
      begin
        update cache_head set revision = greatest(revision, new.changed_revision);
        return null;
      end $$;
      create constraint trigger mutant after update on client_secret deferrable initially deferred
        for each row execute function mutant();
      create constraint trigger mutant after update on api deferrable initially deferred
        for each row execute function mutant()`);
    onTestFinished(async () => {
      await client.query(`drop trigger mutant on client_secret; drop trigger mutant on api;
        drop function mutant; drop sequence mutant; ${original.rows[0]?.text ?? ''}`);
    });
    expect(await earlierRevisionCommitsLater(world)).toBe(true);
  });

  /** The first renewal of a server begins before the change commits, and ends after it was answered. */
  async function firstRenewalBesideChange(
    world: World,
    change: (database: SteppingPool) => void,
  ): Promise<boolean> {
    const server = await world.startServer();
    const { id } = await world.db.selectFrom('server_instance').select('id').executeTakeFirstOrThrow();
    const writer = await world.startServer();
    // As one that has just read everything and has no lease yet.
    server.lease.drop();
    await world.db.updateTable('server_instance').set({ applied: null }).where('id', '=', id).execute();
    change(server.database);
    const client = await connect(world);
    await client.query('begin');
    await client.query('select from server_instance where id = $1 for update', [id]);
    const renewed = server.instance.renew();
    await isPending(renewed);
    const deleted = writer.deleteSecret();
    await isPending(deleted, busyMs);
    await client.query('commit');
    await renewed;
    await passTimeUntil(deleted, [server, writer]);
    return gotToken(server);
  }

  test('gets no token by a renewal that began before it: one waits for the other', async () => {
    expect(await firstRenewalBesideChange(await startServers(), alike)).toBe(false);
  });

  test('mutant: a renewal that does not lock the head', async () => {
    const unlocked = (database: SteppingPool) => database.rewrite('for share', '');
    expect(await firstRenewalBesideChange(await startServers(), unlocked)).toBe(true);
  });

  /** The answer to a renewal is on its way for longer than a writer waits. */
  async function lateAnswer(world: World, otherwise?: Otherwise): Promise<boolean> {
    const writer = await world.startServer();
    const server = await startServing(world, otherwise);
    const pause = server.database.pause('after', renewal);
    const renewed = server.instance.renew();
    await pause.reached;
    const deleted = writer.deleteSecret();
    expect(await isPending(deleted)).toBe(true);
    await passTimeUntil(deleted, [server, writer]);
    pause.goOn();
    await renewed;
    return gotToken(server);
  }

  test('gets no token by a renewal whose answer was late: a lease counts from the question', async () => {
    expect(await lateAnswer(await startServers())).toBe(false);
  });

  test('mutant: a lease that counts from the answer', async () => {
    const fromAnswer: Otherwise = {
      lease: (lease, times) => ({ ...lease, grant: () => lease.grant(momentOf(times)) }),
    };
    expect(await lateAnswer(await startServers(), fromAnswer)).toBe(true);
  });

  /** The secret is deleted, and that is answered, while a token is being signed. */
  async function whileSigning(world: World, otherwise?: Otherwise): Promise<boolean> {
    const server = await startServing(world, otherwise);
    const pause = server.pauseSigning();
    const response = server.requestToken();
    await pause.reached;
    await server.deleteSecret();
    pause.goOn();
    return (await response).statusCode === 200;
  }

  test('gets no token that was being signed meanwhile: it is looked up again', async () => {
    expect(await whileSigning(await startServers())).toBe(false);
  });

  test('mutant: no look after signing', async () => {
    const onceIsEnough: Otherwise = { memory: (memory) => ({ ...memory, revision: () => 'the same' }) };
    expect(await whileSigning(await startServers(), onceIsEnough)).toBe(true);
  });

  /** A server has read of the deletion and not taken it in. */
  async function whileFollowing(world: World, otherwise?: Otherwise): Promise<boolean> {
    const server = await startServing(world, otherwise);
    const pause = server.database.pause('after', catchUp);
    const deleted = server.deleteSecret();
    await pause.reached;
    if (await isPending(deleted, busyMs)) pause.goOn();
    await deleted;
    const got = await gotToken(server);
    pause.goOn();
    return got;
  }

  test('gets no token from a server that is about to take it in: it is not answered before', async () => {
    expect(await whileFollowing(await startServers())).toBe(false);
  });

  test('mutant: a server that acknowledges before it takes in', async () => {
    const early: Otherwise = {
      kept(memory, db) {
        let said: CacheHead | null = null;
        return {
          ...memory,
          head: () => said ?? memory.head(),
          async catchUp() {
            if (memory.head() === null) return memory.catchUp();
            said = await readCacheHead(db);
            void memory.catchUp();
          },
        };
      },
    };
    expect(await whileFollowing(await startServers(), early)).toBe(true);
  });

  /** Whoever deleted it gave up waiting, and repeats it elsewhere while a server still does not know. */
  async function repeated(world: World, change: (database: SteppingPool) => void): Promise<boolean> {
    const server = await startServing(world);
    const first = await world.startServer();
    const second = await world.startServer();
    change(second.database);
    const lost = first.deleteSecret();
    expect(await isPending(lost)).toBe(true);
    const deleted = second.deleteSecret();
    const waits = await isPending(deleted, busyMs);
    if (waits) await passTimeUntil(deleted, [server, first, second]);
    await deleted;
    const got = await gotToken(server);
    if (!waits) await passTimeUntil(lost, [first]);
    await lost;
    return got;
  }

  test('gets no token when it is its repetition that was answered: that waits as well', async () => {
    expect(await repeated(await startServers(), alike)).toBe(false);
  });

  test('mutant: a repetition that changes nothing and waits for nobody', async () => {
    const careless = (database: SteppingPool) => database.rewrite('"revision" as "head"', '0 as "head"');
    expect(await repeated(await startServers(), careless)).toBe(true);
  });
});

describe.runIf(isShared)('a server whose lease', () => {
  test('is over asks the database for each token, and comes back with the next renewal', async () => {
    const server = await startServing(await startServers());
    server.times.advance(leaseMs);
    const { statements } = server.database;
    expect(await gotToken(server)).toBe(true);
    expect(server.database.statements).toBeGreaterThan(statements);
    await server.instance.renew();
    const renewed = server.database.statements;
    expect([await gotToken(server), server.database.statements]).toEqual([true, renewed]);
  });

  test('is over while a token is being signed asks the database before it hands the token out', async () => {
    const world = await startServers();
    const server = await startServing(world);
    const writer = await world.startServer();
    const pause = server.pauseSigning();
    const response = server.requestToken();
    await pause.reached;
    const deleted = writer.deleteSecret();
    expect(await isPending(deleted)).toBe(true);
    await passTimeUntil(deleted, [server, writer]);
    pause.goOn();
    const { statusCode, body } = await response;
    expect([statusCode, body]).toEqual([401, expect.stringContaining('was deleted')]);
  });

  test('cannot be renewed, because the database is gone, answers from memory until it is over, then 503', async () => {
    const world = await startServers();
    const proxy = await startPostgresProxy(world.url ?? '');
    onTestFinished(proxy.stop);
    const server = await world.startServer({}, proxy.url);
    await proxy.stop();
    server.times.advance(leaseMs - 1);
    await expect(server.instance.renew()).rejects.toThrow(/ECONNREFUSED|connection/i);
    expect(await gotToken(server)).toBe(true);
    server.times.advance(1);
    const refused = await server.requestToken();
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([503, '1']);
    expect(refused.json()).toMatchObject({ error: 'temporarily_unavailable' });
    await proxy.start();
    await server.instance.renew();
    const { statements } = server.database;
    expect([await gotToken(server), server.database.statements]).toEqual([true, statements]);
  });

  test('was waited for in vain is given up, and the next deletion does not wait; it registers anew', async () => {
    const world = await startServers();
    const server = await startServing(world);
    const writer = await world.startServer();
    const rows = () => world.db.selectFrom('server_instance').select('id').execute();
    expect(await rows()).toHaveLength(2);
    const deleted = writer.deleteSecret();
    expect(await isPending(deleted)).toBe(true);
    await passTimeUntil(deleted, [server, writer]);
    expect(await rows()).toHaveLength(1);
    await writer.deleteSecret();
    await server.instance.renew();
    expect(await rows()).toHaveLength(2);
    expect(server.memory.present()).not.toBeNull();
    expect(await gotToken(server)).toBe(false);
  });

  test('nobody told of the change is waited for until it renews by itself', async () => {
    const world = await startServers();
    const server = await startServing(world);
    const writer = await world.startServer();
    const deleted = writer.deleteSecret();
    expect(await isPending(deleted)).toBe(true);
    expect(await gotToken(server)).toBe(true);
    await server.instance.renew();
    await deleted;
    const { statements } = server.database;
    expect([await gotToken(server), server.database.statements]).toEqual([false, statements]);
  });

  test('finds the head moved at each renewal keeps changes out for the length of one', async () => {
    const world = await startServers();
    const server = await startServing(world);
    const changeApi = () => world.db.updateTable('api').set({ documentation_url: 'x' }).execute();
    let pause = server.database.pause('before', renewal);
    const renewed = server.instance.renew();
    for (let times = 0; times < 3; times += 1) {
      await pause.reached;
      await changeApi();
      const next = server.database.pause('before', renewal);
      pause.goOn();
      pause = next;
    }
    await pause.reached;
    const changed = changeApi();
    const keptOut = await isPending(changed);
    pause.goOn();
    await renewed;
    await changed;
    expect([keptOut, server.lease.holds()]).toEqual([true, true]);
  });

  test('was granted an answer of the database that came late asks again, and then refuses for now', async () => {
    const world = await startServers();
    const server = await startServing(world);
    server.times.advance(leaseMs);
    const late = async (response: ReturnType<TestServer['requestToken']>, howOften: number) => {
      for (let times = 0; times < howOften; times += 1) {
        await pause.reached;
        server.times.advance(1_000);
        const next = server.database.pause('after', clientRead);
        pause.goOn();
        pause = next;
      }
      if (howOften === 1) {
        await pause.reached;
        pause.goOn();
      }
      return response;
    };
    let pause = server.database.pause('after', clientRead);
    expect((await late(server.requestToken(), 1)).statusCode).toBe(200);
    pause = server.database.pause('after', clientRead);
    const refused = await late(server.requestToken(), 2);
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([503, '1']);
  });

  test('does not exist yet is not waited for; it follows before it has one', async () => {
    const world = await startServers();
    const writer = await world.startServer();
    const server = await world.startServer();
    await server.instance.stop();
    const late = await startLoading(world);
    await writer.deleteSecret();
    late.goOn();
    expect(await gotToken(await late.server)).toBe(false);
  });

  /** A server that is reading everything when the test goes on. */
  async function startLoading(world: World) {
    const loading = Promise.withResolvers<void>();
    const gone = Promise.withResolvers<void>();
    const server = world.startServer({
      kept: (memory) => ({
        ...memory,
        async catchUp(from) {
          await memory.catchUp(from);
          loading.resolve();
          await gone.promise;
        },
      }),
    });
    await loading.promise;
    return { server, goOn: gone.resolve };
  }

  test('was granted before a restore ends with the next renewal: everything is read anew', async () => {
    const world = await startServers();
    const server = await startServing(world);
    await inTransaction(world.db, async (tx) => {
      // What a restore writes has the numbers that it had.
      await sql`set local session_replication_role = replica`.execute(tx);
      await tx.updateTable('application').set({ status: 'disabled' }).execute();
      await beginGeneration(tx);
    });
    await server.instance.renew();
    const { statements } = server.database;
    expect([await gotToken(server), server.database.statements]).toEqual([false, statements]);
  });

  test('is waited for by time alone when the database does not answer the one who waits', async () => {
    const world = await startServers();
    const proxy = await startPostgresProxy(world.url ?? '');
    onTestFinished(proxy.stop);
    const writer = await world.startServer({}, proxy.url);
    await startServing(world);
    const pause = writer.database.pause('before', /^select .* from "server_instance"/);
    const deleted = writer.deleteSecret();
    await pause.reached;
    await proxy.stop();
    pause.goOn();
    expect(await isPending(deleted)).toBe(true);
    writer.times.advance(waitMs - 1);
    expect(await isPending(deleted)).toBe(true);
    writer.times.advance(1);
    await deleted;
    await proxy.start();
  });
});
