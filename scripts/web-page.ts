import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const stamp = join(root, 'web/dist/built-from');
const sources = [
  'web/{src,public}/**/*',
  'web/{index.html,vite.config.ts,package.json}',
  'contract/src/**/*',
  // The page shows it beside its parts.
  'docs/credential-managers.md',
];

/** Builds the web page into web/dist, unless it was built from these very sources. */
export function buildWebPage(): void {
  const fingerprint = fingerprintSources();
  if (readStamp() === fingerprint) return;
  process.stdout.write('Building the web page; this takes a few seconds.\n');
  const require = createRequire(join(root, 'web/package.json'));
  const vite = join(dirname(require.resolve('vite/package.json')), 'bin/vite.js');
  const { status } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: join(root, 'web'),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Error('The web page could not be built; what Vite says is above.');
  writeFileSync(stamp, fingerprint);
}

function readStamp(): string | null {
  try {
    return readFileSync(stamp, 'utf8');
  } catch {
    return null;
  }
}

function fingerprintSources(): string {
  const hash = createHash('sha256');
  const files = globSync([...sources, 'package-lock.json'], { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  for (const file of files) hash.update(file).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}
