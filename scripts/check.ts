/** `npm run check`: everything about the code that can be told without running it. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

interface Step {
  name: string;
  run: () => Promise<Outcome>;
}

interface Outcome {
  passed: boolean;
  output: string;
}

interface Manifest {
  bin: string | Record<string, string>;
}

const steps: Step[] = [
  { name: 'types', run: () => runNode(binary('typescript', 'tsc'), '--project', 'tsconfig.json') },
  {
    name: 'types of the web page',
    run: () => runNode(binary('typescript', 'tsc'), '--project', 'web/tsconfig.json'),
  },
  { name: 'lint and boundaries', run: () => runNode(binary('oxlint', 'oxlint')) },
  { name: 'format', run: () => runNode(binary('prettier', 'prettier'), '--check', '.') },
  { name: 'unused code', run: () => runNode(binary('knip', 'knip'), '--no-progress') },
  { name: 'lockfile', run: checkLockfile },
];
if (existsSync(join(root, 'scripts/generate.ts'))) {
  steps.push({ name: 'generated files', run: () => runNode('scripts/generate.ts', '--check') });
}

const results = await Promise.all(steps.map(runStep));
const failed = results.filter((result) => !result.passed);
for (const { name, output } of failed) process.stdout.write(`\n--- ${name} ---\n${output.trimEnd()}\n`);
const summary =
  failed.length === 0 ? 'All checks passed.' : `Failed: ${failed.map(({ name }) => name).join(', ')}.`;
process.stdout.write(`\n${summary}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;

async function runStep({ name, run }: Step): Promise<Outcome & { name: string }> {
  const startedAt = performance.now();
  const outcome = await run();
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(`${outcome.passed ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)\n`);
  return { name, ...outcome };
}

function runNode(...args: string[]): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...process.execArgv, ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (chunk: Buffer) => (output += chunk.toString());
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', reject);
    child.on('close', (code) => resolve({ passed: code === 0, output }));
  });
}

/** The JavaScript file behind a package's command, so that no shell or .cmd file stands in between. */
function binary(packageName: string, command: string): string {
  const directory = join(root, 'node_modules', packageName);
  const manifest = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as Manifest;
  const file = typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[command];
  if (file === undefined) throw new Error(`${packageName} has no command ${command}`);
  return join(directory, file);
}

/** Recorded download addresses would tie every clone to the registry of whoever ran `npm install` last. */
function checkLockfile(): Promise<Outcome> {
  const addresses = readFileSync(join(root, 'package-lock.json'), 'utf8').match(/"resolved": "http.*/g) ?? [];
  return Promise.resolve({ passed: addresses.length === 0, output: addresses.join('\n') });
}
