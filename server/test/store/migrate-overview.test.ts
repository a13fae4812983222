import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { expect, onTestFinished, test } from 'vitest';
import { createDb, type Db } from '../../src/store/db.ts';
import { migrate, migrations } from '../../src/store/migrate.ts';
import { expectKeptValues } from '../support/kept-values.ts';
import { openTestDatabase, startOfTest } from '../support/keyturn.ts';

const id = (kind: string, number = 1): string =>
  `0${kind}000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const at = startOfTest;

test('what lists are narrowed to is reckoned of what was there before, as it would have been kept', async () => {
  const { pool, close } = await openTestDatabase();
  onTestFinished(close);
  const db = createDb(pool);
  const known = Object.fromEntries(Object.entries(migrations).filter(([name]) => name < '0008'));
  const before = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(known) } });
  expect((await before.migrateToLatest()).error).toBeUndefined();
  await fill(db);

  expect(await migrate(db)).toContain('0008-overview');
  await expectKeptValues(db);
  const { rows: applications } = await sql`
    select active_managers, rotations from application`.execute(db);
  expect(applications).toEqual([{ active_managers: 1, rotations: 1 }]);
  const { rows: secrets } = await sql`
    select name, is_used, idle_since::text, last_refused_on::text from client_secret order by name`.execute(
    db,
  );
  expect(secrets).toEqual([
    { name: 'New', is_used: false, idle_since: '2027-03-16', last_refused_on: null },
    { name: 'Old', is_used: true, idle_since: '2027-03-14', last_refused_on: '2027-03-15' },
  ]);
  const { rows: users } = await sql`select name, is_set_up from portal_user order by name`.execute(db);
  expect(users).toEqual([
    { name: 'Anna', is_set_up: true },
    { name: 'Peter', is_set_up: false },
  ]);
  const { rows: counts } = await sql`select slot, requests from token_request_count`.execute(db);
  expect(counts).toEqual([{ slot: new Date('2027-03-14T22:45:00Z'), requests: '3' }]);
  const { rows: mails } = await sql`select about from mail`.execute(db);
  expect(mails).toEqual([{ about: 'anna@north.example.org\nAnna\nPartner-DE-North-SMC\nOld\naB1' }]);
});

/** An application with a rotation under way, one manager who is active and one who is not, and a mail about it. */
async function fill(db: Db): Promise<void> {
  const by = '{"kind":"user","id":null,"name":"?"}';
  const used = '2027-03-14T22:50:00Z';
  for (const statement of [
    sql`insert into organisation (id, kind, name, country, time_zone, locale, status, created_at)
      values (${id('a')}, 'member', 'North', 'DE', 'UTC', 'en', 'active', ${at})`,
    sql`insert into portal_user (id, organisation_id, email, email_folded, name, role, locale, status, created_at)
      values (${id('d', 1)}, ${id('a')}, 'anna@north.example.org', 'anna@north.example.org', 'Anna', 'member', 'en',
        'active', ${at}),
      (${id('d', 2)}, ${id('a')}, 'peter@north.example.org', 'peter@north.example.org', 'Peter', 'member', 'en',
        'disabled', ${at})`,
    sql`insert into account (user_id, password_hash, password_changed_at, set_up_at)
      values (${id('d', 1)}, '', ${at}, ${at}), (${id('d', 2)}, '', ${at}, null)`,
    sql`insert into application (id, organisation_id, kind, name, name_folded, self_managed, status, created_at)
      values (${id('c')}, ${id('a')}, 'partner', 'Partner-DE-North-SMC', 'partner-de-north-smc', false, 'active', ${at})`,
    sql`insert into credential_manager (application_id, user_id, confirmed_by, confirmed_at, reference, assigned_at)
      select ${id('c')}, id, 'x', ${at}, 'x', ${at} from portal_user`,
    sql`insert into client_secret
      (id, application_id, name, name_folded, hint, created_at, created_by, expires_at, replaces_secret_id)
      values (${id('e', 1)}, ${id('c')}, 'Old', 'old', 'aB1', ${at}, ${by}, ${at}, null),
        (${id('e', 2)}, ${id('c')}, 'New', 'new', 'aB2', ${at}, ${by}, ${at}, ${id('e', 1)})`,
    sql`insert into client_secret_use (secret_id, first_used_at, last_used_at, request_count)
      values (${id('e', 1)}, ${used}, ${used}, 3)`,
    sql`insert into client_secret_usage values (${id('e', 1)}, '2027-03-14T22:00:00Z', '203.0.113.0/24', 'x', 'x', 3,
      ${used}, ${used}, '203.0.113.7', '203.0.113.7')`,
    sql`insert into client_secret_refusal values (${id('e', 1)}, '2027-03-15T08:00:00Z', '203.0.113.0/24', 'x', 'expired',
      1, '2027-03-15T08:00:00Z', '2027-03-15T08:00:00Z', '203.0.113.7', '203.0.113.7')`,
    sql`insert into mail (id, number, kind, created_at, recipient, user_id, subject, text, html, message_id, status,
        attempts, queued_at, next_attempt_at)
      values (${id('f')}, 1, 'reminder', ${at}, 'anna@north.example.org', ${id('d', 1)}, 'x', 'x', 'x', 'x', 'queued', 0,
        ${at}, ${at})`,
    sql`insert into notification (mail_id, kind, application_id, secret_id, recipient_key, at)
      values (${id('f')}, 'expiring', ${id('c')}, ${id('e', 1)}, 'x', ${at})`,
  ])
    await statement.execute(db);
}
