import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { makeTemporaryDirectory } from '../support/temporary-directory.ts';
import { runProgram, versionOf } from './programs.ts';

/** What runs another language’s clients, or why nothing does. */
export type Toolchain<Tools> = { tools: Tools } | { missing: string };

const sources = import.meta.dirname;
/** Where packages of other languages are installed: once a run, and never in the repository. */
const installed = process.env['KEYTURN_TEST_INTEROP_PACKAGES'] ?? makeTemporaryDirectory();

/** Python with the packages of requirements.txt; gives the interpreter. */
export const preparePython = (): Promise<Toolchain<{ python: string; version: string }>> => {
  const version = versionOf('python3', ['--version'], /Python (\d+\.\d+)/);
  if (version === null) return Promise.resolve({ missing: 'Python 3 is not at hand' });
  const requirements = join(sources, 'python/requirements.txt');
  return prepared('python', async (directory) => {
    await runProgram('python3', ['-m', 'venv', directory]);
    const python = join(directory, 'bin/python');
    await runProgram(python, ['-m', 'pip', 'install', '--quiet', '--requirement', requirements]);
  }).then((directory) => ({ tools: { python: join(directory, 'bin/python'), version } }), notInstalled);
};

/** The programs of `go/`, compiled; gives their directory. */
export const prepareGo = (): Promise<Toolchain<{ directory: string; version: string }>> => {
  const version = versionOf('go', ['version'], /go(\d+\.\d+)/);
  if (version === null) return Promise.resolve({ missing: 'Go is not at hand' });
  return prepared('go', (directory) =>
    runProgram('go', ['build', '-o', `${directory}/`, './...'], { cwd: join(sources, 'go') }),
  ).then((directory) => ({ tools: { directory, version } }), notInstalled);
};

/** Java with the libraries of pom.xml; gives the class path. */
export const prepareJava = (): Promise<Toolchain<{ libraries: string; version: string }>> => {
  const version = versionOf('javac', ['-version'], /javac (\d+)/);
  if (version === null) return Promise.resolve({ missing: 'Java is not at hand' });
  if (versionOf('mvn', ['--version'], /Apache Maven (\S+)/) === null)
    return Promise.resolve({ missing: 'Maven is not at hand' });
  const pom = join(sources, 'java/pom.xml');
  return prepared('java', (directory) =>
    runProgram('mvn', [
      '-q',
      '-B',
      '-f',
      pom,
      'dependency:copy-dependencies',
      `-DoutputDirectory=${directory}`,
    ]),
  ).then((directory) => ({ tools: { libraries: join(directory, '*'), version } }), notInstalled);
};

/** The version that the matrix names; npm installs it apart, because it brings a hundred packages. */
const newmanVersion = '6.2.2';

/** Postman’s runner of collections; gives its program. */
export const prepareNewman = (): Promise<Toolchain<{ program: string; version: string }>> =>
  prepared('newman', (directory) => {
    const npm = ['install', '--silent', '--no-audit', '--no-fund', '--prefix', directory];
    return runProgram('npm', [...npm, `newman@${newmanVersion}`]);
  }).then(
    (directory) => ({
      tools: { program: join(directory, 'node_modules/newman/bin/newman.js'), version: newmanVersion },
    }),
    notInstalled,
  );

/** Compiles Java sources against the libraries into a directory; gives the class path with both. */
export async function compileJava(libraries: string, files: string[], directory: string): Promise<string> {
  await runProgram('javac', ['-d', directory, '-cp', libraries, ...files]);
  return directory + delimiter + libraries;
}

const notInstalled = (error: unknown): { missing: string } => ({
  missing: `what it needs could not be installed: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`,
});

/** A directory that `make` filled, now or for an earlier file of this run. */
async function prepared(name: string, make: (directory: string) => Promise<unknown>): Promise<string> {
  const directory = join(installed, name);
  const marker = `${directory}.complete`;
  if (existsSync(marker)) return directory;
  mkdirSync(directory, { recursive: true });
  await make(directory);
  writeFileSync(marker, '');
  return directory;
}
