import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { delimiter, dirname, join } from 'node:path';
import { afterFile } from './after-file.ts';

export const repository = join(import.meta.dirname, '../..');
const main = join(repository, 'server/src/main.ts');

export type Environment = Record<string, string>;

export type Exit = { code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string };

/** A keyturn process, however far it has come. */
export type KeyturnProcess = {
  pid: number;
  stdout(): string;
  stderr(): string;
  exited: Promise<Exit>;
  /** Ends it cleanly, as Ctrl+C does, and gives how it ended. */
  stop(): Promise<Exit>;
  /** Ends it with SIGKILL. */
  kill(): Promise<Exit>;
};

/** A keyturn process that said it is ready, at `url`. */
export type KeyturnServer = KeyturnProcess & { url: string };

type Options = {
  env?: Environment;
  cwd?: string;
  /** `script`: by `./keyturn`, as people start it, which puts a process in between; `main`: the server directly. */
  by?: 'main' | 'script';
};

const readyWithinMs = 90_000;
const stopWithinMs = 20_000;
const running = new Set<ChildProcess>();

/** Starts `keyturn` with these arguments and an environment that holds nothing of the developer's own Keyturn. */
export function launch(
  args: string[],
  { env = {}, cwd = repository, by = 'main' }: Options = {},
): KeyturnProcess {
  const [file, ...before] =
    by === 'script'
      ? [join(repository, 'keyturn')]
      : [process.execPath, '--disable-warning=ExperimentalWarning', main];
  const child = spawn(file ?? '', [...before, ...args], {
    cwd,
    env: { ...inheritedEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  const exited = once(child, 'close').then((): Exit => {
    running.delete(child);
    return { code: child.exitCode, signal: child.signalCode, stdout, stderr };
  });
  const endWith = async (signal: NodeJS.Signals): Promise<Exit> => {
    child.kill(signal);
    return withDeadline(exited, stopWithinMs, () => `keyturn ${args.join(' ')} did not end after ${signal}`);
  };
  afterFile(() => {
    child.kill('SIGKILL');
    return exited;
  });
  return {
    pid: child.pid ?? 0,
    stdout: () => stdout,
    stderr: () => stderr,
    exited,
    stop: () => endWith('SIGINT'),
    kill: () => endWith('SIGKILL'),
  };
}

/** Starts `keyturn serve` or `keyturn demo` and waits until it is ready; fails at once when it ends instead. */
export async function startServer(
  args: ['serve' | 'demo', ...string[]],
  options: Options = {},
): Promise<KeyturnServer> {
  const started = launch(args, options);
  const [, url = ''] = await waitForOutput(started, /ready at (https?:\/\/\S+)/);
  return { ...started, url };
}

/** Waits until standard output matches; fails at once when the process ends before. */
export async function waitForOutput(started: KeyturnProcess, pattern: RegExp): Promise<RegExpExecArray> {
  const ended: { exit?: Exit } = {};
  void started.exited.then((exit) => (ended.exit = exit));
  const deadline = Date.now() + readyWithinMs;
  for (;;) {
    const match = pattern.exec(started.stdout());
    if (match !== null) return match;
    const output = (): string => `\n${started.stdout()}${started.stderr()}`;
    if (ended.exit !== undefined) throw new Error(`keyturn ended with ${ended.exit.code}:${output()}`);
    if (Date.now() > deadline) throw new Error(`keyturn printed no ${String(pattern)}:${output()}`);
    await nextTurn();
  }
}

/** Runs `keyturn` to its end. */
export function run(args: string[], options: Options = {}): Promise<Exit> {
  const started = launch(args, options);
  return withDeadline(started.exited, readyWithinMs, () => {
    void started.kill();
    return `keyturn ${args.join(' ')} did not end:\n${started.stdout()}${started.stderr()}`;
  });
}

/** What a command says on standard error when it works on the database of this environment; no password. */
export function databaseNotice({
  KEYTURN_DATABASE_URL: url,
  KEYTURN_DATA_DIR: directory,
}: Environment): string {
  if (url === undefined) return `Database: embedded, in ${directory}\n`;
  const { host, pathname } = new URL(url);
  return `Database: postgres://${host}${pathname}\n`;
}

/** Runs `keyturn` to its end, which must be a success without warnings; gives its standard output. */
export async function succeed(args: string[], options: Options = {}): Promise<string> {
  const { code, stdout, stderr } = await run(args, options);
  if (code !== 0 || !['', databaseNotice(options.env ?? {})].includes(stderr))
    throw new Error(`keyturn ${args.join(' ')} ended with ${code}:\n${stdout}${stderr}`);
  return stdout;
}

/** How long polling waits between two looks. */
const nextTurn = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 10));

async function withDeadline<Result>(
  work: Promise<Result>,
  milliseconds: number,
  describe: () => string,
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(describe())), milliseconds);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** What programs need of the environment; with this Node first, as `./keyturn` looks for one on PATH. */
function inheritedEnvironment(): Environment {
  const { PATH = '', HOME, TMPDIR, NODE_COMPILE_CACHE } = process.env;
  return {
    PATH: dirname(process.execPath) + delimiter + PATH,
    ...(HOME === undefined ? {} : { HOME }),
    ...(TMPDIR === undefined ? {} : { TMPDIR }),
    ...(NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE }),
  };
}

// Vitest may end this process before the file's end comes.
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});
