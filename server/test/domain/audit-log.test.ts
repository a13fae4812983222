import { describe, expect, test } from 'vitest';
import type { Actor } from '../../src/domain/audit/actor.ts';
import { auditChainPurpose, auditEventMac } from '../../src/domain/audit/audit-chain.ts';
import type { Deps } from '../../src/domain/deps.ts';
import { importFederation } from '../../src/domain/federation/import-federation.ts';
import type { StoredAuditEvent } from '../../src/store/audit-events.ts';
import { federation, ids } from '../support/federation.ts';
import { bearer, portalApi, startKeyturn, type TestKeyturn } from '../support/keyturn.ts';

const north = `/api/v1/applications/${ids.applications.northSearch}`;
const expiresAt = '2027-09-01T10:00:00.000Z';

const commandLine: Actor = { kind: 'command-line', id: null, name: 'import', address: null };

type AuditDeps = Pick<Deps, 'db' | 'sealer'>;

/** Recomputes the chain over every row: how many events, and the positions whose stored code is not the computed one. */
async function verifyChain({ db, sealer }: AuditDeps) {
  const rows = await db.selectFrom('audit_event').selectAll().orderBy('seq').execute();
  const head = await db.selectFrom('audit_head').selectAll().executeTakeFirstOrThrow();
  const key = sealer.derive(auditChainPurpose);
  let mac: Buffer = Buffer.alloc(0);
  const altered: number[] = [];
  for (const row of rows) {
    const event: StoredAuditEvent = {
      seq: Number(row.seq),
      at: row.at,
      action: row.action,
      actor: row.actor,
      address: row.address,
      targetType: row.target_type,
      targetId: row.target_id,
      targetName: row.target_name,
      applicationId: row.application_id,
      before: row.before,
      after: row.after,
    };
    mac = auditEventMac(key, mac, event);
    if (!mac.equals(row.mac)) altered.push(event.seq);
    mac = row.mac;
  }
  return {
    positions: rows.map(({ seq }) => Number(seq)),
    altered,
    headFits: Number(head.seq) === rows.length && head.mac.equals(mac),
  };
}

async function expectWhole(deps: AuditDeps): Promise<number> {
  const { positions, altered, headFits } = await verifyChain(deps);
  expect({ positions, altered, headFits }).toEqual({
    positions: positions.map((_, index) => index + 1),
    altered: [],
    headFits: true,
  });
  return positions.length;
}

/** Every kind of change there is, by every kind of actor. */
async function makeChanges(keyturn: TestKeyturn): Promise<void> {
  const { app } = keyturn;
  const send = async (
    method: 'POST' | 'DELETE' | 'PUT' | 'PATCH',
    url: string,
    headers: object,
    payload?: object,
  ) => {
    const response = await app.inject({
      method,
      url,
      headers: { ...headers },
      ...(payload === undefined ? {} : { payload }),
    });
    expect(response.statusCode).toBeLessThan(300);
    return response.body === ''
      ? { id: '', clientSecret: '' }
      : response.json<{ id: string; clientSecret: string }>();
  };
  const [anna, operator] = [await keyturn.signedIn('anna'), await keyturn.signedIn('operator')];
  const name = 'Geheimnis – „ß“ \u{1f511} \\ " 日本';
  const created = await send('POST', `${north}/secrets`, anna, { name, expiresAt });
  const other = await send('POST', `${north}/secrets`, anna, {
    name: 'Other',
    expiresAt,
    replacesSecretId: created.id,
  });
  await send('PATCH', `${north}/secrets/${other.id}`, anna, { replacesSecretId: null });
  await send('POST', `${north}/secrets/${other.id}/disable`, operator, { reason: 'Leaked\u2019s "here"' });
  await send('POST', `${north}/secrets/${other.id}/enable`, operator);
  await send('PUT', `${north}/self-managed`, anna, { selfManaged: true });
  const client = { clientId: ids.applications.northSearch, clientSecret: created.clientSecret };
  const own = bearer(await keyturn.accessToken(client, portalApi));
  await send('POST', `${north}/secrets`, own, { name: 'Successor', expiresAt });
  await send('DELETE', `${north}/secrets/${other.id}`, anna);
  await keyturn.operatorClient();
  const api = `/api/v1/apis/${ids.apis.search}/introspection-credentials`;
  const credential = await send('POST', api, operator);
  await send('DELETE', `${api}/${credential.id}`, operator);
  const [organisation, ...organisations] = federation.organisations;
  const renamed = {
    ...federation,
    organisations: [{ ...organisation, name: 'Ελλάδα 1.0' }, ...organisations],
  };
  expect((await importFederation(keyturn.deps, commandLine, renamed, { dryRun: false })).problems).toEqual(
    [],
  );
}

