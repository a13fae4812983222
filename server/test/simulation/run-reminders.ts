/**
 * `node run-reminders.ts <database URL> <instant>`: one run of the reminders in a process of its own, which may be
 * killed. Prints how long it took.
 */
import { createSecretKey } from 'node:crypto';
import { pino } from 'pino';
import { composeOn } from '../../src/compose.ts';
import { createPostgresPool } from '../../src/store/postgres-pool.ts';
import { remind } from '../../src/domain/notification/remind.ts';
import { configOf } from './simulated-server.ts';

const [url = '', at = ''] = process.argv.slice(2);
const clock = { now: () => new Date(at) };
const opened = { pool: createPostgresPool(url), masterKey: createSecretKey(Buffer.alloc(32, 7)) };
const { deps, close } = await composeOn(
  { ...opened, close: () => opened.pool.end() },
  { config: configOf(), demo: false, clock, log: pino({ level: 'silent' }) },
);
const startedAt = performance.now();
const mails = await remind(deps, { dryRun: process.argv.includes('--dry-run'), again: false, at: null });
const seconds = (performance.now() - startedAt) / 1000;
const rssMb = Math.round(process.resourceUsage().maxRSS / 1024);
const secrets = mails.flatMap((mail) =>
  mail.secrets.map(({ secretId, kind, days }) => `${mail.to} ${secretId} ${kind} ${days}`),
);
process.stdout.write(`${JSON.stringify({ seconds, mails: mails.length, secrets, rssMb })}\n`);
await close();
