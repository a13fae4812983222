import type { KeyObject } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { Config, ConfigSecrets } from './config.ts';
import { createTokenSigner } from './domain/access-token/token-signer.ts';
import { BackupError } from './domain/backup/backup-error.ts';
import type { BackupDeps } from './domain/backup/encode-backup.ts';
import { createBackground } from './domain/background.ts';
import { createUsageRecorder } from './domain/usage/usage-recorder.ts';
import { createChangeHub } from './domain/change-hub.ts';
import type { Clock, Deps } from './domain/deps.ts';
import { ensureInstance } from './domain/instance/ensure-instance.ts';
import { createReadiness } from './domain/instance/readiness.ts';
import { loadSettings } from './domain/settings/settings.ts';
import { loadSigningKeys } from './domain/signing-key/signing-keys.ts';
import { createStatusLists } from './domain/status-list/status-lists.ts';
import { createDatabaseClock } from './domain/token-memory/database-clock.ts';
import { serveFromMemory, type Serving } from './domain/token-memory/serve-from-memory.ts';
import { systemTimes, type Times } from './domain/token-memory/times.ts';
import { createSealer, type Sealer } from './keys/sealer.ts';
import { createLog } from './log.ts';
import { createMailer, type Mailer } from './mail/mailer.ts';
import { listenForChanges } from './store/change-notifications.ts';
import { createDb, inTransaction, type Db } from './store/db.ts';
import { createPostgresPool } from './store/postgres-pool.ts';
import { removeStaleCopies } from './store/embedded/copy-database.ts';
import { acquireDataDirectoryLock } from './store/embedded/data-directory-lock.ts';
import { keepMasterKey, readMasterKeyIfAny } from './store/embedded/master-key.ts';
import { requireNotMoved } from './store/embedded/moved-marker.ts';
import { openEmbeddedDatabase } from './store/embedded/open-embedded-database.ts';
import { findInstance } from './store/instance.ts';
import { hasInstanceTable, migrate, requireSupportedPostgres } from './store/migrate.ts';
import { ensureSearchIndexes } from './store/search-indexes.ts';

const lastWritesMs = 1_500;
const betweenWritesMs = 500;
const farewellMs = 5_000;

/** The database is the demo's where it must not be, or real where the demo was started. */
export class DemoMismatchError extends Error {
  override readonly name = 'DemoMismatchError';
  readonly holdsDemo: boolean;
  constructor(holdsDemo: boolean) {
    super(holdsDemo ? 'the database holds the demo' : 'the database holds real data');
    this.holdsDemo = holdsDemo;
  }
}

export type Composed = {
  deps: Deps;
  migrated: string[];
  /** Writes what is pending and closes the database. */
  close: () => Promise<void>;
};

type Options = {
  config: Config;
  secrets: ConfigSecrets;
  /** For the lock of an embedded database: which command holds it. */
  command: string;
  /** What the database must hold; `either` for commands beside a server. */
  demo: boolean | 'either';
  /** Whether it answers requests, and so keeps in memory what they need. */
  serves?: boolean;
  clock?: Clock;
  times?: Times;
  log?: Logger;
  mailer?: Mailer;
};

/** Opens the database, brings its schema up to date and makes what use-cases work with. */
export async function compose(options: Options): Promise<Composed> {
  const { config, secrets, command, ...rest } = options;
  const log = options.log ?? createLog(config);
  const { serving, ...composed } = await composeOn(await openDatabase(config, secrets, command, log), {
    ...rest,
    config,
    log,
    smtpUrl: secrets.smtpUrl,
  });
  if (secrets.databaseUrl === null) return composed;
  const { changes, settings } = composed.deps;
  const stopListening = listenForChanges(secrets.databaseUrl, {
    onChange: (id) => changes.publish([id]),
    onSettings: () => void settings.refresh(),
    onRevision: serving.hear,
    onGap: () => {
      changes.publishEverything();
      serving.hear(null);
      void settings.refresh();
    },
  });
  const close = async (): Promise<void> => {
    try {
      await composed.close();
    } finally {
      await stopListening();
    }
  };
  return { ...composed, close };
}

/** An open database, whichever kind it is. */
export type OpenDatabase = {
  pool: pg.Pool;
  /** Connections that requests do not keep busy, for the lease; left out: as for everything else. */
  leasePool?: pg.Pool;
  masterKey: KeyObject;
  /** Whether nobody else can have it open. */
  isExclusive?: boolean;
  close: () => Promise<void>;
};

/** The same on a database that is open already; it is closed when this fails. */
export async function composeOn(
  opened: OpenDatabase,
  options: Omit<Options, 'secrets' | 'command'> & Partial<Pick<ConfigSecrets, 'smtpUrl'>>,
): Promise<Composed & { serving: Serving }> {
  const { demo, smtpUrl = null, log = createLog(options.config), times = systemTimes } = options;
  const { isExclusive = false } = opened;
  const db = createDb(opened.pool);
  const databaseClock = createDatabaseClock(db, times);
  const clock = options.clock ?? (isExclusive ? systemClock : databaseClock);
  const serving = serveFromMemory({
    db: opened.leasePool === undefined ? db : createDb(opened.leasePool),
    times,
    log,
    isExclusive,
    serves: options.serves ?? false,
    onTime: databaseClock.set,
  });
  try {
    await requireDemo(db, demo);
    const migrated = await migrate(db);
    await prepareSearches({ db, log });
    const changes = createChangeHub(serving.reach);
    const { config, settings } = await loadSettings({ db, log }, options.config);
    const { memory } = serving;
    const sealer = createSealer(opened.masterKey);
    const base = { config, settings, db, clock, times, log, changes, memory, sealer };
    const instance = await ensureInstance(base, { demo: demo === true });
    const signingKeys = await loadSigningKeys(base);
    const deps: Deps = {
      ...base,
      tenantId: instance.tenant_id,
      demo: instance.demo,
      signingKeys,
      tokenSigner: createTokenSigner(),
      statusLists: createStatusLists({ ...base, signingKeys }),
      usage: createUsageRecorder(base),
      background: createBackground(log),
      readiness: createReadiness(base),
      mailer: options.mailer ?? createMailer(config, { smtpUrl }),
    };
    const close = async (): Promise<void> => {
      try {
        await serving.stop();
        await writeUsage(deps);
        await deps.background.drain();
      } finally {
        await opened.close();
      }
    };
    await serving.start();
    return { deps, migrated, serving, close };
  } catch (error) {
    await serving.stop();
    await opened.close();
    throw error;
  }
}

