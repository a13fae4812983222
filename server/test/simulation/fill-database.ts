import { sql } from 'kysely';
import type { Db } from '../../src/store/db.ts';
import { dayMs, hourMs } from './calendar.ts';
import { pauseMs, type Organisation, type Person, type Secret, type World } from './world.ts';

/** Something that happens at an instant. */
export type Happening = { at: number; happen: (db: Db) => Promise<unknown> };

const at = (instant: number): Date => new Date(instant);

/** Everybody and everything that is there from the start. */
export async function insertWorld(db: Db, world: World): Promise<void> {
  const operator = await db
    .updateTable('organisation')
    .set({ time_zone: 'UTC' })
    .where('kind', '=', 'operator')
    .returning('id')
    .executeTakeFirstOrThrow();
  for (const person of world.operators) await insertPerson(db, person, operator.id, 'operator');
  for (const organisation of world.organisations) await insertOrganisation(db, organisation);
}

/** Everything that happens later, or has happened to what is there from the start, in order. */
export function happeningsOf({ organisations, secrets, start }: World): Happening[] {
  const happenings: Happening[] = [];
  const add = (instant: number, happen: Happening['happen']): void =>
    void happenings.push({ at: Math.max(instant, start), happen });
  for (const { people, applications } of organisations) {
    for (const { id, disabled } of people) {
      if (disabled === null) continue;
      add(disabled.from, (db) => setStatus(db, id, 'disabled'));
      add(disabled.to, (db) => setStatus(db, id, 'active'));
    }
    for (const { id, managers } of applications)
      for (const { person, assignedAt } of managers)
        if (assignedAt > 0) add(assignedAt, (db) => insertManager(db, id, person.id, assignedAt));
  }
  for (const secret of secrets) {
    add(secret.createdAt, (db) => insertSecret(db, secret, null));
    const { deletedAt, replacement } = secret;
    if (deletedAt !== null) add(deletedAt, (db) => deleteSecret(db, secret.id, deletedAt));
    if (replacement === null) continue;
    const { id, createdAt, expiresAt, lastUseOfOldAt } = replacement;
    const created: Secret = { ...secret, id, createdAt, expiresAt, use: 'never', replacement: null };
    add(createdAt, (db) => insertSecret(db, created, secret.id));
    const uses = usesUntil(lastUseOfOldAt, secret.createdAt + hourMs);
    add(createdAt, (db) =>
      insertUses(
        db,
        secret.id,
        uses.filter((use) => use <= createdAt),
      ),
    );
    for (const use of uses.filter((instant) => instant > createdAt))
      add(use, (db) => insertUses(db, secret.id, [use]));
    // The system has the new secret an hour before it uses the old one for the last time.
    const firstUseAt = lastUseOfOldAt - hourMs;
    add(firstUseAt, (db) => insertUses(db, id, [firstUseAt]));
    add(firstUseAt, (db) => insertUseOfSecret(db, id, firstUseAt, expiresAt));
    add(lastUseOfOldAt, (db) => setLastUse(db, secret.id, lastUseOfOldAt));
  }
  return happenings.toSorted((one, other) => one.at - other.at);
}

async function insertOrganisation(db: Db, organisation: Organisation): Promise<void> {
  const { id, zone, mailbox, people, applications } = organisation;
  const created_at = at(0);
  await db
    .insertInto('organisation')
    .values({
      id,
      kind: 'member',
      name: `Organisation ${id.slice(0, 8)}`,
      country: 'DE',
      time_zone: zone,
      locale: 'en',
      shared_mailbox: mailbox,
      status: 'active',
      created_at,
    })
    .execute();
  for (const person of people) await insertPerson(db, person, id, 'member');
  for (const application of applications) {
    const name = `Application ${application.id.slice(0, 8)}`;
    await db
      .insertInto('application')
      .values({
        id: application.id,
        organisation_id: id,
        kind: 'partner',
        name,
        name_folded: application.id,
        self_managed: false,
        status: 'active',
        created_at,
      })
      .execute();
    for (const { person, assignedAt } of application.managers)
      if (assignedAt === 0) await insertManager(db, application.id, person.id, 0);
  }
}

