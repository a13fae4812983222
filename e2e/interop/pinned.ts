import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../support/keyturn-process.ts';

const read = (...path: string[]): string => readFileSync(join(repository, ...path), 'utf8');

const found = (name: string, match: RegExpExecArray | null): string => {
  const [, version] = match ?? [];
  if (version === undefined) throw new Error(`no version of ${name} is pinned`);
  return version;
};

/** The exact version of a library that the tests use, from where its language keeps it. */
export const pinned = {
  npm(name: string): string {
    const { devDependencies } = JSON.parse(read('package.json')) as {
      devDependencies: Record<string, string>;
    };
    return found(name, /^(.+)$/.exec(devDependencies[name] ?? ''));
  },
  pip: (name: string): string =>
    found(
      name,
      new RegExp(`^${name}(?:\\[\\w+\\])?==(\\S+)$`, 'm').exec(read('e2e/interop/python/requirements.txt')),
    ),
  go: (name: string): string =>
    found(name, new RegExp(`${name} v(\\S+)$`, 'm').exec(read('e2e/interop/go/go.mod'))),
  maven: (name: string): string =>
    found(
      name,
      new RegExp(`<artifactId>${name}</artifactId>\\s*<version>([^<]+)</version>`).exec(
        read('e2e/interop/java/pom.xml'),
      ),
    ),
};
