import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Runs one line in `sh` and gives its standard output; fails when the line does. */
export async function runInShell(line: string): Promise<string> {
  const { stdout } = await promisify(execFile)('sh', ['-c', line], { timeout: 30_000 });
  return stdout;
}
