import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

export interface TestDatabase {
  url: string;
  /** Removes the database, closing whatever connections it still has. */
  drop: () => Promise<void>;
}

/**
 * Makes an empty database, or a copy of `template`, on the server that a superuser's URL leads to. A template must
 * have no connection open while it is copied.
 */
export async function createPostgresDatabase(
  adminUrl: string,
  { template = 'template0' }: { template?: string } = {},
): Promise<TestDatabase> {
  const name = `${databasePrefix()}${randomBytes(8).toString('hex')}`;
  await execute(adminUrl, `CREATE DATABASE "${name}" TEMPLATE "${template}"`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => execute(adminUrl, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`) };
}

/** Removes the databases that the tests of this run have left on the server. */
export async function dropDatabasesOfRun(adminUrl: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ datname: string }>(
      'SELECT datname FROM pg_database WHERE starts_with(datname, $1)',
      [databasePrefix()],
    );
    for (const { datname } of rows) await client.query(`DROP DATABASE "${datname}" WITH (FORCE)`);
  } finally {
    await client.end();
  }
}

/** Every process of a run makes databases of this prefix, which Vitest's global setup gives them. */
const databasePrefix = (): string => `keyturn_test_${process.env['KEYTURN_TEST_RUN'] ?? ''}_`;

/** Lets nobody into a database any more and throws out who is in, as if its server were gone; or lets them in again. */
export async function allowConnections(adminUrl: string, url: string, allowed: boolean): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  await execute(adminUrl, `ALTER DATABASE "${name}" ALLOW_CONNECTIONS ${allowed}`);
  if (!allowed)
    await execute(
      adminUrl,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`,
    );
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
