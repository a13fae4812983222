import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';

type Options = { input?: string; env?: Record<string, string>; cwd?: string };

/** Runs a program to its end and gives its standard output; fails with what it wrote on standard error. */
export async function runProgram(
  file: string,
  args: string[],
  { input = '', env = {}, cwd }: Options = {},
): Promise<string> {
  const child = spawn(file, args, { cwd, env: { ...process.env, ...env }, stdio: 'pipe' });
  child.stdin.on('error', () => undefined).end(input);
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve, reject) => void child.on('error', reject).on('close', resolve)),
  ]);
  if (code !== 0) throw new Error(`${file} ended with ${code}:\n${stderr}${stdout}`);
  return stdout;
}

/** A program that answers each line with one of its own, until `stop`. */
export type LineProgram = { ask: (line: string) => Promise<string>; stop: () => Promise<void> };

/** Starts one; `ask` fails with what it wrote on standard error when it ended before it answered. */
export function startLineProgram(
  file: string,
  args: string[],
  { env = {} }: Pick<Options, 'env'> = {},
): LineProgram {
  const child = spawn(file, args, { env: { ...process.env, ...env }, stdio: 'pipe' });
  child.stdin.on('error', () => undefined);
  const ended = new Promise<void>(
    (resolve) => void child.on('error', () => resolve()).on('close', () => resolve()),
  );
  const stderr = text(child.stderr);
  const answers = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    async ask(line) {
      child.stdin.write(`${line}\n`);
      const answer = await answers.next();
      if (answer.done === true) throw new Error(`${file} ended:\n${await stderr}`);
      return answer.value;
    },
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}

/** What a program says of its version, the first line that matches; null when it is not at hand. */
export function versionOf(file: string, args: string[], pattern: RegExp): string | null {
  const { status, stdout, stderr } = spawnSync(file, args, { encoding: 'utf8' });
  return status === 0 ? (pattern.exec(stdout + stderr)?.[1] ?? null) : null;
}