/** Searches are quick with their indexes and right without them: none is a reason not to start. */
async function prepareSearches({ db, log }: Pick<Deps, 'db' | 'log'>): Promise<void> {
  try {
    const isQuick = await inTransaction(db, ensureSearchIndexes);
    if (!isQuick)
      log.warn(
        'PostgreSQL has no extension pg_trgm for Keyturn: searches read whole tables until it is added',
      );
  } catch (error) {
    log.warn({ err: error }, 'the indexes for searches could not be made; the next start tries again');
  }
}

/** At the end, when nothing tries again a second later; a database that is silent is not waited for again and again. */
async function writeUsage({ usage, log }: Pick<Deps, 'usage' | 'log'>): Promise<void> {
  const begun = performance.now();
  for (;;)
    try {
      return await usage.flush();
    } catch (error) {
      log.warn({ err: error }, 'usage could not be written at the end');
      if (performance.now() - begun > lastWritesMs) return;
      await wait(betweenWritesMs);
    }
}

const systemClock: Clock = { now: () => new Date() };

/** A database for commands about backups: neither migrated nor otherwise changed by being opened. */
export type OpenForBackup = BackupDeps & Pick<OpenDatabase, 'masterKey' | 'close'>;

/**
 * Opens the configured database as it is. An embedded one that is not there is made only when `create` is set.
 * @throws BackupError when there is none, or no master key
 */
export async function openForBackup(
  config: Config,
  secrets: ConfigSecrets,
  { command, create }: { command: string; create: boolean },
): Promise<OpenForBackup> {
  const { dataDirectory } = config;
  if (secrets.databaseUrl === null && !create && !existsSync(join(dataDirectory, 'pglite')))
    throw new BackupError('no-database', { directory: dataDirectory });
  return forBackup(
    await openDatabase(config, secrets, command, createLog({ logLevel: 'silent' }), 'patient'),
  );
}

/** Opens the copy of an embedded database that its server made; closing removes it. */
export async function openCopyForBackup(
  { dataDirectory }: Config,
  secrets: ConfigSecrets,
  { command, copy }: { command: string; copy: string },
): Promise<OpenForBackup> {
  const masterKey = secrets.masterKey ?? keepMasterKey(dataDirectory);
  const { pool, close } = await openEmbeddedDatabase({ directory: copy, command });
  const remove = (): void => rmSync(copy, { recursive: true, force: true });
  return forBackup({ pool, masterKey, close: () => close().finally(remove) });
}

/** The configured master key, or that of the data directory; null when there is none yet, which makes none. */
export function findSealer({ dataDirectory }: Config, { masterKey }: ConfigSecrets): Sealer | null {
  const key = masterKey ?? readMasterKeyIfAny(dataDirectory);
  return key === null ? null : createSealer(key);
}

const forBackup = ({ pool, masterKey, close }: OpenDatabase): OpenForBackup => ({
  db: createDb(pool),
  sealer: createSealer(masterKey),
  clock: systemClock,
  masterKey,
  close,
});

async function openDatabase(
  config: Config,
  secrets: ConfigSecrets,
  command: string,
  log: Logger,
  patience?: 'patient',
): Promise<OpenDatabase> {
  if (secrets.databaseUrl !== null) {
    if (secrets.masterKey === null)
      throw new Error('readConfig lets no PostgreSQL without a master key pass');
    const pool = createPostgresPool(secrets.databaseUrl, patience);
    await requireSupportedPostgres(pool).catch(async (error: unknown) => {
      await pool.end();
      throw error;
    });
    const leasePool = createPostgresPool(secrets.databaseUrl, 'swift');
    // Connections that died without a word would be waited for.
    const close = async (): Promise<void> => {
      const ended = Promise.all([pool.end(), leasePool.end()]);
      await Promise.race([ended, wait(farewellMs, undefined, { ref: false })]);
    };
    return { pool, leasePool, masterKey: secrets.masterKey, close };
  }
  const lock = acquireDataDirectoryLock(config.dataDirectory, { command });
  try {
    requireNotMoved(lock.directory);
    removeStaleCopies(lock.directory);
    const masterKey = secrets.masterKey ?? keepMasterKey(lock.directory);
    const { pool, close } = await openEmbeddedDatabase({ directory: lock.directory, command, log, lock });
    return { pool, masterKey, isExclusive: true, close: () => close().finally(() => lock.release()) };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Before anything is written: real data and the demo never share a database. */
async function requireDemo(db: Db, demo: boolean | 'either'): Promise<void> {
  if (demo === 'either' || !(await hasInstanceTable(db))) return;
  const instance = await findInstance(db);
  if (instance !== undefined && instance.demo !== demo) throw new DemoMismatchError(instance.demo);
}
