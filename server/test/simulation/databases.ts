import { createSecretKey } from 'node:crypto';
import type { PoolClient } from 'pg';
import { createPostgresPool } from '../../src/store/postgres-pool.ts';
import { createMemoryDatabase } from '../support/memory-database.ts';
import { createPostgresDatabase } from '../support/postgres.ts';
import type { SimulatedDatabase } from './simulated-server.ts';

const masterKey = createSecretKey(Buffer.alloc(32, 7));

type Opened = SimulatedDatabase & { drop: () => Promise<void> };

/** A database of its own on this PostgreSQL; each server has a pool of its own. */
export async function openPostgres(adminUrl: string): Promise<Opened> {
  const { url, drop } = await createPostgresDatabase(adminUrl);
  return {
    masterKey,
    openPool() {
      const pool = createPostgresPool(url);
      return { pool, cut: cutSocket, close: () => pool.end() };
    },
    drop,
  };
}

/** The embedded database, in memory; it has the one connection, which a new server takes over. */
export async function openEmbedded(): Promise<Opened> {
  const { pool, close } = await createMemoryDatabase();
  return {
    masterKey,
    // Its transaction is rolled back when the connection is given back.
    openPool: () => ({ pool, cut: () => undefined, close: () => Promise.resolve() }),
    drop: close,
  };
}

/** As the system does it to a process that was killed. */
function cutSocket(client: PoolClient): void {
  // pg's typings leave this out.
  const { connection } = client as unknown as { connection: { stream: { destroy: () => void } } };
  connection.stream.destroy();
}
