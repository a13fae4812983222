import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeTemporaryDirectory } from '../support/temporary-directory.ts';
import { codeWith } from './code-of.ts';
import {
  adapted,
  describeVerifiers,
  type Outcome,
  type Verifier,
  type VerifyTokens,
} from './describe-verifier.ts';
import { pinned } from './pinned.ts';
import { runProgram } from './programs.ts';
import { compileJava, prepareGo, prepareJava, preparePython } from './toolchains.ts';
import { javaTrustOf, trustOf } from './trust.ts';

const sources = import.meta.dirname;
const page = 'api-owners.md';
const outcomesOf = (stdout: string): Outcome[] => JSON.parse(stdout) as Outcome[];

const python: Verifier['prepare'] = async () => {
  const prepared = await preparePython();
  if ('missing' in prepared) return prepared;
  const snippet = codeWith(page, 'python', 'def verify_access_token');
  const directory = makeTemporaryDirectory();
  const driver = join(directory, 'verify_tokens.py');
  copyFileSync(join(sources, 'python/verify_tokens.py'), driver);
  return {
    tools: {
      async verify(service, api, tokens) {
        writeFileSync(join(directory, 'snippet.py'), adapted(snippet, api));
        const options = {
          input: JSON.stringify(tokens),
          // What Python keeps of the module is of the one before.
          env: { ...trustOf(service), KEYTURN: service.url, PYTHONDONTWRITEBYTECODE: '1' },
        };
        return outcomesOf(await runProgram(prepared.tools.python, [driver], options));
      },
      async verifyAsForEntra(service, { identifier }, tokens) {
        const file = join(sources, 'python/verify_for_entra.py');
        const env = { ...trustOf(service), KEYTURN: service.url, AUDIENCE: identifier };
        return outcomesOf(
          await runProgram(prepared.tools.python, [file], { input: JSON.stringify(tokens), env }),
        );
      },
    },
  };
};

const go: Verifier['prepare'] = async () => {
  const prepared = await prepareGo();
  if ('missing' in prepared) return prepared;
  const verifyWith =
    (type: Record<string, string>): VerifyTokens =>
    async (service, { identifier, algorithm }, tokens) => {
      const expected = { KEYTURN: service.url, AUDIENCE: identifier, ALGORITHM: algorithm, ...type };
      const file = join(prepared.tools.directory, 'verify-tokens');
      const input = JSON.stringify(tokens);
      return outcomesOf(await runProgram(file, [], { input, env: { ...trustOf(service), ...expected } }));
    };
  return { tools: { verify: verifyWith({ TYPE: 'at+jwt' }), verifyAsForEntra: verifyWith({}) } };
};

const java =
  (library: 'nimbus' | 'spring'): Verifier['prepare'] =>
  async () => {
    const prepared = await prepareJava();
    if ('missing' in prepared) return prepared;
    const snippets = ['AccessTokens', 'AccessTokenConfiguration'].map((name) => ({
      name,
      code: codeWith(page, 'java', `class ${name}`),
    }));
    const compiled = new Map<string, Promise<string>>();
    const compile = async (algorithm: string, adapt: (code: string) => string): Promise<string> => {
      const directory = join(makeTemporaryDirectory(), algorithm);
      mkdirSync(directory);
      const files = snippets.map(({ name, code }) => {
        const file = join(directory, `${name}.java`);
        writeFileSync(file, adapt(code));
        return file;
      });
      return compileJava(
        prepared.tools.libraries,
        [...files, join(sources, 'java/VerifyTokens.java')],
        directory,
      );
    };
    const verifyBy =
      (verifier: string): VerifyTokens =>
      async (service, api, tokens) => {
        const known = compiled.get(api.algorithm) ?? compile(api.algorithm, (code) => adapted(code, api));
        compiled.set(api.algorithm, known);
        const trust = await javaTrustOf(service, makeTemporaryDirectory());
        const stdout = await runProgram('java', [...trust, '-cp', await known, 'VerifyTokens', verifier], {
          input: JSON.stringify(tokens),
          env: { KEYTURN: service.url, AUDIENCE: api.identifier },
        });
        return outcomesOf(stdout);
      };
    return { tools: { verify: verifyBy(library), verifyAsForEntra: verifyBy(`${library}-for-entra`) } };
  };

describeVerifiers([
  { row: `Python: PyJWT ${pinned.pip('pyjwt')}`, prepare: python },
  {
    row: `Go: golang-jwt ${pinned.go('github.com/golang-jwt/jwt/v5')}, keyfunc ${pinned.go('github.com/MicahParks/keyfunc/v3')}`,
    prepare: go,
  },
  {
    row: `Java: Nimbus JOSE + JWT ${pinned.maven('nimbus-jose-jwt')}`,
    prepare: java('nimbus'),
    refusesType: true,
  },
  {
    row: `Java: Spring Security ${pinned.maven('spring-security-oauth2-jose')}`,
    prepare: java('spring'),
    refusesType: true,
  },
]);
