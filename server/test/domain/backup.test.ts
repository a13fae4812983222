import { createSecretKey } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, inject, onTestFinished, test, vi } from 'vitest';
import type { Actor } from '../../src/domain/audit/actor.ts';
import { verifyAuditLog } from '../../src/domain/audit/verify-audit-log.ts';
import { readBackupFile } from '../../src/domain/backup/backup-file.ts';
import { checkBackup } from '../../src/domain/backup/check-backup.ts';
import { withBackupLines, type BackupDeps } from '../../src/domain/backup/encode-backup.ts';
import { findTenant, restoreBackup } from '../../src/domain/backup/restore-backup.ts';
import { recordBackup } from '../../src/domain/backup/record-backup.ts';
import { writeBackup } from '../../src/domain/backup/write-backup.ts';
import { createSealer } from '../../src/keys/sealer.ts';
import { migrationTables, readSequences, readTables } from '../../src/store/backup/keyturn-tables.ts';
import { createDb, type Db } from '../../src/store/db.ts';
import { migrate, migrateTo, readMigrations } from '../../src/store/migrate.ts';
import { searchIndexes } from '../../src/store/search-indexes.ts';
import { encodeAgain } from '../support/forge-backup.ts';
import { createMemoryDatabase } from '../support/memory-database.ts';
import { expectKeptValues } from '../support/kept-values.ts';
import { createTestClock, openTestDatabase, startKeyturn } from '../support/keyturn.ts';

let directory: string;
let file: string;
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'keyturn-'));
  file = path.join(directory, 'keyturn.backup');
});
afterEach(() => fs.rmSync(directory, { recursive: true, force: true }));

const actor: Actor = { kind: 'command-line', id: null, name: 'test', address: null };
const testSealer = createSealer(createSecretKey(Buffer.alloc(32, 7)));
const otherKey = createSealer(createSecretKey(Buffer.alloc(32, 9)));

/** A Keyturn with client secrets, tokens that were issued with them, and values that are hard to copy. */
async function startRich() {
  const keyturn = await startKeyturn();
  const secret = await keyturn.createSecret('northSearch', { name: 'Zürich "one" \\ 北\n' });
  await keyturn.createSecret('southData');
  await keyturn.introspectionCredential('search');
  await keyturn.operatorClient();
  await keyturn.accessToken(secret, 'https://search.example.org').catch(() => undefined);
  await keyturn.deps.usage.flush();
  // A key that signs no more: its private part is destroyed.
  await sql`insert into signing_key (kid, algorithm, public_jwk, created_at, due_at, signs_since, stopped_at)
    select 'stopped', algorithm, public_jwk, created_at, due_at, signs_since, now() from signing_key limit 1`.execute(
    keyturn.deps.db,
  );
  // Text that a program which parses JSON would not give back: order, spaces, numbers and escapes.
  await sql`update client_secret set created_by = '{ "b" :1.50,\n"a": "\\u00e9\\t" , "a":9007199254740993}'
    where id = ${secret.id}`.execute(keyturn.deps.db);
  return { ...keyturn, secret };
}

/** An empty database of this project's kind, or an embedded one. */
async function openTarget(kind: 'of-project' | 'embedded' = 'of-project'): Promise<BackupDeps> {
  const { pool, close } = await (kind === 'embedded' ? createMemoryDatabase() : openTestDatabase());
  onTestFinished(close);
  return { db: createDb(pool), sealer: testSealer, clock: createTestClock() };
}

const restoreTo = (target: BackupDeps, { replace = false, from = file } = {}) =>
  restoreBackup(target, actor, readBackupFile(from), { replace, action: 'instance.restored' });

const linesOf = (deps: BackupDeps): Promise<string[]> =>
  withBackupLines(deps, async (pages) => {
    const lines: string[] = [];
    for await (const page of pages) lines.push(...page);
    return lines;
  });

/** The rows of every table but the one event that a restore adds, and the head with it. */
const contentOf = async (deps: BackupDeps): Promise<string[]> => {
  // Another generation, and which servers there are, is all that a restore changes.
  const { rows } = await sql<{ text: string }>`
    select id::text as text from server_instance union select generation::text from cache_head`.execute(
    deps.db,
  );
  return (await linesOf(deps)).filter(
    (line) =>
      line.startsWith('[') &&
      !/instance\.restored|^\["true","\d+"/.test(line) &&
      !rows.some(({ text }) => line.includes(text)),
  );
};

async function isEmpty(db: Db): Promise<boolean> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  return tables.length === 0;
}

