import { join } from 'node:path';
import { describeVerifiers, type StartVerifier, type Verifier } from './describe-verifier.ts';
import { nodeOf } from './node-program.ts';
import { pinned } from './pinned.ts';
import { startLineProgram } from './programs.ts';
import { prepareGo } from './toolchains.ts';
import { trustOf } from './trust.ts';
import { javaOf, pythonOf } from './verifier-programs.ts';

const offline = 'api-owners.md';
const withStatus = 'api-owners-languages.md';

const go: Verifier['prepare'] = async () => {
  const prepared = await prepareGo();
  if ('missing' in prepared) return prepared;
  const startWith =
    (type: Record<string, string>): StartVerifier =>
    (service, { identifier, algorithm }) => {
      const expected = { KEYTURN: service.url, AUDIENCE: identifier, ALGORITHM: algorithm, ...type };
      const file = join(prepared.tools.directory, 'verify-tokens');
      return Promise.resolve(startLineProgram(file, [], { env: { ...trustOf(service), ...expected } }));
    };
  return { tools: { start: startWith({ TYPE: 'at+jwt' }), startAsForEntra: startWith({}) } };
};

/** The options of the package’s README; `verifier.e2e.test.ts` runs its examples. */
const packageCode = `
  import { createVerifier } from '@keyturn/verifier';
  const audience = ['https://data-manager.example.org', '01ade02a-08ec-465f-80fc-70f1ff80faa7'];
  const verifier = createVerifier({ issuer: process.env.KEYTURN, audience });
  export const verifyAccessToken = async (token) =>
    (await verifier.verify(token, { roles: ['DM.Use'] })).claims;
  export const stop = () => verifier.close();
`;

const pyjwt = `Python: PyJWT ${pinned.pip('pyjwt')}`;
const nimbus = `Java: Nimbus JOSE + JWT ${pinned.maven('nimbus-jose-jwt')}`;

const slow = { readsNewKeys: 'within half a minute' } as const;
const quick = { readsNewKeys: 'at once' } as const;

describeVerifiers([
  {
    row: 'Node: @keyturn/verifier',
    prepare: () => Promise.resolve({ tools: { start: nodeOf(packageCode) } }),
    readsNewKeys: 'within a second',
    readsStatus: true,
  },
  { row: pyjwt, prepare: pythonOf(offline), ...slow, isForEntra: true },
  { row: `${pyjwt}, status list`, prepare: pythonOf(withStatus), ...slow, readsStatus: true },
  {
    row: `Go: golang-jwt ${pinned.go('github.com/golang-jwt/jwt/v5')}, keyfunc ${pinned.go('github.com/MicahParks/keyfunc/v3')}`,
    prepare: go,
    ...quick,
    isForEntra: true,
  },
  { row: nimbus, prepare: javaOf(offline, 'nimbus'), ...quick, isForEntra: true, refusesType: true },
  { row: `${nimbus}, status list`, prepare: javaOf(withStatus, 'nimbus'), ...quick, readsStatus: true },
  {
    row: `Java: Spring Security ${pinned.maven('spring-security-oauth2-jose')}`,
    prepare: javaOf(offline, 'spring'),
    ...quick,
    isForEntra: true,
    refusesType: true,
  },
]);
