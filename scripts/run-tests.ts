/** `npm test`: runs vitest and closes with one line, `N passed, N failed`, that people and machines can read. */
import { parseCLI, startVitest } from 'vitest/node';
import type { TestModule, Vitest } from 'vitest/node';
import { prepareDatabase } from './prepared-database.ts';
import { buildWebPage } from './web-page.ts';

// The browser's tests open the page as it is shipped; the quick loop has none.
if (!process.argv.includes('unit')) {
  buildWebPage();
  await prepareDatabase();
}
const { filter, options } = parseCLI(['vitest', 'run', ...process.argv.slice(2)]);
const vitest = await startVitest(filter, { ...options, watch: false });
await vitest.close();

const counts = countResults(vitest);
const failed = counts.failed > 0 || counts.passed === 0;
// Vitest knows of failures that belong to no test; it has set the exit code for them.
process.exitCode = failed || Boolean(process.exitCode) ? 1 : 0;
const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed${skipped}\n`);

function countResults({ state }: Vitest): { passed: number; failed: number; skipped: number } {
  const modules = state.getTestModules();
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const count = (wanted: string) => tests.filter((test) => test.result().state === wanted).length;
  return {
    passed: count('passed'),
    failed: count('failed') + modules.filter(isBroken).length + state.getUnhandledErrors().length,
    skipped: count('skipped'),
  };
}

/** A file that failed by itself: it cannot be parsed, throws while it loads, or a hook around its tests fails. */
function isBroken(module: TestModule): boolean {
  return module.state() === 'failed' && ![...module.children.allTests('failed')].length;
}
