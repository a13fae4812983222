import { once } from 'node:events';
import { createPgConfig, type PGlitePgConfig } from '@electric-sql/pglite/node-postgres';
import { Client, type ClientConfig, Pool } from 'pg';
import type { FailStopPglite } from './fail-stop-pglite.ts';

export interface EmbeddedPool {
  pool: Pool;
  /** Settles when the connection is free: its last holder's work is done and its transaction is gone. */
  free: () => Promise<void>;
}

/**
 * The one pool of an embedded database; a second over the same PGlite would share its transactions.
 *
 * PGlite is one PostgreSQL session, whoever holds it. So each holder gets a client of its own with its own message
 * queue, the next one waits until the last has done all that it sent, and a transaction left open is rolled back in
 * between. If that fails the database stops, rather than let one holder's work into another's transaction.
 *
 * Whoever waits longer than `acquireTimeoutMs` gets an error: a query outside of the transaction that waits for it
 * would otherwise wait for ever, and everyone else behind it.
 */
export function createEmbeddedPool(
  pglite: FailStopPglite,
  { acquireTimeoutMs = 30_000 }: { acquireTimeoutMs?: number | undefined } = {},
): EmbeddedPool {
  const session: Session = { pglite, free: Promise.resolve(), parsed: {}, submitted: {} };
  const pool = new Pool({
    max: 1,
    maxUses: 1,
    connectionTimeoutMillis: acquireTimeoutMs,
    Client: class extends EmbeddedClient {
      constructor(config?: ClientConfig) {
        super(session, config);
      }
    },
  });
  // An error on a client that nobody holds has already been reported as the failure of the database.
  pool.on('error', () => undefined);
  return { pool, free: () => session.free };
}

interface Session {
  readonly pglite: FailStopPglite;
  free: Promise<void>;
  // Named statements belong to the session, not to a client.
  readonly parsed: object;
  readonly submitted: object;
}

class EmbeddedClient extends Client {
  readonly #session: Session;
  #leave: () => void = () => undefined;
  #ended: Promise<void> | undefined;

  constructor(session: Session, config: ClientConfig | undefined) {
    super({ ...config, ...connectTo(session) });
    this.#session = session;
    // Unheard, it would end the process before the reason for the failure is reported.
    this.on('error', () => undefined);
  }

  override connect(): Promise<Client>;
  override connect(callback: ConnectCallback): void;
  override connect(callback?: ConnectCallback): Promise<Client> | undefined {
    const turn = this.#session.free;
    this.#session.free = new Promise((resolve) => {
      this.#leave = resolve;
    });
    if (callback === undefined) return turn.then(() => super.connect());
    // oxlint-disable-next-line promise/no-callback-in-promise -- pg's pool hands in a callback.
    void turn.then(() => super.connect(callback));
    return undefined;
  }

  override end(): Promise<void>;
  override end(callback: (error: Error) => void): void;
  override end(callback?: (...none: never[]) => void): Promise<void> | undefined {
    this.#ended ??= this.#end();
    if (callback === undefined) return this.#ended;
    // oxlint-disable-next-line promise/no-callback-in-promise -- pg's pool hands in a callback.
    void this.#ended.then(() => callback());
    return undefined;
  }

  async #end(): Promise<void> {
    const { pglite } = this.#session;
    try {
      if (this.#isBusy()) await once(this, 'drain');
      if (pglite.hasOpenTransaction()) await this.query('ROLLBACK');
      if (pglite.hasOpenTransaction()) throw new Error('ROLLBACK left the transaction open');
    } catch (error) {
      pglite.fail(error);
    }
    await super.end();
    this.#leave();
  }

  // pg offers no other way to see a query that was sent and not awaited.
  #isBusy(): boolean {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- pg's typings leave these members out.
    const { _activeQuery, _queryQueue, _queryable } = this as unknown as PgClientInside;
    return _queryable && ((_activeQuery ?? null) !== null || _queryQueue.length > 0);
  }
}

function connectTo({ pglite, parsed, submitted }: Session): Omit<PGlitePgConfig, 'poolSize'> {
  const { connection, user, password, database, host, port } = createPgConfig(pglite);
  connection.parsedStatements = parsed;
  connection.submittedNamedStatements = submitted;
  // end() takes every listener off; the errors of messages still under way would then break the queue that the end
  // itself waits in.
  const end = connection.end.bind(connection);
  connection.end = () => {
    end();
    connection.on('error', () => undefined);
  };
  return { connection, user, password, database, host, port };
}

type ConnectCallback = ((error: Error) => void) | ((error: null, client: Client) => void);

interface PgClientInside {
  _activeQuery?: object | null;
  _queryQueue: readonly object[];
  _queryable: boolean;
}
