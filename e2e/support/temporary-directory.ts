import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterFile } from './after-file.ts';

/** An empty directory of its own, removed after the file's tests and the processes that they started. */
export function makeTemporaryDirectory(): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'keyturn-e2e-')));
  afterFile(() => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }));
  return directory;
}