const insertPerson = (db: Db, { id, email }: Person, organisation: string, role: 'member' | 'operator') =>
  db
    .insertInto('portal_user')
    .values({
      id,
      organisation_id: organisation,
      email,
      email_folded: email,
      name: `Somebody ${id.slice(0, 8)}`,
      role,
      locale: 'en',
      time_zone: null,
      status: 'active',
      created_at: at(0),
    })
    .execute();

const insertManager = (db: Db, application_id: string, user_id: string, assignedAt: number) =>
  db
    .insertInto('credential_manager')
    .values({
      application_id,
      user_id,
      confirmed_by: 'Head of IT',
      confirmed_at: at(assignedAt),
      reference: 'SIM',
      assigned_at: at(assignedAt),
    })
    .execute();

const setStatus = (db: Db, id: string, status: 'active' | 'disabled') =>
  db.updateTable('portal_user').set({ status }).where('id', '=', id).execute();

const somebody = JSON.stringify({ kind: 'user', id: null, name: 'Somebody' });

async function insertSecret(db: Db, secret: Secret, replaces: string | null): Promise<void> {
  const { id, application, createdAt, expiresAt, use } = secret;
  await db
    .insertInto('client_secret')
    .values({
      id,
      application_id: application.id,
      name: `Secret ${id}`,
      name_folded: id,
      hint: id.slice(0, 8),
      sha256: null,
      created_at: at(createdAt),
      created_by: somebody,
      created_by_secret_id: null,
      expires_at: at(expiresAt),
      replaces_secret_id: replaces,
      disabled_at: null,
      disabled_by: null,
      disabled_reason: null,
      deleted_at: null,
      deleted_by: null,
    })
    .execute();
  // One in use is in use until the end, which saves writing it down every day.
  const firstUse = createdAt + hourMs;
  if (use !== 'never') await insertUseOfSecret(db, id, firstUse, use === 'always' ? expiresAt : firstUse);
}

const insertUseOfSecret = (db: Db, secret_id: string, firstUse: number, lastUse: number) =>
  db
    .insertInto('client_secret_use')
    .values({
      secret_id,
      first_used_at: at(firstUse),
      last_used_at: at(lastUse),
      last_address: '203.0.113.7',
      last_user_agent: 'python-requests',
      request_count: 1,
    })
    .execute();

const setLastUse = (db: Db, secret: string, lastUse: number) =>
  db
    .updateTable('client_secret_use')
    .set({ last_used_at: at(lastUse) })
    .where('secret_id', '=', secret)
    .execute();

const deleteSecret = (db: Db, id: string, deletedAt: number) =>
  db
    .updateTable('client_secret')
    .set({ deleted_at: at(deletedAt), deleted_by: somebody })
    .where('id', '=', id)
    .execute();

/** Every other day, as far back as pauses count and some more. */
function usesUntil(last: number, first: number): number[] {
  const uses: number[] = [];
  for (let use = last; use >= first && use > last - 100 * dayMs; use -= pauseMs) uses.unshift(use);
  return uses;
}

/** Token requests of the one system that there is. */
async function insertUses(db: Db, secret_id: string, instants: number[]): Promise<void> {
  const rows = instants.map((instant) => ({
    secret_id,
    hour: at(Math.floor(instant / hourMs) * hourMs),
    network: '203.0.113.0/24',
    user_agent: 'python-requests',
    resource: 'https://data.example.org',
    requests: 1,
    first_at: at(instant),
    last_at: at(instant),
    first_address: '203.0.113.7',
    last_address: '203.0.113.7',
  }));
  await sql`insert into client_secret_usage
    select * from json_populate_recordset(null::client_secret_usage, ${JSON.stringify(rows)})`.execute(db);
}
