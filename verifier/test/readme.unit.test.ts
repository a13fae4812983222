import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkOptions } from '../src/options.ts';

const root = join(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8').replaceAll('\r\n', '\n');
const examples = readdirSync(join(root, 'examples'));

describe('the README', () => {
  test.each(examples)('shows examples/%s as it is run by e2e/verifier.e2e.test.ts', (example) => {
    expect(read('README.md')).toContain(`(examples/${example})`);
    expect(read('README.md')).toContain(`\`\`\`js\n${read(`examples/${example}`)}\`\`\`\n`);
    expect(read('../e2e/verifier.e2e.test.ts')).toContain(`'${example}'`);
  });

  test('names every option with its default', () => {
    const defaults = checkOptions({ issuer: 'https://credentials.example.org', audience: 'x' });
    const [, options = ''] = read('README.md').split('## Options\n');
    const rows = new Map(
      [...options.matchAll(/^\| `(\w+)` \|([^|]*)\|/gm)].map(([, name = '', value = '']) => [
        name,
        value.trim(),
      ]),
    );
    expect([...rows.keys()].toSorted()).toEqual([...Object.keys(defaults), 'fetch'].toSorted());
    for (const name of ['clockToleranceSeconds', 'maxStatusAgeSeconds'] as const)
      expect([name, rows.get(name)]).toEqual([name, String(defaults[name])]);
    for (const name of ['statusCheck', 'whenStatusUnavailable'] as const)
      expect([name, rows.get(name)]).toEqual([name, `\`${defaults[name]}\``]);
  });
});
