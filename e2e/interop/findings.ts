import type { TestContext } from 'vitest';
import type { Finding } from './document.ts';

declare module 'vitest' {
  interface TaskMeta {
    findings?: Finding[];
  }
}

/** Keeps what a test found for docs/interop.md, and for the tests that compare it with that page. */
export function record({ task }: Pick<TestContext, 'task'>, ...found: Finding[]): void {
  (task.meta.findings ??= []).push(...found);
  ofThisFile.push(...found);
}

/** What the tests of this file have found so far. */
export const ofThisFile: Finding[] = [];
