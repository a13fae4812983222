import type { TestContext } from 'vitest';
import type { Finding } from './document.ts';

declare module 'vitest' {
  interface TaskMeta {
    findings?: Finding[];
  }
}

/** Whether this is `npm run test:interop`, which writes docs/interop.md; others compare what they find with it. */
export const isWriting = process.env['KEYTURN_TEST_INTEROP'] === '1';

/** Keeps what a test found for docs/interop.md, and for the tests that compare it with that page. */
export function record({ task }: Pick<TestContext, 'task'>, ...found: Finding[]): void {
  (task.meta.findings ??= []).push(...found);
  ofThisFile.push(...found);
}

/** What the tests of this file have found so far. */
export const ofThisFile: Finding[] = [];
