import { beforeAll, describe, expect, test } from 'vitest';
import type { Finding } from './document.ts';
import { record } from './findings.ts';
import { getToken } from './node/simple-oauth2.ts';
import { startService, type Service } from './service.ts';
import { apis, settingsFor, tokenForms, type Api } from './token-forms.ts';
import type { Toolchain } from './toolchains.ts';

export type Outcome = { clientId: string } | { error: string };
export type VerifyTokens = (service: Service, api: Api, tokens: string[]) => Promise<Outcome[]>;
type Verify = {
  verify: VerifyTokens;
  /** By code that checks RS256, issuer and audience, and nothing else by itself. */
  verifyAsForEntra: VerifyTokens;
};
export type Verifier = {
  row: string;
  prepare: () => Promise<Toolchain<Verify>>;
  /** Whether the library by itself refuses the type `at+jwt`, which Entra's tokens do not have. */
  refusesType?: boolean;
};

const tokenFor = (service: Service, api: Api): Promise<string> =>
  getToken(settingsFor(service, tokenForms[0], 'client_secret_basic', api));

/** Another subject, the same signature. */
function altered(token: string): string {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
  const other = Buffer.from(JSON.stringify({ ...claims, client_id: 'x' })).toString('base64url');
  return [header, other, signature].join('.');
}

/**
 * The tests of APIs that verify access tokens offline, as docs/api-owners.md has it (R2.5): for each algorithm that a
 * token is accepted, which are not, and that a clock may be slow.
 */
export function describeVerifiers(verifiers: Verifier[]): void {
  const slowMs = 4 * 60 * 1000;
  let service: Service;
  /** Its clock is as far ahead as the verifiers’ are behind. */
  let ahead: Service;
  beforeAll(async () => {
    service = await startService();
    ahead = await startService({ now: () => new Date(Date.now() + slowMs) });
  });

  describe.each(verifiers)('R2.5 $row', ({ row, prepare, refusesType = false }) => {
    let prepared: Toolchain<Verify>;
    beforeAll(async () => {
      prepared = await prepare();
    });
    const finding = (column: string, value: string): Finding => ({ table: 'verifiers', row, column, value });

    test.for(apis)('accepts and refuses tokens with $algorithm', async (api, context) => {
      const columns = [api.algorithm, 'another API’s token', 'an altered token', 'a clock 4 minutes slow'];
      if ('missing' in prepared) {
        record(context, ...columns.map((column) => finding(column, 'not run')));
        context.skip(prepared.missing);
        return;
      }
      const { verify } = prepared.tools;
      const [other] = apis.filter(({ id }) => id !== api.id);
      if (other === undefined) throw new Error('there is no other API');
      const own = await tokenFor(service, api);
      const tokens = [own, await tokenFor(service, other), altered(own)];
      const [accepted, ...refused] = await verify(service, api, tokens);
      expect(accepted).toEqual({ clientId: service.client.clientId });
      expect(refused).toEqual([
        { error: expect.stringMatching(/./) as string },
        { error: expect.stringMatching(/./) as string },
      ]);
      const early = await verify(ahead, api, [await tokenFor(ahead, api)]);
      expect(early).toEqual([{ clientId: ahead.client.clientId }]);
      record(
        context,
        finding(api.algorithm, 'accepted'),
        finding('another API’s token', 'refused'),
        finding('an altered token', 'refused'),
        finding('a clock 4 minutes slow', 'accepted'),
      );
    });

    test('accepts tokens by code for Entra, unless it minds their type', async (context) => {
      if ('missing' in prepared) {
        record(context, finding('code for Entra', 'not run'));
        context.skip(prepared.missing);
        return;
      }
      const api = apis[1];
      const token = await tokenFor(service, api);
      const [outcome] = await prepared.tools.verifyAsForEntra(service, api, [token]);
      const refusal = { error: expect.stringMatching(/at\+jwt|\btyp\b/) as string };
      expect(outcome).toEqual(refusesType ? refusal : { clientId: service.client.clientId });
      record(context, finding('code for Entra', refusesType ? 'refused: the type' : 'accepted'));
    });
  });
}

/** Code of docs/api-owners.md, which is for the demo’s Data Manager, for another API. */
export const adapted = (code: string, { identifier, id, algorithm }: Api): string =>
  code
    .replaceAll('https://data-manager.example.org', identifier)
    .replaceAll('01ade02a-08ec-465f-80fc-70f1ff80faa7', id)
    .replaceAll('DM.Use', 'SMC.Use')
    .replaceAll('ES256', algorithm);
