/**
 * `npm run test:interop`: the client libraries and verifiers of other languages against a listening Keyturn, as far as
 * their runtimes are at hand. Says what it skipped and why, and writes docs/interop.md when nothing failed.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseCLI, startVitest } from 'vitest/node';
import { renderDocument, type Finding } from '../e2e/interop/document.ts';

// The tests that compare the page with what they find wait for the next `npm test`.
process.env['KEYTURN_TEST_INTEROP'] = '1';
// What is installed for other languages stays out of the repository, and goes when the run ends.
const packages = mkdtempSync(join(tmpdir(), 'keyturn-interop-'));
process.on('exit', () => rmSync(packages, { recursive: true, force: true }));
process.env['KEYTURN_TEST_INTEROP_PACKAGES'] = packages;
const args = process.argv.slice(2);
const { filter, options } = parseCLI(['vitest', 'run', '--config', 'vitest.interop.config.ts', ...args]);
const vitest = await startVitest(filter, { ...options, watch: false });
await vitest.close();

const modules = vitest.state.getTestModules();
const tests = modules.flatMap((module) => [...module.children.allTests()]);
const findings: Finding[] = [];
const skipped = new Map<string, Set<string>>();
for (const test of tests) {
  findings.push(...(test.meta().findings ?? []));
  const result = test.result();
  if (result.state !== 'skipped' || result.note === undefined) continue;
  const { note } = result;
  skipped.set(note, (skipped.get(note) ?? new Set()).add(test.fullName));
}
for (const [reason, names] of skipped)
  process.stdout.write(`\nSkipped, because ${reason}:\n${[...names].map((name) => `- ${name}\n`).join('')}`);

const failed = process.exitCode !== undefined && process.exitCode !== 0;
if (!failed && args.length === 0) {
  writeFileSync(join(import.meta.dirname, '../docs/interop.md'), renderDocument(findings));
  process.stdout.write('\nWrote docs/interop.md\n');
}
