import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from '../../server/src/app.ts';
import { compose } from '../../server/src/compose.ts';
import { readConfig } from '../../server/src/config.ts';
import type { Deps } from '../../server/src/domain/deps.ts';
import { importFederation } from '../../server/src/domain/federation/import-federation.ts';
import { startSession } from '../../server/src/domain/session/sessions.ts';
import { sessionCookieName } from '../../server/src/http/portal/session-cookie.ts';
import { inTransaction } from '../../server/src/store/db.ts';
import { addUsage, type UsageRows } from '../../server/src/store/usage.ts';
import { findUnusedPort } from '../../server/test/support/unused-port.ts';

type Server = {
  url: string;
  /** Of a manager who is signed in. */
  cookie: { name: string; value: string };
  /** Ends it; nothing of it stays. */
  stop: () => Promise<void>;
};

type Sample = { createdDaysAgo: number; expiresInDays: number; disabled?: boolean; used?: boolean };

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;
const fine: Sample = { createdDaysAgo: 30, expiresInDays: 300, used: true };
const others: Sample[] = [
  { createdDaysAgo: 320, expiresInDays: 44, used: true },
  { createdDaysAgo: 345, expiresInDays: 12, used: true },
  { createdDaysAgo: 370, expiresInDays: -6, used: true },
  { createdDaysAgo: 200, expiresInDays: 150, disabled: true },
  { createdDaysAgo: 3, expiresInDays: 200 },
];
const ended = others.filter(({ expiresInDays, disabled }) => expiresInDays < 0 || disabled);

const user = { id: randomUUID(), name: 'Manager Many (sample)' };
const api = { id: randomUUID(), identifier: 'https://search.example.org' };

/** A server on an embedded database on disk, with one manager of that many applications. */
export async function serveMany(applications: number, secretsOfEach: number): Promise<Server> {
  const directory = mkdtempSync(join(tmpdir(), 'keyturn-page-'));
  const port = await findUnusedPort();
  const url = `http://localhost:${port}`;
  const environment = {
    KEYTURN_PUBLIC_URL: url,
    KEYTURN_PORT: String(port),
    KEYTURN_DATA_DIR: directory,
    KEYTURN_MAIL: 'files',
    KEYTURN_SUPPORT_EMAIL: 'support@example.org',
    KEYTURN_LOG_LEVEL: 'warn',
  };
  const result = readConfig(environment, () => '', 'serve');
  if (!result.ok) throw new Error(result.problems.join('\n'));
  const { config, secrets } = result;
  const { deps, close } = await compose({
    config,
    secrets,
    command: 'measure-page',
    demo: false,
    serves: true,
  });
  const clientIds = Array.from({ length: applications }, () => randomUUID());
  await seedFederation(deps, clientIds);
  await seedSecrets(deps, clientIds, secretsOfEach);
  const value = await startSession(deps, user.id, {
    stage: 'open',
    mfaAt: deps.clock.now(),
    amr: ['pwd', 'otp'],
    origin: { address: '127.0.0.1', userAgent: '' },
  });
  const app = await buildApp(deps);
  await app.listen({ host: config.host, port });
  return {
    url,
    cookie: { name: sessionCookieName(url), value },
    stop: async () => {
      await app.close();
      await close();
      rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function seedFederation(deps: Deps, clientIds: string[]): Promise<void> {
  const organisation = randomUUID();
  const federation = {
    organisations: [
      { id: organisation, name: 'Many Donor Registries', country: 'DE', timeZone: 'Europe/Berlin' },
    ],
    apis: [{ ...api, name: 'Search and Match', code: 'SMC', environment: 'production' }],
    applications: clientIds.map((clientId) => ({ clientId, organisation, apis: [api.id] })),
    users: [{ ...user, organisation, email: 'many@example.org' }],
    managers: clientIds.map((application) => ({
      application,
      user: user.id,
      confirmedBy: 'Head of IT (sample)',
      confirmedAt: deps.clock.now().toISOString(),
      reference: 'SAMPLE-1',
    })),
  };
  const seeder = { kind: 'command-line', id: null, name: 'measure-page', address: null } as const;
  const { problems } = await importFederation(deps, seeder, federation, { dryRun: false, invite: false });
  if (problems.length > 0) throw new Error(JSON.stringify(problems.slice(0, 5)));
}

/** Straight into the tables: by the use-case, each of thousands would be a change of its own. */
async function seedSecrets(deps: Deps, clientIds: string[], count: number): Promise<void> {
  const now = deps.clock.now().getTime();
  const seeded = clientIds.flatMap((clientId, index) =>
    Array.from({ length: count }, (_secret, number) => {
      const sample = sampleOf(index, number);
      return { sample, row: secretRow(clientId, number, sample, now) };
    }),
  );
  await inTransaction(deps.db, async (tx) => {
    for (let from = 0; from < seeded.length; from += rowsAtOnce)
      await tx
        .insertInto('client_secret')
        .values(seeded.slice(from, from + rowsAtOnce).map(({ row }) => row))
        .execute();
    const uses = seeded
      .filter(({ sample }) => sample.used)
      .map(({ sample, row }) => lastUse(row.id, sample, now));
    await addUsage(tx, { uses, refusals: [], unproven: [], mistakes: [] });
  });
}

/** A statement takes 65,535 parameters. */
const rowsAtOnce = 1000;

/** Of ten applications, one has no valid secret and another one that expires soon. */
function sampleOf(index: number, number: number): Sample {
  const pool =
    index % 10 === 0 ? ended : number === 0 ? [fine] : index % 10 === 1 ? others : [fine, ...ended];
  return pool[(index + number) % pool.length] ?? fine;
}

function secretRow(
  clientId: string,
  number: number,
  { createdDaysAgo, expiresInDays, disabled = false }: Sample,
  now: number,
) {
  const name = `Donor search system ${number + 1}`;
  const by = JSON.stringify({ kind: 'user', ...user });
  return {
    id: randomUUID(),
    application_id: clientId,
    name,
    name_folded: name.toLowerCase(),
    hint: `aB${number}`,
    created_at: new Date(now - createdDaysAgo * dayMs),
    created_by: by,
    expires_at: new Date(now + expiresInDays * dayMs),
    disabled_at: disabled ? new Date(now - dayMs) : null,
    disabled_by: disabled ? by : null,
  };
}

function lastUse(secretId: string, { expiresInDays }: Sample, now: number): UsageRows['uses'][number] {
  const lastAt = new Date(now - (Math.max(-expiresInDays, 0) + 1) * dayMs);
  const hour = new Date(Math.floor(lastAt.getTime() / hourMs) * hourMs);
  return {
    secretId,
    hour,
    network: '203.0.113.0/24',
    userAgent: 'python-requests/2.32.3',
    resource: api.identifier,
    requests: 24,
    firstAt: lastAt,
    lastAt,
    firstAddress: '203.0.113.7',
    lastAddress: '203.0.113.7',
  };
}
