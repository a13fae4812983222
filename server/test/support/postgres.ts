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
  const name = `keyturn_test_${randomBytes(8).toString('hex')}`;
  await execute(adminUrl, `CREATE DATABASE "${name}" TEMPLATE "${template}"`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => execute(adminUrl, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`) };
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
