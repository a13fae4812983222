import { decodeProtectedHeader } from 'jose';
import { beforeAll, describe, expect, onTestFinished, test, vi, type TestContext } from 'vitest';
import { requestRotation } from '../../server/src/domain/signing-key/request-rotation.ts';
import type { Finding } from './document.ts';
import { isWriting, record } from './findings.ts';
import { getToken } from './node/simple-oauth2.ts';
import type { LineProgram } from './programs.ts';
import { addClientSecret, startService, type Service } from './service.ts';
import { apiAsAtEntra, apis, settingsFor, tokenForms, type Api } from './token-forms.ts';
import type { Toolchain } from './toolchains.ts';

type Outcome = { clientId: string } | { error: string };

/** Starts a program that answers each access token with an outcome, for one API of a service. */
export type StartVerifier = (service: Service, api: Api) => Promise<LineProgram>;
type Programs = {
  start: StartVerifier;
  /** The same by code that checks RS256, issuer and audience, and nothing else by itself. */
  startAsForEntra?: StartVerifier;
};
export type Verifier = {
  row: string;
  prepare: () => Promise<Toolchain<Programs>>;
  /** Whether the library by itself refuses the type `at+jwt`, which Entra's tokens do not have. */
  refusesType?: boolean;
  /** How soon it reads the key set again for a key that it does not know. */
  readsNewKeys: 'at once' | 'within a second' | 'within half a minute';
  /** Whether it looks the client secret up in the status list. */
  readsStatus?: boolean;
  /** Whether there is code like it for Entra. */
  isForEntra?: boolean;
};

const columns = {
  foreign: 'another API’s token',
  altered: 'an altered token',
  slow: 'a clock 4 minutes slow',
  rotated: 'a rotated key',
  deleted: 'a deleted client secret',
  entra: 'code for Entra',
  entraType: 'code for Entra, type `JWT`',
};

const tokenFor = (service: Pick<Service, 'url' | 'tenantId' | 'client'>, api: Api): Promise<string> =>
  getToken(settingsFor(service, tokenForms[0], 'client_secret_basic', api));

/** Another subject, the same signature. */
function altered(token: string): string {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
  const other = Buffer.from(JSON.stringify({ ...claims, client_id: 'x' })).toString('base64url');
  return [header, other, signature].join('.');
}

const headerOf = (token: string): string => token.split('.', 1).join('');

type Verify = (token: string) => Promise<Outcome>;

/** What the program answers now, or within some time. */
const expectOutcome = async (
  verify: Verify,
  token: string,
  outcome: Outcome,
  withinMs: number,
): Promise<void> =>
  withinMs === 0
    ? expect(await verify(token)).toEqual(outcome)
    : vi.waitFor(async () => expect(await verify(token)).toEqual(outcome), {
        timeout: withinMs,
        interval: 250,
      });

const refusedFor = (reason: RegExp): Outcome => ({ error: expect.stringMatching(reason) as string });
const commandLine = { kind: 'command-line', id: null, name: 'test', address: null } as const;

/**
 * The tests of APIs that verify access tokens offline, as docs/api-owners.md has it (R2.5): for each algorithm which
 * tokens are accepted and which are not; that a clock may be slow; what happens when a key is replaced while the set
 * is kept, and when the client secret is deleted.
 */
