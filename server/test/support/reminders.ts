import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Config } from '../../src/config.ts';
import { remind } from '../../src/domain/notification/remind.ts';
import { ids } from './federation.ts';
import { startKeyturn } from './keyturn.ts';

const hourMs = 60 * 60 * 1000;

type NewSecret = {
  application?: keyof typeof ids.applications;
  name?: string;
  createdAt?: string;
  expiresAt: string;
  replaces?: string;
  disabledAt?: string;
};

/** A queued mail with what it tells of. */
export type TestMail = {
  number: string;
  to: string;
  kind: string;
  subject: string;
  text: string;
  topics: { kind: string; days: number | null; secretId: string | null }[];
};

export type Reminders = Awaited<ReturnType<typeof startReminders>>;

/** A Keyturn without mails, whose jobs run at the instants that a test says. */
export async function startReminders(overrides: Partial<Config> = {}) {
  const keyturn = await startKeyturn(overrides);
  const { deps, clock } = keyturn;
  await deps.db.deleteFrom('mail').execute();
  await deps.db
    .updateTable('credential_manager')
    .set({ assigned_at: new Date('2026-01-01') })
    .execute();
  let seen = '0';

  /** The mails since the last call, by recipient. */
  const newMails = async (): Promise<TestMail[]> => {
    const mails = await deps.db
      .selectFrom('mail')
      .select(['id', 'number', 'recipient', 'kind', 'subject', 'text'])
      .where('number', '>', seen)
      .orderBy('number')
      .execute();
    seen = mails.at(-1)?.number ?? seen;
    const topics = await deps.db
      .selectFrom('notification')
      .select(['mail_id', 'kind', 'days', 'secret_id'])
      .orderBy('id')
      .execute();
    return mails
      .map(({ id, recipient: to, ...mail }) => ({
        ...mail,
        to,
        topics: topics
          .filter(({ mail_id }) => mail_id === id)
          .map(({ kind, days, secret_id }) => ({ kind, days, secretId: secret_id })),
      }))
      .toSorted((one, other) => one.to.localeCompare(other.to));
  };

  return {
    ...keyturn,
    newMails,

    /** Runs the reminders at this instant; answers the mails since the last run. */
    async runAt(instant: string): Promise<TestMail[]> {
      clock.set(instant);
      await remind(deps, { dryRun: false, again: false, at: null });
      return newMails();
    },

    /** Runs them at these times of each of these dates; answers when who was told what. */
    async runOn(days: string[], times: string[]): Promise<string[]> {
      const told: string[] = [];
      for (const instant of days.flatMap((date) => times.map((time) => `${date}T${time}`))) {
        clock.set(`${instant}:00Z`);
        await remind(deps, { dryRun: false, again: false, at: null });
        told.push(...inShort(await newMails()).map((mail) => `${instant} ${mail}`));
      }
      return told;
    },

    async insertSecret({
      application = 'northData',
      name = 'Secret',
      createdAt = '2027-03-15T09:00:00Z',
      expiresAt,
      replaces,
      disabledAt,
    }: NewSecret): Promise<string> {
      const id = randomUUID();
      const peter = JSON.stringify({ kind: 'user', id: ids.users.peter, name: 'Peter (sample)' });
      await deps.db
        .insertInto('client_secret')
        .values({
          id,
          application_id: ids.applications[application],
          name: `${name} ${id}`,
          name_folded: id,
          hint: id.slice(0, 8),
          sha256: null,
          created_at: new Date(createdAt),
          created_by: peter,
          created_by_secret_id: null,
          expires_at: new Date(expiresAt),
          replaces_secret_id: replaces ?? null,
          disabled_at: disabledAt === undefined ? null : new Date(disabledAt),
          disabled_by: disabledAt === undefined ? null : peter,
          disabled_reason: null,
          deleted_at: null,
          deleted_by: null,
        })
        .execute();
      return id;
    },

    /** A token request with a client secret at each of these instants. */
    async useSecret(secretId: string, instants: string[], address = '203.0.113.7'): Promise<void> {
      const rows = JSON.stringify(instants.map((instant) => requestAt(secretId, instant, address)));
      await sql`insert into client_secret_usage
        select * from json_populate_recordset(null::client_secret_usage, ${rows})`.execute(deps.db);
      await sql`insert into client_secret_use
        select secret_id, min(first_at), max(last_at), min(last_address), min(user_agent), count(*)
        from client_secret_usage where secret_id = ${secretId} group by secret_id
        on conflict (secret_id) do update
        set first_used_at = excluded.first_used_at, last_used_at = excluded.last_used_at`.execute(deps.db);
    },

    /** A refused request that proved a client secret at each of these instants. */
    presentSecret: async (secretId: string, reason: string, instants: string[]): Promise<void> => {
      const rows = JSON.stringify(
        instants.map((instant) => ({ ...requestAt(secretId, instant, '203.0.113.7'), reason })),
      );
      await sql`insert into client_secret_refusal
        select * from json_populate_recordset(null::client_secret_refusal, ${rows})`.execute(deps.db);
    },
  };
}

function requestAt(secretId: string, instant: string, address: string) {
  const at = new Date(instant);
  return {
    secret_id: secretId,
    hour: new Date(Math.floor(at.getTime() / hourMs) * hourMs),
    network: address.replace(/\d+$/, '0/24'),
    user_agent: 'python-requests',
    resource: 'https://data.example.org',
    requests: 1,
    first_at: at,
    last_at: at,
    first_address: address,
    last_address: address,
  };
}

/** The dates from one to another. */
export function dates(from: string, to: string): string[] {
  const all: string[] = [];
  for (let day = Date.parse(from); day <= Date.parse(to); day += 24 * hourMs)
    all.push(new Date(day).toISOString().slice(0, 10));
  return all;
}

/** Who is told what, in short. */
export const inShort = (mails: TestMail[]): string[] =>
  mails.map(
    ({ to, topics }) =>
      `${to}: ${topics.map(({ kind, days }) => (days === null || kind === 'expired' ? kind : `${kind} ${days}`)).join(', ')}`,
  );
