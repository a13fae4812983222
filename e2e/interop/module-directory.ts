import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterFile } from '../support/after-file.ts';
import { repository } from '../support/keyturn-process.ts';

/** An empty directory below the packages, so that code in it finds what it imports; removed after the file's tests. */
export function makeModuleDirectory(): string {
  const directory = mkdtempSync(join(repository, 'node_modules/.keyturn-interop-'));
  afterFile(() => rmSync(directory, { recursive: true }));
  return directory;
}