export function describeVerifiers(verifiers: Verifier[]): void {
  const slowMs = 4 * 60 * 1000;
  let service: Service;
  /** Its clock is as far ahead as the verifiers’ are behind. */
  let ahead: Service;
  beforeAll(async () => {
    [service, ahead] = await Promise.all([
      startService(),
      startService({ now: () => new Date(Date.now() + slowMs) }),
    ]);
  });

  describe.each(verifiers)('R2.5 $row', (verifier) => {
    const { row, readsNewKeys, readsStatus = false, refusesType = false } = verifier;
    let prepared: Toolchain<Programs>;
    beforeAll(async () => {
      prepared = await verifier.prepare();
    });
    const finding = (column: string, value: string): Finding => ({ table: 'verifiers', row, column, value });

    /** The test’s program, asked token by token; null when its runtime is missing, which the columns say then. */
    async function verifying(
      context: TestContext,
      affected: string[],
      start: (programs: Programs) => Promise<LineProgram> | undefined,
    ): Promise<Verify | null> {
      if ('missing' in prepared) {
        record(context, ...affected.map((column) => finding(column, 'not run')));
        context.skip(prepared.missing);
        return null;
      }
      const program = await start(prepared.tools);
      if (program === undefined) throw new Error(`${row} has no such program`);
      onTestFinished(program.stop);
      return async (token) => JSON.parse(await program.ask(token)) as Outcome;
    }

    test.for(apis)('accepts and refuses tokens with $algorithm', async (api, context) => {
      const affected = [api.algorithm, columns.foreign, columns.altered];
      const verify = await verifying(context, affected, ({ start }) => start(service, api));
      if (verify === null) return;
      const [other] = apis.filter(({ id }) => id !== api.id);
      if (other === undefined) throw new Error('there is no other API');
      const own = await tokenFor(service, api);
      expect(await verify(own)).toEqual({ clientId: service.client.clientId });
      expect(await verify(await tokenFor(service, other))).toEqual(refusedFor(/./));
      expect(await verify(altered(own))).toEqual(refusedFor(/./));
      record(
        context,
        finding(api.algorithm, 'accepted'),
        finding(columns.foreign, 'refused'),
        finding(columns.altered, 'refused'),
      );
    });

    test('accepts new tokens while its clock is four minutes slow', async (context) => {
      const [api] = apis;
      const verify = await verifying(context, [columns.slow], ({ start }) => start(ahead, api));
      if (verify === null) return;
      expect(await verify(await tokenFor(ahead, api))).toEqual({ clientId: ahead.client.clientId });
      record(context, finding(columns.slow, 'accepted'));
    });

    test('accepts what a new signing key signed, and still what the old one did', async (context) => {
      const [api] = apis;
      const verify = await verifying(context, [columns.rotated], ({ start }) => start(service, api));
      if (verify === null) return;
      const accepted = { clientId: service.client.clientId };
      const old = await tokenFor(service, api);
      expect(await verify(old)).toEqual(accepted);
      // An operator’s rotation, without the day that the next key is published ahead otherwise.
      await requestRotation(service.deps, commandLine, { now: true, revoke: null });
      const fresh = await tokenFor(service, api);
      expect(headerOf(fresh)).not.toBe(headerOf(old));
      const isSlow = readsNewKeys === 'within half a minute';
      const first = isSlow ? refusedFor(/./) : accepted;
      await expectOutcome(verify, fresh, first, readsNewKeys === 'within a second' ? 3_000 : 0);
      // `npm test` does not wait so long: over-time.e2e.test.ts shows it with a clock that it moves.
      if (isSlow && isWriting) await expectOutcome(verify, fresh, accepted, 35_000);
      expect(await verify(old)).toEqual(accepted);
      record(context, finding(columns.rotated, `accepted ${readsNewKeys}`));
    });

    test(`R1.5 ${readsStatus ? 'refuses within 5 s' : 'goes on accepting'} the token of a deleted client secret`, async (context) => {
      const [api] = apis;
      const verify = await verifying(context, [columns.deleted], ({ start }) => start(service, api));
      if (verify === null) return;
      const accepted = { clientId: service.client.clientId };
      const { clientSecret, remove } = await addClientSecret(service.deps, row);
      const token = await tokenFor({ ...service, client: { ...service.client, clientSecret } }, api);
      expect(await verify(token)).toEqual(accepted);
      await remove();
      if (readsStatus) await expectOutcome(verify, token, refusedFor(/deleted/), 5_000);
      else await expectOutcome(verify, token, accepted, 0);
      record(
        context,
        finding(columns.deleted, readsStatus ? 'refused within 5 s' : 'accepted until it expires'),
      );
    });

    if (verifier.isForEntra !== true) return;
    test.for([
      { api: apis[1], type: 'at+jwt', column: columns.entra, isRefused: refusesType },
      { api: apiAsAtEntra, type: 'JWT', column: columns.entraType, isRefused: false },
    ])(
      'accepts tokens of the type $type by code for Entra, unless it minds that type',
      async ({ api, type, column, isRefused }, context) => {
        const verify = await verifying(context, [column], ({ startAsForEntra }) =>
          startAsForEntra?.(service, api),
        );
        if (verify === null) return;
        const token = await tokenFor(service, api);
        expect(decodeProtectedHeader(token)).toMatchObject({ typ: type, alg: 'RS256' });
        const outcome = isRefused ? refusedFor(/at\+jwt|\btyp\b/) : { clientId: service.client.clientId };
        expect(await verify(token)).toEqual(outcome);
        record(context, finding(column, isRefused ? 'refused: the type' : 'accepted'));
      },
    );
  });
}

/** Code of docs/, which is for the demo’s Data Manager, for another API. Status lists have one algorithm. */
export const adapted = (code: string, { identifier, id, algorithm }: Api): string =>
  code
    .replaceAll('https://data-manager.example.org', identifier)
    .replaceAll('01ade02a-08ec-465f-80fc-70f1ff80faa7', id)
    .replaceAll('DM.Use', 'SMC.Use')
    .replaceAll(/^(?!.*statuslist\+jwt).*$/gm, (line) => line.replaceAll('ES256', algorithm));
