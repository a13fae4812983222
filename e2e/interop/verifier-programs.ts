import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeTemporaryDirectory } from '../support/temporary-directory.ts';
import { codeWith } from './code-of.ts';
import { adapted, type StartVerifier, type Verifier } from './describe-verifier.ts';
import { startLineProgram } from './programs.ts';
import type { Api } from './token-forms.ts';
import { compileJava, prepareJava, preparePython } from './toolchains.ts';
import { javaTrustOf, trustOf } from './trust.ts';

const sources = import.meta.dirname;

/** The Python code of a page, as a program that verifies tokens. */
export const pythonOf =
  (page: string): Verifier['prepare'] =>
  async () => {
    const prepared = await preparePython();
    if ('missing' in prepared) return prepared;
    const snippet = codeWith(page, 'python', 'def verify_access_token');
    const start =
      (name: string): StartVerifier =>
      (service, api) => {
        const directory = makeTemporaryDirectory();
        const file = join(directory, name);
        copyFileSync(join(sources, 'python', name), file);
        writeFileSync(join(directory, 'snippet.py'), adapted(snippet, api));
        const env = { ...trustOf(service), KEYTURN: service.url, AUDIENCE: api.identifier };
        return Promise.resolve(startLineProgram(prepared.tools.python, [file], { env }));
      };
    return { tools: { start: start('verify_tokens.py'), startAsForEntra: start('verify_for_entra.py') } };
  };

/** The Java code of a page, as a program that verifies tokens; Spring’s is always that of api-owners.md. */
export const javaOf =
  (page: string, library: 'nimbus' | 'spring'): Verifier['prepare'] =>
  async () => {
    const prepared = await prepareJava();
    if ('missing' in prepared) return prepared;
    const start =
      (verifier: string): StartVerifier =>
      async (service, api) => {
        const key = `${page} ${api.algorithm}`;
        const classPath = compiled.get(key) ?? compile(prepared.tools.libraries, page, api);
        compiled.set(key, classPath);
        const trust = await javaTrustOf(service, makeTemporaryDirectory());
        const env = { KEYTURN: service.url, AUDIENCE: api.identifier };
        const args = [...trust, '-cp', await classPath, 'VerifyTokens', verifier];
        return startLineProgram('java', args, { env });
      };
    return { tools: { start: start(library), startAsForEntra: start(`${library}-for-entra`) } };
  };

/** By page and algorithm: both libraries are in one class path. */
const compiled = new Map<string, Promise<string>>();

function compile(libraries: string, page: string, api: Api): Promise<string> {
  const directory = join(makeTemporaryDirectory(), api.algorithm);
  mkdirSync(directory);
  const snippets = [
    { page, name: 'AccessTokens' },
    { page: 'api-owners.md', name: 'AccessTokenConfiguration' },
  ];
  const files = snippets.map(({ page: of, name }) => {
    const file = join(directory, `${name}.java`);
    writeFileSync(file, adapted(codeWith(of, 'java', `class ${name}`), api));
    return file;
  });
  return compileJava(libraries, [...files, join(sources, 'java/VerifyTokens.java')], directory);
}
