import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { auditEventMac } from '../../src/domain/audit/audit-chain.ts';
import { exportAuditLog } from '../../src/domain/audit/export-audit-log.ts';
import { verifyAuditLog } from '../../src/domain/audit/verify-audit-log.ts';
import { listAuditChain } from '../../src/store/audit-events.ts';
import { startKeyturn, type TestKeyturn } from '../support/keyturn.ts';

async function withEvents(): Promise<TestKeyturn & { last: number }> {
  const keyturn = await startKeyturn();
  for (let number = 1; number <= 5; number += 1)
    await keyturn.createSecret('northSearch', { name: `Secret ${number}` });
  const { events } = await verifyAuditLog(keyturn.deps, null);
  return { ...keyturn, last: events };
}

const problemOf = async ({ deps }: TestKeyturn): Promise<unknown> =>
  (await verifyAuditLog(deps, null)).problem;

describe('R7 the audit log', () => {
  test('is intact as it was written, names and values with every character included', async () => {
    const keyturn = await withEvents();
    await keyturn.createSecret('northSearch', { name: 'Ünïcödé 日本 "quotes" \\ 1️⃣' });
    const { events, head, problem } = await verifyAuditLog(keyturn.deps, null);
    expect(problem).toBeNull();
    expect(events).toBe(keyturn.last + 1);
    expect(head.seq).toBe(events);
    expect(head.mac).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each([
    ['action', sql`action = 'client-secret.read'`],
    ['instant', sql`at = at + interval '1 second'`],
    ['actor', sql`actor = '{"kind":"user","id":null,"name":"Nobody"}'`],
    ['address', sql`address = '192.0.2.66'`],
    ['target', sql`target_name = 'Another'`],
    ['application', sql`application_id = gen_random_uuid()`],
    ['value', sql`after = '{}'`],
    ['code', sql`mac = decode(repeat('00', 32), 'hex')`],
  ])('shows an event whose %s was altered', async (_what, change) => {
    const keyturn = await withEvents();
    const at = keyturn.last - 2;
    await sql`update audit_event set ${change} where seq = ${at}`.execute(keyturn.deps.db);
    expect(await problemOf(keyturn)).toEqual({ kind: 'altered', at });
  });

  test('shows an event that was removed from within', async () => {
    const keyturn = await withEvents();
    const at = keyturn.last - 2;
    await sql`delete from audit_event where seq = ${at}`.execute(keyturn.deps.db);
    expect(await problemOf(keyturn)).toEqual({ kind: 'missing', at });
  });

  test('shows a gap that was closed by renumbering', async () => {
    const keyturn = await withEvents();
    const at = keyturn.last - 2;
    await sql`delete from audit_event where seq = ${at}`.execute(keyturn.deps.db);
    for (let seq = at + 1; seq <= keyturn.last; seq += 1)
      await sql`update audit_event set seq = ${seq - 1} where seq = ${seq}`.execute(keyturn.deps.db);
    expect(await problemOf(keyturn)).toEqual({ kind: 'altered', at });
  });

  test('shows events that were exchanged', async () => {
    const keyturn = await withEvents();
    const [one, other] = [keyturn.last - 2, keyturn.last - 1];
    for (const [from, to] of [
      [one, -1],
      [other, one],
      [-1, other],
    ])
      await sql`update audit_event set seq = ${to} where seq = ${from}`.execute(keyturn.deps.db);
    expect(await problemOf(keyturn)).toEqual({ kind: 'altered', at: one });
  });

  test('shows an event that was inserted behind the last', async () => {
    const keyturn = await withEvents();
    await sql`
      insert into audit_event (seq, at, action, actor, target_type, target_id, target_name, mac)
      select seq + 1, at, action, actor, target_type, target_id, target_name, mac from audit_event
      where seq = ${keyturn.last}`.execute(keyturn.deps.db);
    expect(await problemOf(keyturn)).toEqual({ kind: 'head-altered', at: keyturn.last + 1 });
  });

  test('shows that its tail was cut', async () => {
    const keyturn = await withEvents();
    await sql`delete from audit_event where seq > ${keyturn.last - 2}`.execute(keyturn.deps.db);
    expect(await problemOf(keyturn)).toEqual({ kind: 'cut', at: keyturn.last - 1 });
  });

  test('shows that its tail was cut and the head set back, against a head that was noted before', async () => {
    const keyturn = await withEvents();
    const { head } = await verifyAuditLog(keyturn.deps, null);
    const { db } = keyturn.deps;
    await sql`delete from audit_event where seq > ${keyturn.last - 2}`.execute(db);
    await sql`update audit_head set (seq, mac) = (select seq, mac from audit_event where seq = ${keyturn.last - 2})`.execute(
      db,
    );
    expect(await problemOf(keyturn)).toBeNull();
    expect((await verifyAuditLog(keyturn.deps, head)).problem).toEqual({ kind: 'cut', at: keyturn.last - 1 });
  });

  test('shows a whole log that was computed anew without the key', async () => {
    const keyturn = await withEvents();
    const key = createHmac('sha256', 'guessed').digest();
    let mac: Buffer = Buffer.alloc(0);
    for (const event of await listAuditChain(keyturn.deps.db, 0, 1_000)) {
      mac = auditEventMac(key, mac, event);
      await sql`update audit_event set mac = ${mac} where seq = ${event.seq}`.execute(keyturn.deps.db);
    }
    await sql`update audit_head set mac = ${mac}`.execute(keyturn.deps.db);
    expect(await problemOf(keyturn)).toEqual({ kind: 'altered', at: 1 });
  });

  test('is exported whole and in order, and the export stands in it', async () => {
    const keyturn = await withEvents();
    const commandLine = { kind: 'command-line', id: null, name: 'root', address: null } as const;
    const exported = await exportAuditLog(keyturn.deps, commandLine, 0);
    expect(exported.map(({ seq }) => seq)).toEqual(
      Array.from({ length: keyturn.last + 1 }, (_event, index) => index + 1),
    );
    expect(exported.at(-1)).toMatchObject({ action: 'audit-log.exported', actor: { name: 'root' } });
    expect(await exportAuditLog(keyturn.deps, commandLine, keyturn.last + 1)).toEqual([]);
    expect(await problemOf(keyturn)).toBeNull();
  });
});