test('a restored database is the same to the byte, on either kind, and its audit log verifies', async () => {
  const source = await startRich();
  const before = await contentOf(source.deps);
  const written = await writeBackup(source.deps, file, { replace: false });
  expect(fs.statSync(file).mode & 0o777).toBe(0o600);
  expect(fs.readdirSync(directory)).toEqual(['keyturn.backup']);

  const target = await openTarget();
  const restored = await restoreTo(target);
  expect(restored.footer).toEqual(written.footer);
  expect(restored.audit.problem).toBeNull();
  expect(await contentOf(target)).toEqual(before);
  expect(before.length).toBeGreaterThan(50);
  const { rows } = await sql<{ text: string }>`
    select created_by::text as text from client_secret where id = ${source.secret.id}`.execute(target.db);
  expect(rows).toEqual([{ text: '{ "b" :1.50,\n"a": "\\u00e9\\t" , "a":9007199254740993}' }]);

  // The restore itself is in the log, which goes on.
  const verified = await verifyAuditLog(target, null);
  expect(verified).toMatchObject({ problem: null, events: restored.audit.events + 1 });
  // And from one kind to the other, and back.
  let from = file;
  for (const kind of inject('database') === 'postgres' ? (['embedded', 'of-project'] as const) : []) {
    const next = await openTarget(kind);
    await restoreTo(next, { from });
    expect(await contentOf(next)).toEqual(before);
    from = path.join(directory, kind);
    await writeBackup(next, from, { replace: false });
  }

  // Foreign keys are there again, and sequences go on where they were.
  await expect(sql`delete from organisation`.execute(target.db)).rejects.toMatchObject({ code: '23503' });
  expect(await readSequences(target.db)).toEqual(await readSequences(source.deps.db));
  // What triggers keep came with the rows, and is kept from then on; searches have their indexes.
  await expectKeptValues(target.db);
  await sql`delete from credential_manager`.execute(target.db);
  await expectKeptValues(target.db);
  const indexes = await sql`select from pg_class where relname = any(${searchIndexes})`.execute(target.db);
  expect(indexes.rows).toHaveLength(searchIndexes.length);
}, 60_000);

test('R7 a backup is in the audit log, and in itself, with who took it; a database that may only be read is backed up too', async () => {
  const source = await startRich();
  const operator = { kind: 'command-line', id: null, name: 'keyturn backup (ops)', address: null } as const;
  expect(await recordBackup(source.deps, operator, file)).toBe(true);
  const target = await openTarget();
  await writeBackup(source.deps, file, { replace: false });
  expect((await restoreTo(target)).audit.problem).toBeNull();
  const { rows } = await sql<{ actor: unknown; after: unknown }>`
    select actor, after from audit_event where action = 'instance.backup-started'`.execute(target.db);
  expect(rows).toEqual([
    { actor: { kind: 'command-line', id: null, name: 'keyturn backup (ops)' }, after: { file } },
  ]);
  await expect(recordBackup({ ...source.deps, sealer: otherKey }, operator, file)).rejects.toThrow(
    'does not open the signing keys',
  );

  await sql`set default_transaction_read_only = on`.execute(target.db);
  expect(await recordBackup(target, operator, file)).toBe(false);
  await writeBackup(target, file, { replace: true });
});

test('every table and every sequence that the migrations make is in a backup', async () => {
  const { db } = await openTarget();
  await migrate(db);
  const { rows } = await sql<{ name: string; kind: string }>`
    select relname as name, relkind as kind from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'S', 'm')`.execute(db);
  const named = (wanted: string): string[] =>
    rows.flatMap(({ name, kind }) => (kind === wanted ? [name] : [])).toSorted();
  const tables = (await readTables(db)).map(({ name }) => name);
  expect([...tables, ...migrationTables].toSorted()).toEqual(named('r'));
  expect((await readSequences(db)).map(({ name }) => name)).toEqual(named('S'));
  expect([...named('p'), ...named('m')]).toEqual([]);
  expect((await readTables(db)).filter(({ key }) => key.length === 0)).toEqual([]);
});

test('a backup is of one moment: what changes meanwhile is in it either whole or not at all', async () => {
  const source = await startRich();
  const target = await openTarget();
  let later: Promise<unknown> | undefined;
  await withBackupLines(source.deps, async (pages) => {
    const lines: string[][] = [];
    for await (const page of pages) {
      lines.push(page);
      if (later !== undefined) continue;
      later = source.createSecret('northData', { name: 'Later' });
      // The embedded database has one connection, which the snapshot holds: there the change has to wait.
      if (inject('database') === 'postgres') await later;
    }
    await restoreBackup(target, actor, Readable.from(lines), { replace: false, action: 'instance.restored' });
  });
  await later;
  const named = async ({ db }: Pick<BackupDeps, 'db'>): Promise<number> =>
    (await db.selectFrom('client_secret').select('id').where('name', '=', 'Later').execute()).length;
  expect([await named(source.deps), await named(target)]).toEqual([1, 0]);
  expect((await verifyAuditLog(target, null)).problem).toBeNull();
});

