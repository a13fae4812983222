import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { deleteClientSecret } from '../../src/domain/client-secret/delete-client-secret.ts';
import { dropSecretHashes } from '../../src/domain/client-secret/drop-secret-hashes.ts';
import { ids } from '../support/federation.ts';
import { startKeyturn, type TestKeyturn } from '../support/keyturn.ts';

const dayMs = 24 * 60 * 60 * 1000;

async function withHash({ deps }: TestKeyturn): Promise<string[]> {
  const rows = await deps.db
    .selectFrom('client_secret')
    .select('name')
    .where('sha256', 'is not', null)
    .orderBy('name')
    .execute();
  return rows.map(({ name }) => name);
}

/** One secret that is deleted now, one that expires in ten days, and one that goes on. */
async function startWithSecrets() {
  const keyturn = await startKeyturn();
  const inDays = (days: number): Date => new Date(keyturn.clock.now().getTime() + days * dayMs);
  const create = (name: string, days: number) =>
    keyturn.createSecret('northData', { name, expiresAt: inDays(days) });
  const deleted = await create('deleted', 300);
  const expired = await create('expired', 10);
  const valid = await create('valid', 300);
  const target = { clientId: ids.applications.northData, expectedRevisions: null };
  await deleteClientSecret(keyturn.deps, keyturn.actor('peter'), target, deleted.id);
  return { keyturn, deleted, expired, valid };
}

const answerTo = async (keyturn: TestKeyturn, client: { clientId: string; clientSecret: string }) => {
  const { clientId, clientSecret } = client;
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  const response = await keyturn.requestToken(form);
  return { status: response.statusCode, body: response.body };
};

describe('R1.9 dropping the hashes of ended secrets', () => {
  test('takes those that ended more than 90 days ago, and no others; a second run takes none', async () => {
    const { keyturn } = await startWithSecrets();
    const { deps, clock } = keyturn;
    clock.advance(90 * dayMs);
    expect(await dropSecretHashes(deps)).toBe(0);
    expect(await withHash(keyturn)).toEqual(['deleted', 'expired', 'valid']);
    clock.advance(1);
    expect(await dropSecretHashes(deps)).toBe(1);
    expect(await withHash(keyturn)).toEqual(['expired', 'valid']);
    clock.advance(10 * dayMs);
    expect(await dropSecretHashes(deps)).toBe(1);
    expect(await dropSecretHashes(deps)).toBe(0);
    expect(await withHash(keyturn)).toEqual(['valid']);
  });

  test('the answer is that of an unknown secret, byte for byte, before the job ran and after', async () => {
    const { keyturn, deleted, expired, valid } = await startWithSecrets();
    keyturn.clock.advance(101 * dayMs);
    const unknown = await answerTo(keyturn, { ...deleted, clientId: randomUUID() });
    expect(unknown.status).toBe(401);
    const expectUnknown = async () => {
      for (const secret of [deleted, expired]) expect(await answerTo(keyturn, secret)).toEqual(unknown);
      expect((await answerTo(keyturn, valid)).status).toBe(200);
    };
    await expectUnknown();
    expect(await dropSecretHashes(keyturn.deps)).toBe(2);
    await expectUnknown();
  });

  test('keeps the rest of the secret, whose history stays readable', async () => {
    const { keyturn, expired } = await startWithSecrets();
    keyturn.clock.advance(200 * dayMs);
    await dropSecretHashes(keyturn.deps);
    const rows = await keyturn.deps.db
      .selectFrom('client_secret')
      .select(['id', 'name', 'hint', 'sha256'])
      .where('id', '=', expired.id)
      .execute();
    expect(rows).toEqual([{ id: expired.id, name: 'expired', hint: expired.hint, sha256: null }]);
  });
});
