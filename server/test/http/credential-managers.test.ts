import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { ids } from '../support/federation.ts';
import { startKeyturn, type TestKeyturn } from '../support/keyturn.ts';

async function readAs(keyturn: TestKeyturn, person: keyof typeof ids.users) {
  const response = await keyturn.app.inject({
    url: '/api/v1/credential-managers',
    headers: await keyturn.signedIn(person),
  });
  expect([response.statusCode, response.headers['cache-control']]).toEqual([200, 'no-store']);
  return response.json<unknown>();
}

test('R1.1 R3.4 a member without a role is told who manages credentials at their organisation, each once, by name', async () => {
  const keyturn = await startKeyturn();
  // Peter manages two applications.
  const items = [{ name: 'Anna (sample)' }, { name: 'Peter (sample)' }];
  expect(await readAs(keyturn, 'olga')).toEqual({ items });
  expect(await readAs(keyturn, 'peter')).toEqual({ items });
});

test('R3.4 nobody learns who manages credentials at another organisation', async () => {
  const keyturn = await startKeyturn();
  expect(await readAs(keyturn, 'maria')).toEqual({ items: [{ name: 'Maria (sample)' }] });
});

test('R1.1 two people of one name are two, and neither who is disabled nor who only had the role counts', async () => {
  const keyturn = await startKeyturn();
  const { db } = keyturn.deps;
  const anna = await db
    .selectFrom('portal_user')
    .selectAll()
    .where('id', '=', ids.users.anna)
    .executeTakeFirstOrThrow();
  const namesake = randomUUID();
  const email = 'other-anna@north.example.org';
  await db
    .insertInto('portal_user')
    .values({ ...anna, id: namesake, email, email_folded: email })
    .execute();
  await db
    .updateTable('credential_manager')
    .set({ user_id: namesake })
    .where('application_id', '=', ids.applications.northData)
    .execute();
  await db.updateTable('portal_user').set({ status: 'disabled' }).where('id', '=', ids.users.peter).execute();
  const [one, other] = [{ name: 'Anna (sample)' }, { name: 'Anna (sample)' }];
  expect(await readAs(keyturn, 'olga')).toEqual({ items: [one, other] });

  await db.deleteFrom('credential_manager').execute();
  expect(await readAs(keyturn, 'olga')).toEqual({ items: [] });
});
