/**
 * `node scripts/measure-start.ts [runs]`: how long a newcomer waits. Times `npm start` in a bare copy of the committed
 * tree until the demo is ready, with npm's cache filled by an installation that is not counted, and then the second
 * start in the same copy. Prints the median of each.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { findUnusedPort } from '../server/test/support/unused-port.ts';

const root = join(import.meta.dirname, '..');
const readyWithinMs = 10 * 60_000;

const runs = Number(process.argv[2] ?? 3);
if (!Number.isInteger(runs) || runs < 1) {
  process.stderr.write('Usage: node scripts/measure-start.ts [runs]\n');
  process.exit(2);
}

const directory = mkdtempSync(join(tmpdir(), 'keyturn-start-'));
const firsts: number[] = [];
const seconds: number[] = [];
try {
  process.stdout.write('Filling the npm cache…\n');
  runToEnd(
    'npm',
    ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    copyTree('cache'),
  );
  for (let run = 1; run <= runs; run += 1) {
    const copy = copyTree(`run-${run}`);
    const first = await timeStart(copy);
    const second = await timeStart(copy);
    process.stdout.write(
      `Run ${run} of ${runs}: first start ${format(first)}, second start ${format(second)}\n`,
    );
    firsts.push(first);
    seconds.push(second);
    rmSync(copy, { recursive: true, force: true });
  }
  process.stdout.write(
    [
      '',
      '| `npm start` until ready | median | fastest | slowest |',
      '|---|---|---|---|',
      row('first, bare copy of the commit', firsts),
      row('second', seconds),
      '',
    ].join('\n'),
  );
} finally {
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
}

/** The committed tree, without node_modules and whatever else is not in it. */
function copyTree(name: string): string {
  const copy = join(directory, name);
  const archive = join(directory, `${name}.tar`);
  mkdirSync(copy);
  runToEnd('git', ['archive', '--format=tar', `--output=${archive}`, 'HEAD'], root);
  runToEnd('tar', ['-xf', archive], copy);
  return copy;
}

function runToEnd(command: string, args: string[], cwd: string): void {
  const { status, error } = spawnSync(command, args, {
    cwd,
    env: environment(),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw error ?? new Error(`${command} ${args.join(' ')} ended with ${status}`);
}

/** Milliseconds from `npm start` to the printed "ready"; the demo is stopped as Ctrl+C stops it. */
async function timeStart(cwd: string): Promise<number> {
  const startedAt = performance.now();
  // A process group of its own, as a terminal gives it: an interrupt reaches npm and all that it started.
  const npm = spawn('npm', ['start'], {
    cwd,
    detached: true,
    env: { ...environment(), KEYTURN_PORT: String(await findUnusedPort()) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(npm, 'close');
  const group = -(npm.pid ?? process.pid);
  let output = '';
  const ready = new Promise<number>((resolve) => {
    const collect = (chunk: Buffer): void => {
      output += chunk.toString();
      if (output.includes('ready at http')) resolve(performance.now() - startedAt);
    };
    npm.stdout.on('data', collect);
    npm.stderr.on('data', collect);
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), readyWithinMs);
  });
  const outcome = await Promise.race([ready, ended.then(() => 'ended' as const), late]);
  clearTimeout(timer);
  if (outcome !== 'ended') process.kill(group, outcome === 'late' ? 'SIGKILL' : 'SIGINT');
  await ended;
  if (typeof outcome === 'string') throw new Error(`npm start never got ready (${outcome}):\n${output}`);
  return outcome;
}

/** The machine's own Node and npm, not what this working copy has installed; nothing of an enclosing `npm run`. */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|KEYTURN_|NODE_OPTIONS$|INIT_CWD$)/i.test(name),
  );
  const own = join(root, 'node_modules');
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((entry) => !entry.startsWith(own));
  return { ...Object.fromEntries(kept), PATH: path.join(delimiter) };
}

function row(name: string, times: number[]): string {
  return `| ${name} | ${format(median(times))} | ${format(Math.min(...times))} | ${format(Math.max(...times))} |`;
}

function median(values: number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length / 2;
  const around = sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1);
  return around.reduce((sum, value) => sum + value, 0) / around.length;
}

function format(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
