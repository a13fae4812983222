/**
 * Runs a throw-away PostgreSQL server on loopback. Prints its URL once it accepts connections; stops and removes it
 * when standard input closes, or on SIGTERM.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findAccount, findPrograms, makeDirectoryFor } from './postgres-programs.ts';
import { findUnusedPort } from './unused-port.ts';

const account = await findAccount();
const directory = await makeDirectoryFor(account);
const dataDirectory = join(directory, 'data');
let program: ChildProcess | undefined;
let stopped = false;

process.on('SIGTERM', () => void stop(0));
process.stdin.on('close', () => void stop(0)).resume();

try {
  const programs = await findPrograms(account, directory);
  // Everyone on the machine can reach a loopback port, and a superuser can run programs as the account.
  const password = randomBytes(18).toString('hex');
  await createCluster(programs.initdb, password);
  const port = await findUnusedPort();
  await startServer(programs.postgres, port);
  process.stdout.write(`postgres://postgres:${password}@127.0.0.1:${port}/postgres\n`);
} catch (error) {
  if (!stopped) process.stderr.write(`${String(error)}\n`);
  await stop(1);
}

async function createCluster(initdb: string, password: string): Promise<void> {
  const passwordFile = join(directory, 'password');
  await writeFile(passwordFile, password, { mode: 0o644 });
  const flags = [`--pgdata=${dataDirectory}`, '--username=postgres', `--pwfile=${passwordFile}`];
  // A locale that PostgreSQL brings along, so that sorting and case do not depend on the machine.
  flags.push('--encoding=UTF8', '--no-locale', '--locale-provider=builtin', '--builtin-locale=C.UTF-8');
  const { output, ended } = startProgram(initdb, [...flags, '--auth=scram-sha-256', '--no-sync']);
  if ((await ended) !== 0) throw new Error(`initdb failed:\n${output()}`);
}

async function startServer(postgres: string, port: number): Promise<void> {
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '200',
    timezone: 'UTC',
    // Fast instead of crash-safe: tests kill Keyturn, never this server, and its data end with the run.
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const { output, ended } = startProgram(postgres, ['-D', dataDirectory, ...flags]);
  const ready = new Promise<void>((resolve) => {
    program?.stderr?.on('data', () => {
      if (output().includes('ready to accept connections')) resolve();
    });
  });
  const failed = ended.then(() => Promise.reject(new Error(`PostgreSQL ended:\n${output()}`)));
  await Promise.race([ready, failed]);
  failed.catch(() => undefined);
}

/** Starts the one program that runs at a time; `output` gives its last messages. */
function startProgram(path: string, flags: string[]): { output: () => string; ended: Promise<unknown> } {
  if (stopped) throw new Error('stopped while starting');
  program = spawn(path, flags, {
    ...account,
    cwd: directory,
    env: { ...process.env, LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const collect = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-10_000));
  program.stdout?.on('data', collect);
  program.stderr?.on('data', collect);
  return { output: () => output, ended: once(program, 'close').then(([code]: unknown[]) => code) };
}

async function stop(exitCode: number): Promise<void> {
  if (stopped) return;
  stopped = true;
  if (program?.exitCode === null && program.signalCode === null) {
    // SIGQUIT is PostgreSQL's immediate shutdown; nothing in there is worth a checkpoint.
    program.kill('SIGQUIT');
    await once(program, 'exit');
  }
  await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  process.exit(exitCode);
}
