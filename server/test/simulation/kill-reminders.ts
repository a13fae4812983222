import { spawn } from 'node:child_process';
import { createSecretKey } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import pg, { type Pool } from 'pg';
import { pino } from 'pino';
import { composeOn } from '../../src/compose.ts';
import { createPostgresPool } from '../../src/store/postgres-pool.ts';
import { createDb } from '../../src/store/db.ts';
import { createPostgresDatabase } from '../support/postgres.ts';
import { fillMany, type Size } from './fill-many.ts';
import { configOf } from './simulated-server.ts';

const dayMs = 24 * 60 * 60 * 1000;
const now = new Date('2027-03-02T20:00:00Z');
const program = join(import.meta.dirname, 'run-reminders.ts');

type Run = { seconds: number; mails: number; secrets: string[]; rssMb: number };

export type KillReport = {
  fillSeconds: number;
  /** The first of all: whatever is due within 60 days. */
  first: Omit<Run, 'secrets'>;
  /** The next morning’s. */
  ordinary: Omit<Run, 'secrets'>;
  /** How many mails were queued when the run was killed, and what the one after it did. */
  killedAtMails: number;
  afterKill: Omit<Run, 'secrets'>;
  /** What was queued against what a dry run had listed before. */
  planned: number;
  missing: number;
  unexpected: number;
  repeated: number;
};

/** Fills a database, reminds on two days, and on a third in a process that is killed half-way and started again. */
export async function killReminders(adminUrl: string, size: Size): Promise<KillReport> {
  const { url, drop } = await createPostgresDatabase(adminUrl);
  const pool = createPostgresPool(url);
  try {
    const startedAt = performance.now();
    await prepare(url, size);
    const fillSeconds = (performance.now() - startedAt) / 1000;
    const first = await run(url, 0);
    const ordinary = await run(url, 1);
    const before = await count(pool);
    const { secrets: planned } = await run(url, 2, '--dry-run');
    const killedAtMails = await killHalfWay(url, pool, new Set(planned.map(recipientOf)).size / 2);
    const afterKill = await run(url, 2);
    const queued = await queuedSince(pool, before);
    const unique = new Set(queued);
    return {
      fillSeconds,
      first: withoutSecrets(first),
      ordinary: withoutSecrets(ordinary),
      killedAtMails,
      afterKill: withoutSecrets(afterKill),
      planned: planned.length,
      missing: countOutside(planned, unique),
      unexpected: countOutside(queued, new Set(planned)),
      repeated: queued.length - unique.size,
    };
  } finally {
    await pool.end();
    await drop();
  }
}

const countOutside = (items: string[], set: Set<string>): number =>
  items.filter((item) => !set.has(item)).length;

const recipientOf = (told: string): string => told.slice(0, told.indexOf(' '));

const withoutSecrets = ({ seconds, mails, rssMb }: Run) => ({ seconds, mails, rssMb });

async function prepare(url: string, size: Size): Promise<void> {
  const pool = createPostgresPool(url);
  const { close } = await composeOn(
    { pool, masterKey: createSecretKey(Buffer.alloc(32, 7)), close: () => pool.end() },
    { config: configOf(), demo: false, log: pino({ level: 'silent' }) },
  );
  await close();
  // Filling takes longer than a server lets its statements take.
  const patient = new pg.Pool({ connectionString: url, max: 1 });
  await fillMany(createDb(patient), size, now);
  await patient.end();
}

const startRun = (url: string, day: number, ...options: string[]) =>
  spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', program, url, atDay(day).toISOString(), ...options],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );

const atDay = (day: number): Date => new Date(now.getTime() + day * dayMs);

async function run(url: string, day: number, ...options: string[]): Promise<Run> {
  const child = startRun(url, day, ...options);
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'exit') as Promise<[number]>]);
  if (code !== 0) throw new Error(`the run ended with ${code}:\n${output}`);
  return JSON.parse(output) as Run;
}

/** Kills a run when it has queued about so many mails; answers how many it had. */
async function killHalfWay(url: string, pool: Pool, mails: number): Promise<number> {
  const before = await count(pool);
  const child = startRun(url, 2);
  child.stdout.resume();
  const exited = once(child, 'exit');
  let queued = 0;
  while (queued < mails && child.exitCode === null) queued = (await count(pool)) - before;
  child.kill('SIGKILL');
  const [, signal] = (await exited) as [number | null, string | null];
  if (signal !== 'SIGKILL') throw new Error('the run ended before it was killed');
  return (await count(pool)) - before;
}

async function count(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ count: string }>('select count(*) from mail');
  return Number(rows[0]?.count);
}

async function queuedSince(pool: Pool, mails: number): Promise<string[]> {
  const { rows } = await pool.query<{ told: string }>(
    `select concat_ws(' ', mail.recipient, secret_id, notification.kind, coalesce(days::text, 'null')) as told
     from notification join mail on mail.id = mail_id
     where mail.number > (select coalesce(max(number), 0) from (select number from mail order by number limit $1) m)`,
    [mails],
  );
  return rows.map(({ told }) => told);
}
