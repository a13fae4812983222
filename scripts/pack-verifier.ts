/**
 * `node scripts/pack-verifier.ts <directory>`: @keyturn/verifier as it is published, JavaScript with type declarations, as
 * Node strips no types under node_modules.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = join(import.meta.dirname, '..');
const source = join(root, 'verifier');

const [directory] = process.argv.slice(2);
if (directory === undefined) {
  process.stderr.write('Usage: node scripts/pack-verifier.ts <directory>\n');
  process.exit(2);
}
const target = resolve(directory);
mkdirSync(target, { recursive: true });

const tsc = join(root, 'node_modules/typescript/bin/tsc');
const compiler = ['--project', join(source, 'tsconfig.build.json'), '--outDir', join(target, 'dist')];
const { status } = spawnSync(process.execPath, [tsc, ...compiler], { stdio: 'inherit' });
if (status !== 0) process.exit(1);

type Manifest = { exports: Record<string, string>; devDependencies?: object; private?: boolean };
const manifest = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as Manifest;
const { devDependencies: _development, private: _private, exports, ...published } = manifest;
const built = (file: string, extension: string): string =>
  file.replace('./src/', './dist/').replace(/\.ts$/, extension);
const packed = {
  ...published,
  exports: Object.fromEntries(
    Object.entries(exports).map(([entry, file]) => [
      entry,
      { types: built(file, '.d.ts'), default: built(file, '.js') },
    ]),
  ),
  files: ['dist'],
};
writeFileSync(join(target, 'package.json'), `${JSON.stringify(packed, null, 2)}\n`);
copyFileSync(join(source, 'README.md'), join(target, 'README.md'));
copyFileSync(join(root, 'LICENSE'), join(target, 'LICENSE'));