test('a file that was cut at any place, or altered in any byte, is refused before the database is touched', async () => {
  const source = await startRich();
  await writeBackup(source.deps, file, { replace: false });
  const bytes = fs.readFileSync(file);
  const damaged = path.join(directory, 'damaged');
  const refusalOf = async (content: Buffer): Promise<string> => {
    fs.writeFileSync(damaged, content);
    return checkBackup(readBackupFile(damaged), source.deps.sealer).then(
      () => 'accepted',
      (error: unknown) => (error as { code?: string }).code ?? (error as Error).name,
    );
  };
  const codes = new Set<string>();
  // A header is read before the sums: an alteration there may look like a newer version or another key.
  const refusals = ['cut', 'altered', 'no-backup', 'other-format', 'other-master-key', 'NewerSchemaError'];
  for (let at = 1; at < bytes.length; at += Math.ceil(bytes.length / 60)) {
    codes.add(await refusalOf(bytes.subarray(0, at)));
    const altered = Buffer.from(bytes);
    altered[at] = (altered[at] ?? 0) ^ 0x10;
    // The time and the system in gzip's own header mean nothing.
    if (at >= 10) codes.add(await refusalOf(altered));
  }
  expect([...codes].filter((code) => !refusals.includes(code))).toEqual([]);
  expect(await refusalOf(Buffer.from('{"organisations": []}'))).toBe('no-backup');
  expect(await refusalOf(Buffer.alloc(0))).toBe('cut');
  expect(await refusalOf(gzipSync('hello\n'))).toBe('no-backup');
  expect(await refusalOf(Buffer.concat([bytes, gzipSync('["more"]\n')]))).toBe('altered');
});

test('a file that was altered with care, all its sums computed anew, is refused: that takes the master key', async () => {
  const source = await startRich();
  await writeBackup(source.deps, file, { replace: false });
  const target = await openTarget();
  const text = gunzipSync(fs.readFileSync(file)).toString('utf8');
  // The last place is the organisation itself; what the audit log holds has sums of its own.
  const at = text.lastIndexOf('"North Registry"');
  const forged = `${text.slice(0, at)}"West Registry"${text.slice(at + '"North Registry"'.length)}`;
  // Written as the real one is, but for the key of the last sum.
  fs.writeFileSync(file, gzipSync(encodeAgain(forged, otherKey)));
  await expect(restoreTo(target)).rejects.toMatchObject({ code: 'altered' });
  expect(await isEmpty(target.db)).toBe(true);
  // With the right key it would have been taken.
  fs.writeFileSync(file, gzipSync(encodeAgain(forged, source.deps.sealer)));
  expect((await restoreTo(target)).audit.problem).toBeNull();

  // A log that was broken before is restored as it was, and told.
  const broken = text.replace('"North Registry"', '"West Registry"');
  fs.writeFileSync(file, gzipSync(encodeAgain(broken, source.deps.sealer)));
  const { audit } = await restoreTo(target, { replace: true });
  expect(audit.problem).toMatchObject({ kind: 'altered' });
});

test('the wrong master key is told by its fingerprint before anything is written, at backup and at restore', async () => {
  const source = await startRich();
  await expect(
    writeBackup({ ...source.deps, sealer: otherKey }, file, { replace: false }),
  ).rejects.toMatchObject({
    code: 'master-key-opens-nothing',
  });
  expect(fs.readdirSync(directory)).toEqual([]);
  const { header } = await writeBackup(source.deps, file, { replace: false });
  const refused = checkBackup(readBackupFile(file), otherKey);
  await expect(refused).rejects.toMatchObject({ code: 'other-master-key' });
  await expect(refused).rejects.toThrow(`the fingerprint ${header.masterKey}; the one that is set has`);
  await expect(checkBackup(readBackupFile(file), null)).rejects.toThrow(header.masterKey);
  const target = await openTarget();
  await expect(restoreTo({ ...target, sealer: otherKey })).rejects.toMatchObject({
    code: 'other-master-key',
  });
  expect(await isEmpty(target.db)).toBe(true);
});

