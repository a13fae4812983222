import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import {
  generateClientSecretValue,
  hashClientSecretValue,
  hintOf,
  type ClientSecretValue,
} from '../../domain/client-secret/client-secret-value.ts';
import type { BenchClient } from '../peers/peer-order.ts';

/** What is in the database that a load needs to know. */
export type FilledFederation = {
  audience: string;
  roles: string[];
  /** The first secret of each application; there is a second one that nobody uses. */
  clients: BenchClient[];
  /** What the API introspects with. */
  apiCredentials: BenchClient;
  /** The manager of the first application. */
  managerId: string;
};

const audience = 'https://data.example.org';
const roles = ['data.read', 'data.write'];
const secretsEach = 2;
const applicationsPerOrganisation = 5;
const rowsAtOnce = 20_000;
const by = JSON.stringify({ kind: 'operator', id: null, name: 'keyturn bench' });

/** Applications with two client secrets each, whose values this process alone knows, all permitted to use one API. */
export async function fillFederation(pool: pg.Pool, applications: number): Promise<FilledFederation> {
  const organisations = idsOf(Math.ceil(applications / applicationsPerOrganisation));
  const [apiId, managerId] = [randomUUID(), randomUUID()];
  await pool.query(
    `insert into organisation (id, kind, name, country, time_zone, locale, status, created_at)
     select id, 'member', 'Organisation ' || n, 'DE', 'UTC', 'en', 'active', now()
     from unnest($1::uuid[]) with ordinality as made (id, n)`,
    [organisations],
  );
  await pool.query(
    `insert into api (id, identifier, name, code, environment, roles, status_check, algorithm, token_header_type,
       status, created_at)
     values ($1, $2, 'Data', 'D', 'production', $3, 'status-list', 'ES256', 'at+jwt', 'active', now())`,
    [apiId, audience, roles],
  );
  const ids = idsOf(applications);
  await pool.query(
    `insert into application (id, organisation_id, kind, name, name_folded, self_managed, status, created_at)
     select id, ($2::uuid[])[1 + (n - 1) / $3], 'partner', 'Application ' || n, 'application ' || n, false, 'active', now()
     from unnest($1::uuid[]) with ordinality as made (id, n)`,
    [ids, organisations, applicationsPerOrganisation],
  );
  await pool.query(`insert into api_permission select id, $1 from application`, [apiId]);
  await insertManager(pool, managerId, { organisationId: organisations[0], applicationId: ids[0] });
  const clients = ids.map((clientId) => ({ clientId, values: distinctValues(secretsEach) }));
  await insertSecrets(
    pool,
    clients.flatMap(({ clientId, values }) => values.map((value) => ({ clientId, value }))),
  );
  const apiCredentials = { clientId: apiId, clientSecret: generateClientSecretValue() };
  await pool.query(
    `insert into introspection_credential (id, api_id, name, name_folded, hint, sha256, created_at, created_by)
     values ($1, $2, 'Bench', 'bench', $3, decode($4, 'hex'), now(), $5)`,
    [randomUUID(), apiId, hintOf(apiCredentials.clientSecret), hashOf(apiCredentials.clientSecret), by],
  );
  await pool.query('analyze');
  return {
    audience,
    roles,
    clients: clients.map(({ clientId, values: [clientSecret = ''] }) => ({ clientId, clientSecret })),
    apiCredentials,
    managerId,
  };
}

/** More client secrets of one application: answers their IDs. */
export async function addSecrets(pool: pg.Pool, clientId: string, count: number): Promise<string[]> {
  const { rows } = await pool.query<{ hint: string }>(
    'select hint from client_secret where application_id = $1',
    [clientId],
  );
  const values = distinctValues(count, new Set(rows.map(({ hint }) => hint)));
  return insertSecrets(
    pool,
    values.map((value) => ({ clientId, value })),
  );
}

const idsOf = (count: number): string[] => Array.from({ length: count }, () => randomUUID());

/** By what they begin with: an application has no two alike. */
function distinctValues(count: number, taken = new Set<string>()): ClientSecretValue[] {
  const values: ClientSecretValue[] = [];
  while (values.length < count) {
    const value = generateClientSecretValue();
    if (taken.has(hintOf(value))) continue;
    taken.add(hintOf(value));
    values.push(value);
  }
  return values;
}

const hashOf = (value: string): string => hashClientSecretValue(value).toString('hex');

async function insertSecrets(
  pool: pg.Pool,
  secrets: { clientId: string; value: ClientSecretValue }[],
): Promise<string[]> {
  const ids = idsOf(secrets.length);
  for (let from = 0; from < secrets.length; from += rowsAtOnce) {
    const some = secrets.slice(from, from + rowsAtOnce);
    await pool.query(
      `insert into client_secret
         (id, application_id, name, name_folded, hint, sha256, created_at, created_by, expires_at)
       select id, application_id, 'Secret ' || id, 'secret ' || id, hint, decode(sha256, 'hex'), now(), $5::json,
         now() + interval '300 days'
       from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[]) as made (id, application_id, hint, sha256)`,
      [
        ids.slice(from, from + rowsAtOnce),
        some.map(({ clientId }) => clientId),
        some.map(({ value }) => hintOf(value)),
        some.map(({ value }) => hashOf(value)),
        by,
      ],
    );
  }
  return ids;
}

async function insertManager(
  pool: pg.Pool,
  managerId: string,
  {
    organisationId,
    applicationId,
  }: { organisationId: string | undefined; applicationId: string | undefined },
): Promise<void> {
  await pool.query(
    `insert into portal_user
       (id, organisation_id, email, email_folded, name, role, locale, status, created_at)
     values ($1, $2, 'manager@example.org', 'manager@example.org', 'Manager', 'member', 'en', 'active', now())`,
    [managerId, organisationId],
  );
  await pool.query(
    `insert into account (user_id, password_hash, password_changed_at, set_up_at) values ($1, '', now(), now())`,
    [managerId],
  );
  await pool.query(
    `insert into credential_manager
       (application_id, user_id, confirmed_by, confirmed_at, reference, assigned_at)
     values ($1, $2, 'Bench', now(), 'bench', now())`,
    [applicationId, managerId],
  );
}
