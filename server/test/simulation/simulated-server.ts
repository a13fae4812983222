import type { KeyObject } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { pino } from 'pino';
import { composeOn } from '../../src/compose.ts';
import { readConfig, type Config } from '../../src/config.ts';
import type { Clock, Deps } from '../../src/domain/deps.ts';
import { alertPresentedSecrets } from '../../src/domain/notification/alert-presented-secrets.ts';
import { remind } from '../../src/domain/notification/remind.ts';
import { tellFailedMails } from '../../src/domain/notification/tell-failed-mails.ts';
import { deliverMails } from '../../src/domain/outbox/deliver-mails.ts';
import { createCrashingPool, type CrashingPool, type CrashPlan } from './crashing-pool.ts';
import type { FlakyMailServer } from './flaky-mail-server.ts';

/** A database that servers share, and how each reaches it. */
export type SimulatedDatabase = {
  masterKey: KeyObject;
  /** The connections of one incarnation of a server. */
  openPool(): { pool: Pool; cut: (client: PoolClient) => void; close: () => Promise<void> };
};

export type SimulatedServer = {
  /** Runs the jobs once; a crash ends them, and the server is composed anew. Answers whether it crashed. */
  runJobs(plan: CrashPlan | null): Promise<boolean>;
  deliver(plan: CrashPlan | null): Promise<boolean>;
  close(): Promise<void>;
};

type Options = { database: SimulatedDatabase; clock: Clock; mailServer: FlakyMailServer };
type Incarnation = { deps: Deps; crashing: CrashingPool; close: () => Promise<void> };

/** One Keyturn, as `compose.ts` makes it, without its HTTP server. */
export async function startSimulatedServer(options: Options): Promise<SimulatedServer> {
  let own = await incarnate(options);

  const run = async (plan: CrashPlan | null, work: (deps: Deps) => Promise<unknown>): Promise<boolean> => {
    const { deps, crashing } = own;
    crashing.arm(plan);
    try {
      await work(deps);
    } catch (error) {
      if (!crashing.isCrashed()) throw error;
    }
    crashing.arm(null);
    if (!crashing.isCrashed()) return false;
    await own.close();
    own = await incarnate(options);
    return true;
  };

  return {
    runJobs: (plan) =>
      run(plan, async (deps) => {
        await remind(deps, { dryRun: false, again: false, at: null });
        await alertPresentedSecrets(deps);
        await tellFailedMails(deps);
      }),
    deliver: (plan) => run(plan, deliverMails),
    close: () => own.close(),
  };
}

async function incarnate({ database, clock, mailServer }: Options): Promise<Incarnation> {
  const { pool, cut, close } = database.openPool();
  const connection = mailServer.connect();
  const crashing = createCrashingPool(pool, cut, connection.onBoundary);
  const opened = { pool: crashing.pool, masterKey: database.masterKey, close };
  const mailer = connection.mailer(crashing.pass);
  const log = pino({ level: 'silent' });
  const { deps } = await composeOn(opened, { config: configOf(), demo: false, clock, log, mailer });
  return { deps, crashing, close };
}

export function configOf(): Config {
  const result = readConfig(
    { KEYTURN_PUBLIC_URL: 'https://credentials.example.org', KEYTURN_MAIL: 'files' },
    () => '',
    'serve',
  );
  if (!result.ok) throw new Error(result.problems.join('\n'));
  return result.config;
}