test('a database that holds something is refused and kept; with replace all of it is another', async () => {
  const source = await startRich();
  await writeBackup(source.deps, file, { replace: false });
  const target = await openTarget();
  await restoreTo(target);
  await sql`update organisation set name = 'Changed' where kind = 'member'`.execute(target.db);
  const before = await linesOf(target);
  const tenant = await findTenant(target.db);
  expect(tenant).toBe(source.deps.tenantId);
  await expect(restoreTo(target)).rejects.toThrow(`holds the federation with the tenant ID ${tenant}`);
  expect(await linesOf(target)).toEqual(before);

  // A restore that fails half-way leaves what there was, even then.
  const bytes = fs.readFileSync(file);
  const cut = path.join(directory, 'cut');
  fs.writeFileSync(cut, bytes.subarray(0, bytes.length - 20));
  await expect(restoreTo(target, { replace: true, from: cut })).rejects.toMatchObject({ code: 'cut' });
  expect(await linesOf(target)).toEqual(before);

  await restoreTo(target, { replace: true });
  expect(await contentOf(target)).toEqual(await contentOf(source.deps));
});

test('a backup of a newer schema, or of another format, is refused; one of an older schema is migrated', async () => {
  const source = await startRich();
  await writeBackup(source.deps, file, { replace: false });
  const lines = gunzipSync(fs.readFileSync(file)).toString('utf8');
  const target = await openTarget();
  const withHeader = (from: string, to: string): void =>
    fs.writeFileSync(file, gzipSync(lines.replace(from, to)));
  withHeader('"0001-initial"', '"0001-initial","9999-later"');
  await expect(restoreTo(target)).rejects.toMatchObject({
    name: 'NewerSchemaError',
    migration: '9999-later',
  });
  withHeader('"keyturnBackup":1', '"keyturnBackup":2');
  await expect(restoreTo(target)).rejects.toMatchObject({ code: 'other-format' });
  expect(await isEmpty(target.db)).toBe(true);

  const older = await openTarget();
  await migrateTo(older.db, ['0001-initial']);
  await sql`insert into instance (tenant_id, demo, created_at)
    values ('2a000000-0000-4000-8000-000000000001', false, now())`.execute(older.db);
  await sql`insert into api (id, identifier, name, code, environment, roles, status_check, status, created_at)
    values (gen_random_uuid(), 'https://old.example.org', 'Old', 'OLD', 'sandbox', '{"a b","c,d"}', 'none',
      'active', '2026-01-01T00:00:00.123456Z')`.execute(older.db);
  const oldFile = path.join(directory, 'old');
  await writeBackup(older, oldFile, { replace: false });
  const { migrated } = await restoreTo(target, { from: oldFile });
  expect(migrated).toEqual((await readMigrations(target.db)).slice(1));
  expect(migrated).not.toEqual([]);
  const { rows } =
    await sql`select code, roles, algorithm, token_header_type, created_at::text as at from api`.execute(
      target.db,
    );
  expect(rows).toMatchObject([
    { code: 'OLD', roles: ['a b', 'c,d'], algorithm: 'ES256', token_header_type: 'at+jwt' },
  ]);
});

test('a disk that is full leaves no half file, and the earlier one where it was', async () => {
  const source = await startRich();
  fs.writeFileSync(file, 'earlier');
  await expect(writeBackup(source.deps, file, { replace: false })).rejects.toMatchObject({ code: 'exists' });
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), {
    code: 'ENOSPC',
    syscall: 'write',
  });
  vi.spyOn(fs, 'write').mockImplementation((...parameters: unknown[]) => {
    (parameters.at(-1) as (error: Error) => void)(full);
  });
  const refused = writeBackup(source.deps, file, { replace: true });
  await expect(refused).rejects.toMatchObject({ code: 'not-written' });
  await expect(refused).rejects.toThrow('no space left on device');
  vi.restoreAllMocks();
  expect(fs.readdirSync(directory)).toEqual(['keyturn.backup']);
  expect(fs.readFileSync(file, 'utf8')).toBe('earlier');
  await writeBackup(source.deps, file, { replace: true });
  expect((await checkBackup(readBackupFile(file), source.deps.sealer)).header.tenantId).toBe(
    source.deps.tenantId,
  );
});

test('a database that no server was started on has nothing to back up, and a newer one is left to its version', async () => {
  const empty = await openTarget();
  await expect(writeBackup(empty, file, { replace: false })).rejects.toMatchObject({ code: 'nothing' });
  const source = await startRich();
  await sql`insert into kysely_migration (name, timestamp) values ('9999-later', 'now')`.execute(
    source.deps.db,
  );
  onTestFinished(async () => {
    await sql`delete from kysely_migration where name = '9999-later'`.execute(source.deps.db);
  });
  await expect(writeBackup(source.deps, file, { replace: false })).rejects.toMatchObject({
    name: 'NewerSchemaError',
  });
  expect(fs.readdirSync(directory)).toEqual([]);
});