describe('R7 the audit log', () => {
  test('is one chain from the first start on, over every kind of change, and its head is the last code', async () => {
    const keyturn = await startKeyturn();
    const before = await expectWhole(keyturn.deps);
    await makeChanges(keyturn);
    const actions = await keyturn.deps.db
      .selectFrom('audit_event')
      .select('action')
      .where('seq', '>', String(before))
      .orderBy('seq')
      .execute();
    expect(actions.map(({ action }) => action)).toEqual([
      'client-secret.created',
      'client-secret.created',
      'client-secret.replacement-named',
      'client-secret.disabled',
      'client-secret.enabled',
      'application.self-managed-set',
      'client-secret.created',
      'client-secret.deleted',
      'operator-client.created',
      'introspection-credential.created',
      'introspection-credential.deleted',
      'organisation.updated',
    ]);
    expect(await expectWhole(keyturn.deps)).toBe(before + actions.length);
  });

  test('an altered value, a removed, a moved and a forged event each show', async () => {
    const length = await expectWhole((await startKeyturn()).deps);
    const last = String(length);
    const alterations: Record<string, (db: Deps['db']) => Promise<unknown>> = {
      'another name': (db) =>
        db.updateTable('audit_event').set({ target_name: 'x' }).where('seq', '=', '3').execute(),
      'another address': (db) =>
        db.updateTable('audit_event').set({ address: '192.0.2.1' }).where('seq', '=', last).execute(),
      'another time': (db) =>
        db
          .updateTable('audit_event')
          .set({ at: new Date(0) })
          .where('seq', '=', '1')
          .execute(),
      'removed inside': (db) => db.deleteFrom('audit_event').where('seq', '=', '2').execute(),
      'removed at the end': (db) => db.deleteFrom('audit_event').where('seq', '=', last).execute(),
      moved: (db) =>
        db
          .updateTable('audit_event')
          .set({ seq: length + 1 })
          .where('seq', '=', '2')
          .execute(),
      'another head': (db) =>
        db
          .updateTable('audit_head')
          .set({ seq: length - 1 })
          .execute(),
      'another code': (db) =>
        db
          .updateTable('audit_event')
          .set({ mac: Buffer.alloc(32) })
          .where('seq', '=', '4')
          .execute(),
    };
    for (const [about, alter] of Object.entries(alterations)) {
      const { deps } = await startKeyturn();
      await expectWhole(deps);
      await alter(deps.db);
      const { altered, headFits } = await verifyChain(deps);
      expect({ about, shows: altered.length > 0 || !headFits }).toEqual({ about, shows: true });
    }
  });

  test('concurrent changes, some of them refused, leave no gap and no fork', async () => {
    const keyturn = await startKeyturn({ maxValidSecrets: 100 });
    const before = await expectWhole(keyturn.deps);
    const [anna, maria] = [await keyturn.signedIn('anna'), await keyturn.signedIn('maria')];
    const create = async (clientId: string, headers: Record<string, string>, name: string) => {
      const url = `/api/v1/applications/${clientId}/secrets`;
      const payload = { name, expiresAt };
      return (await keyturn.app.inject({ method: 'POST', url, headers, payload })).statusCode;
    };
    const { northSearch, southData } = ids.applications;
    const statuses = await Promise.all(
      Array.from({ length: 24 }, (_, index) =>
        // Every fourth name is taken, and every third request is for another application.
        index % 3 === 0
          ? create(southData, maria, `S ${index}`)
          : create(northSearch, anna, index % 4 === 1 ? 'Same' : `S ${index}`),
      ),
    );
    const made = statuses.filter((status) => status === 201).length;
    expect(statuses.filter((status) => status !== 201)).toEqual([409, 409, 409]);
    expect(await expectWhole(keyturn.deps)).toBe(before + made);
  });

  test('can be verified whatever characters the names have that were given, or they are refused', async () => {
    const keyturn = await startKeyturn();
    const anna = { ...(await keyturn.signedIn('anna')), 'content-type': 'application/json' };
    const inject = async (url: string, payload: string) =>
      (await keyturn.app.inject({ method: 'POST', url, headers: anna, payload })).statusCode;
    // JSON may escape half a character; UTF-8, and so the database, cannot hold it.
    for (const escaped of ['half \\ud83d', '\\udd11 half', '\\ud83d\\udd11 whole']) {
      expect([201, 400]).toContain(
        await inject(`${north}/secrets`, `{"name":"${escaped}","expiresAt":"${expiresAt}"}`),
      );
      const { id } = await keyturn.createSecret('northSearch', { name: `For ${escaped}` });
      expect([200, 400]).toContain(await inject(`${north}/secrets/${id}/disable`, `{"reason":"${escaped}"}`));
      const [organisation] = federation.organisations;
      const file = { organisations: [{ ...organisation, name: JSON.parse(`"${escaped}"`) as string }] };
      await importFederation(keyturn.deps, commandLine, file, { dryRun: false });
    }
    await expectWhole(keyturn.deps);
  });
});
