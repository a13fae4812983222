import { spawn, spawnSync } from 'node:child_process';
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

/** What a program says of its version, the first line that matches; null when it is not at hand. */
export function versionOf(file: string, args: string[], pattern: RegExp): string | null {
  const { status, stdout, stderr } = spawnSync(file, args, { encoding: 'utf8' });
  return status === 0 ? (pattern.exec(stdout + stderr)?.[1] ?? null) : null;
}
