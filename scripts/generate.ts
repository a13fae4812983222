/** `npm run generate`: writes every file that is made from the code; `--check` only tells which of them are stale. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configurationGuide } from './generate/configuration-guide.ts';
import { openApiDocument } from './generate/openapi-document.ts';

const root = join(import.meta.dirname, '..');

const generated: Record<string, string> = {
  'docs/configuration.md': configurationGuide(),
  'docs/openapi.json': await openApiDocument(),
};

const stale = Object.keys(generated).filter((file) => readIfAny(file) !== generated[file]);
if (process.argv.includes('--check')) {
  for (const file of stale) process.stderr.write(`${file} is stale. Run: npm run generate\n`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  for (const file of stale) {
    writeFileSync(join(root, file), generated[file] ?? '');
    process.stdout.write(`Wrote ${file}\n`);
  }
  if (stale.length === 0) process.stdout.write('Every generated file is up to date.\n');
}

function readIfAny(file: string): string | null {
  try {
    // A clone on Windows may have turned the line ends.
    return readFileSync(join(root, file), 'utf8').replaceAll('\r\n', '\n');
  } catch {
    return null;
  }
}
