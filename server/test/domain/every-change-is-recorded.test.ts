import { auditAction, type SignInProgress, type TotpSeed } from '@keyturn/contract';
import type { LightMyRequestResponse } from 'fastify';
import { describe, expect, test } from 'vitest';
import { operations } from '../../src/cli/operations.ts';
import type { Actor } from '../../src/domain/audit/actor.ts';
import { jobs, runJob } from '../../src/jobs/schedule.ts';
import { entraAnswers, entraIds, entraListWithQuestions } from '../support/entra.ts';
import { ids } from '../support/federation.ts';
import { publicUrl, startKeyturn, type TestKeyturn } from '../support/keyturn.ts';
import { openAs } from '../support/operator-browser.ts';
import {
  codeOf,
  emails,
  linkToken,
  mailsTo,
  openBrowser,
  password,
  signIn,
  withAccount,
  type PortalBrowser,
} from '../support/portal-browser.ts';
import { requireRecords } from '../support/require-records.ts';
import { createSoftwarePasskey } from '../support/software-passkey.ts';

/** What each operation of the portal API that can change something records, and each command. */
const expected: Record<string, string[]> = {
  rotateSigningKeys: ['signing-key.created'],
  publishTerms: ['terms.published'],
  updateSettings: ['organisation.updated', 'settings.updated'],
  setLogo: ['settings.logo-set'],
  removeLogo: ['settings.logo-removed'],
  createOrganisation: ['organisation.created'],
  updateOrganisation: ['organisation.updated'],
  createApi: ['api.created'],
  updateApi: ['api.updated'],
  createIntrospectionCredential: ['introspection-credential.created'],
  deleteIntrospectionCredential: ['introspection-credential.deleted'],
  createApplication: ['application.created'],
  updateApplication: ['application.updated'],
  createUser: ['credential-manager.assigned', 'user.created'],
  updateUser: ['user.updated'],
  sendInvitation: ['user.invited'],
  revokeInvitation: ['user.invitation-revoked'],
  resetMfa: ['user.mfa-reset'],
  closeUser: ['credential-manager.removed', 'user.closed'],
  assignCredentialManager: ['credential-manager.assigned', 'credential-manager.updated', 'user.invited'],
  removeCredentialManager: ['credential-manager.removed'],
  previewImport: [],
  runImport: [
    'api.created',
    'application.created',
    'secret-elsewhere.gone',
    'secret-elsewhere.recorded',
    'secret-elsewhere.updated',
  ],
  markSecretGone: ['secret-elsewhere.gone'],
  sendTestMail: ['mail.test-requested'],
  sendNotificationAgain: ['mail.sent-again'],

  setSelfManaged: ['application.self-managed-set'],
  createClientSecret: ['client-secret.created'],
  setReplacedSecret: ['client-secret.replacement-named'],
  disableClientSecret: ['client-secret.disabled'],
  enableClientSecret: ['client-secret.enabled'],
  deleteClientSecret: ['client-secret.deleted'],

  'POST /oauth2/revoke': ['access-token.revoked'],

  readInvitation: [],
  beginSetUp: ['user.set-up-begun'],
  choosePassword: ['user.password-set'],
  acceptTerms: ['terms.accepted'],
  startTotp: [],
  confirmTotp: ['second-factor.added', 'user.set-up'],
  renewInvitation: ['user.invited'],
  // The password is right: nothing is open before the second step. Or a code is mailed.
  signIn: ['enrolment-code.sent', 'session.refused'],
  enterCode: ['session.confirmed', 'session.ended', 'session.refused', 'session.started'],
  enterEnrolmentCode: ['enrolment-code.entered', 'session.refused'],
  startPasskeyProof: [],
  provePasskey: ['session.confirmed'],
  noteInput: [],
  continueSession: [],
  signOut: ['session.ended'],
  endSession: ['session.ended'],
  endSessions: ['session.ended'],
  createRecoveryCodes: ['recovery-codes.created'],
  startPasskey: [],
  confirmPasskey: ['second-factor.added'],
  renameFactor: ['second-factor.renamed'],
  removeFactor: ['second-factor.removed'],
  changePassword: ['user.password-changed'],
  requestPasswordReset: ['user.password-reset-refused', 'user.password-reset-requested'],
  resetPassword: ['user.password-changed'],

  'keyturn migrate': [],
  'keyturn import': ['organisation.created'],
  'keyturn operator-client-create': ['operator-client.created'],
  'keyturn operator-client-list': [],
  'keyturn operator-client-delete': ['operator-client.deleted'],
  'keyturn operator-invite': ['user.invited'],
  'keyturn operator-reset-mfa': ['user.mfa-reset'],
  'keyturn audit-verify': [],
  'keyturn audit-export': ['audit-log.exported'],
  'keyturn signing-key-list': [],
  'keyturn signing-key-rotate': [
    'signing-key.activated',
    'signing-key.created',
    'signing-key.revoked',
    'signing-key.stopped',
  ],
  'keyturn run-job': ['job.run'],
};

/** What is recorded by time alone, into another database, or by reading: tests of their own show each. */
const elsewhere = [
  'list.export-started',
  'list.exported',
  'signing-key.brought-forward',
  'signing-key.retired',
  'instance.backup-started',
  'instance.restored',
  'instance.moved',
];
/** What the first start of a server records. */
const atFirstStart = ['instance.created', 'signing-key.created'];

type Answer = Pick<LightMyRequestResponse, 'statusCode' | 'body' | 'json'>;
type Step = <Result>(operation: string, work: () => Promise<Result>) => Promise<Result>;

/** Everything that was recorded, by what was done. */
class Ledger {
  readonly actions = new Map<string, Set<string>>();
  stop: () => Promise<void> = () => Promise.resolve();

  async watch(keyturn: TestKeyturn): Promise<Step> {
    this.stop = (await requireRecords(keyturn.deps.db)).undo;
    return async (operation, work) => {
      const { seq } = await head(keyturn);
      const result = await work();
      const rows = await keyturn.deps.db
        .selectFrom('audit_event')
        .select('action')
        .where('seq', '>', seq)
        .execute();
      const seen = this.actions.get(operation) ?? new Set();
      for (const { action } of rows) seen.add(action);
      this.actions.set(operation, seen);
      return result;
    };
  }
}

const head = ({ deps }: TestKeyturn) =>
  deps.db.selectFrom('audit_head').select('seq').executeTakeFirstOrThrow();

/** The answer to something that has to succeed, or to be refused like this. */
async function ok(answer: Promise<Answer>, status?: number): Promise<Answer> {
  const { statusCode, body, json } = await answer;
  const isExpected = status === undefined ? statusCode < 300 : statusCode === status;
  if (!isExpected) throw new Error(`${statusCode} ${body}`);
  return { statusCode, body, json };
}

async function operatorTeam(ledger: Ledger): Promise<void> {
  const keyturn = await startKeyturn();
  const operator = await openAs(keyturn, 'operator');
  const headers = await keyturn.signedIn('operator');
  const step = await ledger.watch(keyturn);
  const send = (operation: string, ...request: Parameters<PortalBrowser['send']>) =>
    step(operation, () => ok(operator.send(...request)));
  const idOf = (answer: Answer): string => answer.json<{ id: string }>().id;

  const organisation = { name: 'East Bank', country: 'SE', timeZone: 'Europe/Stockholm' };
  const east = idOf(await send('createOrganisation', 'POST', '/organisations', organisation));
  await send('updateOrganisation', 'PATCH', `/organisations/${east}`, { name: 'Eastern Bank' });
  const newApi = { identifier: 'https://x.example.org', name: 'X', code: 'X', environment: 'sandbox' };
  const api = idOf(await send('createApi', 'POST', '/apis', newApi));
  await send('updateApi', 'PATCH', `/apis/${api}`, { name: 'Y' });
  const credentials = `/apis/${api}/introspection-credentials`;
  const credential = idOf(await send('createIntrospectionCredential', 'POST', credentials));
  await send('deleteIntrospectionCredential', 'DELETE', `${credentials}/${credential}`);
  const { clientId } = (
    await send('createApplication', 'POST', '/applications', { organisationId: east, apis: [api] })
  ).json<{ clientId: string }>();
  await send('updateApplication', 'PATCH', `/applications/${clientId}`, {
    status: 'disabled',
    disabledReason: 'Leak',
  });

  const confirmation = { confirmedBy: 'x', confirmedAt: '2027-03-01T00:00:00Z', reference: 'x' };
  const user = idOf(
    await send('createUser', 'POST', '/users', {
      organisationId: east,
      name: 'New',
      email: 'new@east.example.org',
      manages: [{ clientId, ...confirmation }],
    }),
  );
  await send('updateUser', 'PATCH', `/users/${user}`, { name: 'Renamed' });
  await send('sendInvitation', 'POST', `/users/${user}/invitation`);
  await send('revokeInvitation', 'DELETE', `/users/${user}/invitation`);
  await send('resetMfa', 'POST', `/users/${user}/reset-mfa`);
  await send('closeUser', 'DELETE', `/users/${user}`);
  const role = `/applications/${ids.applications.northSearch}/managers/${ids.users.olga}`;
  await send('assignCredentialManager', 'PUT', role, confirmation);
  await send('assignCredentialManager', 'PUT', role, { ...confirmation, reference: 'y' });
  await send('removeCredentialManager', 'DELETE', role);
  await send('updateSettings', 'PATCH', '/settings', { operatorName: 'West Federation' });
  const putLogo = () =>
    keyturn.app.inject({
      method: 'PUT',
      url: '/api/v1/settings/logo',
      headers: { ...headers, 'content-type': 'image/svg+xml' },
      payload: '<svg xmlns="http://www.w3.org/2000/svg"/>',
    });
  await step('setLogo', () => ok(putLogo()));
  await send('removeLogo', 'DELETE', '/settings/logo');
  await send('rotateSigningKeys', 'POST', '/signing-keys/rotation', {});
  await send('publishTerms', 'POST', '/terms', { text: '# Terms' });

  await send('sendTestMail', 'POST', '/notifications/test');
  const mail = await keyturn.deps.db
    .updateTable('mail')
    .set({ status: 'failed' })
    .where('kind', '=', 'test')
    .returning('number')
    .executeTakeFirstOrThrow();
  await send('sendNotificationAgain', 'POST', `/notifications/${mail.number}/send-again`);
  await importList(send);
}

async function importList(
  send: (operation: string, ...request: Parameters<PortalBrowser['send']>) => Promise<Answer>,
): Promise<void> {
  const run = async (file: object[]): Promise<void> => {
    const asked = { file, answers: entraAnswers };
    const { digest } = (await send('previewImport', 'POST', '/imports/preview', asked)).json<{
      digest: string;
    }>();
    await send('runImport', 'POST', '/imports', { ...asked, digest });
  };
  const [first, ...others] = entraListWithQuestions();
  await run([{ ...first }, ...others]);
  const [gateway, nameless] = first?.passwordCredentials ?? [];
  await run([{ ...first, passwordCredentials: [{ ...gateway, displayName: 'Renamed' }] }]);
  await run([{ ...first, passwordCredentials: [nameless] }]);
  const { secretsElsewhere } = (
    await send('previewImport', 'GET', `/applications/${entraIds.northSearch}`)
  ).json<{ secretsElsewhere: { id: string }[] }>();
  const path = `/applications/${entraIds.northSearch}/secrets-elsewhere/${secretsElsewhere[0]?.id ?? ''}`;
  await send('markSecretGone', 'DELETE', path);
}

async function credentialManager(ledger: Ledger): Promise<void> {
  const keyturn = await startKeyturn();
  const anna = await openAs(keyturn, 'anna');
  const step = await ledger.watch(keyturn);
  const application = `/applications/${ids.applications.northSearch}`;
  const send = (operation: string, ...request: Parameters<PortalBrowser['send']>) =>
    step(operation, () => ok(anna.send(...request)));
  await send('setSelfManaged', 'PUT', `${application}/self-managed`, { selfManaged: true });
  const create = async (name: string): Promise<string> => {
    const body = { name, expiresAt: '2027-10-01T10:00:00Z' };
    const created = await send('createClientSecret', 'POST', `${application}/secrets`, body);
    return `${application}/secrets/${created.json<{ id: string }>().id}`;
  };
  const [one, other] = [await create('One'), await create('Other')];
  await send('setReplacedSecret', 'PATCH', other, { replacesSecretId: one.slice(-36) });
  await send('disableClientSecret', 'POST', `${one}/disable`);
  await send('enableClientSecret', 'POST', `${one}/enable`);
  await send('deleteClientSecret', 'DELETE', one);

  const secret = await keyturn.createSecret('northSearch', { name: 'Of the token' });
  const token = await keyturn.accessToken(secret, ids.apis.search);
  const form = { client_id: secret.clientId, client_secret: secret.clientSecret, token };
  await step('POST /oauth2/revoke', () => ok(keyturn.requestToken(form, '/oauth2/revoke')));
}

async function invited(ledger: Ledger): Promise<void> {
  const keyturn = await startKeyturn();
  await (await openAs(keyturn, 'operator')).send('POST', '/terms', { text: '# Terms' });
  const step = await ledger.watch(keyturn);
  const browser = openBrowser(keyturn);
  const send = (operation: string, ...request: Parameters<PortalBrowser['send']>) =>
    step(operation, () => ok(browser.send(...request)));
  const token = linkToken((await mailsTo(keyturn, emails.anna)).text);
  await send('readInvitation', 'POST', '/set-up/invitation', { token });
  await send('beginSetUp', 'POST', '/set-up', { token });
  await send('choosePassword', 'PUT', '/set-up/password', { password });
  await send('acceptTerms', 'PUT', '/account/terms', { version: 1 });
  const { secret } = (await send('startTotp', 'POST', '/account/factors/totp')).json<TotpSeed>();
  const named = { code: codeOf(keyturn, secret), name: 'Phone' };
  await send('confirmTotp', 'POST', '/account/factors/totp/confirmation', named);
  await send('createRecoveryCodes', 'POST', '/account/recovery-codes');
  await send('signOut', 'DELETE', '/session');

  const late = linkToken((await mailsTo(keyturn, emails.peter)).text);
  keyturn.clock.advance(8 * 24 * 60 * 60_000);
  await send('renewInvitation', 'POST', '/set-up/new-link', { token: late });
}

async function signedIn(ledger: Ledger): Promise<void> {
  const keyturn = await startKeyturn();
  const code = await withAccount(keyturn, 'anna');
  const step = await ledger.watch(keyturn);
  const browser = openBrowser(keyturn);
  const send = (operation: string, ...request: Parameters<PortalBrowser['send']>) =>
    step(operation, () => ok(browser.send(...request)));
  const refused = (operation: string, ...request: Parameters<PortalBrowser['send']>) =>
    step(operation, () => ok(browser.send(...request), 401));
  const account = { email: emails.anna, password };
  const nextCode = (): { code: string } => {
    keyturn.clock.advance(30_000);
    return { code: code() };
  };

  await refused('signIn', 'POST', '/session', { ...account, password: 'wrong' });
  await send('signIn', 'POST', '/session', account);
  for (let attempt = 1; attempt <= 6; attempt += 1)
    await refused('enterCode', 'POST', '/session/verification', { code: '000000' });
  keyturn.clock.advance(60 * 60_000);
  await send('signIn', 'POST', '/session', account);
  await send('enterCode', 'POST', '/session/verification', nextCode());
  await send('enterCode', 'POST', '/session/verification', nextCode());
  keyturn.clock.advance(20_000);
  await send('noteInput', 'POST', '/session/input');
  await send('continueSession', 'POST', '/session/continue');

  const passkey = createSoftwarePasskey({ origin: publicUrl, rpId: new URL(publicUrl).hostname });
  type Challenged = { challenge: string };
  const options = await send('startPasskey', 'POST', '/account/factors/passkey/options');
  const response = passkey.register(options.json<Challenged>());
  await send('confirmPasskey', 'POST', '/account/factors/passkey', { response, name: 'Laptop' });
  const challenge = await send('startPasskeyProof', 'POST', '/session/passkey/options');
  await send('provePasskey', 'POST', '/session/passkey', {
    response: passkey.prove(challenge.json<Challenged>()),
  });
  const { factors } = (await ok(browser.send('GET', '/account'))).json<{ factors: { id: string }[] }>();
  const laptop = `/account/factors/${factors.at(-1)?.id ?? ''}`;
  await send('renameFactor', 'PATCH', laptop, { name: 'Old laptop' });
  await send('removeFactor', 'DELETE', laptop);
  const changed = 'gravel sextant yodel plum';
  await send('changePassword', 'PUT', '/account/password', { currentPassword: password, password: changed });

  keyturn.clock.advance(30_000);
  const secondBrowser = await signInWith(keyturn, changed, code);
  const { items } = (await ok(browser.send('GET', '/sessions'))).json<{
    items: { id: string; current: boolean }[];
  }>();
  const other = items.find(({ current }) => !current);
  await send('endSession', 'DELETE', `/sessions/${other?.id ?? ''}`);
  expect((await secondBrowser.send('GET', '/session')).statusCode).toBe(401);
  await send('endSessions', 'DELETE', '/sessions');
}

async function signInWith(keyturn: TestKeyturn, chosen: string, code: () => string): Promise<PortalBrowser> {
  const browser = openBrowser(keyturn);
  await ok(browser.send('POST', '/session', { email: emails.anna, password: chosen }));
  await ok(browser.send('POST', '/session/verification', { code: code() }));
  return browser;
}

async function forgetful(ledger: Ledger): Promise<void> {
  const keyturn = await startKeyturn();
  const code = await withAccount(keyturn, 'anna');
  await signIn(keyturn, 'anna', code);
  const operator = await openAs(keyturn, 'operator');
  const step = await ledger.watch(keyturn);
  const browser = openBrowser(keyturn);
  const ask = () =>
    step('requestPasswordReset', async () => {
      await ok(browser.send('POST', '/password-reset', { email: emails.anna }));
      await keyturn.deps.background.drain();
    });
  await ask();
  const token = linkToken((await mailsTo(keyturn, emails.anna)).text);
  const changed = 'gravel sextant yodel plum';
  await step('resetPassword', () =>
    ok(browser.send('POST', '/password-reset/confirmation', { token, password: changed })),
  );

  const account = { email: emails.anna, password: changed };
  await ok(browser.send('POST', '/session', account));
  keyturn.clock.advance(30_000);
  await ok(browser.send('POST', '/session/verification', { code: code() }));
  await ok(operator.send('POST', `/users/${ids.users.anna}/reset-mfa`));
  await ask();
  const first = await step('signIn', () => ok(browser.send('POST', '/session', account)));
  expect(first.json<SignInProgress>().next).toBe('enrolment-code');
  const mailed = /^\s*(\d{8})\s*$/m.exec((await mailsTo(keyturn, emails.anna)).text)?.[1] ?? '';
  const enter = (typed: string, status?: number) =>
    step('enterEnrolmentCode', () =>
      ok(browser.send('POST', '/session/enrolment-code', { code: typed }), status),
    );
  await enter(mailed === '00000000' ? '00000001' : '00000000', 401);
  await enter(mailed);
}

const commandLine: Actor = { kind: 'command-line', id: null, name: 'test', address: null };

async function commands(ledger: Ledger): Promise<void> {
  const keyturn = await startKeyturn();
  await withAccount(keyturn, 'operator');
  const step = await ledger.watch(keyturn);
  const run = <Name extends keyof typeof operations>(name: Name, input: unknown) =>
    step(`keyturn ${name}`, () => operations[name].run(keyturn.deps, commandLine, input)) as ReturnType<
      (typeof operations)[Name]['run']
    >;
  await run('migrate', {});
  const organisation = { id: entraIds.matchApi, name: 'East', country: 'SE', timeZone: 'Europe/Stockholm' };
  for (const dryRun of [true, false])
    await run('import', { file: { organisations: [organisation] }, dryRun });
  const { clientId } = await run('operator-client-create', { name: 'Automation' });
  await run('operator-client-list', {});
  await run('operator-client-delete', { clientId });
  await run('operator-invite', { email: 'new@example.org', name: 'New' });
  await run('operator-reset-mfa', { email: emails.operator });
  await run('signing-key-rotate', { now: false, revoke: null });
  await run('signing-key-rotate', { now: true, revoke: null });
  const [key] = await run('signing-key-list', {});
  await run('signing-key-rotate', { now: true, revoke: key?.kid ?? null });
  await run('audit-verify', { noted: null });
  await run('audit-export', { after: 0 });
  for (const dryRun of [true, false]) await run('run-job', { job: 'drop-secret-hashes', at: null, dryRun });
}

describe('R7 every change', () => {
  test('by whatever way is recorded in the transaction that makes it; no action is without one, and none unknown', async () => {
    const ledger = new Ledger();
    for (const part of [operatorTeam, credentialManager, invited, signedIn, forgetful, commands])
      try {
        await part(ledger);
      } finally {
        await ledger.stop();
      }
    const recorded = [...ledger.actions].map(([operation, actions]) => [operation, [...actions].toSorted()]);
    expect(Object.fromEntries(recorded)).toEqual(expected);

    const { app } = await startKeyturn();
    const { paths } = (await app.inject('/api/openapi.json')).json<{
      paths: Record<string, Record<string, { operationId: string }>>;
    }>();
    const changing = Object.values(paths).flatMap((path) =>
      Object.entries(path).flatMap(([method, { operationId }]) => (method === 'get' ? [] : [operationId])),
    );
    const ways = [
      ...changing,
      'POST /oauth2/revoke',
      ...Object.keys(operations).map((name) => `keyturn ${name}`),
    ];
    expect(Object.keys(expected).toSorted()).toEqual(ways.toSorted());
    expect(
      [...new Set([...Object.values(expected).flat(), ...atFirstStart, ...elsewhere])].toSorted(),
    ).toEqual(auditAction.options.toSorted());
  });

  test('that is not recorded fails: what watches them sees one', async () => {
    const keyturn = await startKeyturn();
    const { undo } = await requireRecords(keyturn.deps.db);
    const rename = keyturn.deps.db.updateTable('organisation').set({ name: 'Unseen' });
    await expect(rename.execute()).rejects.toThrow('unrecorded: UPDATE of organisation');
    await undo();
  });
});

describe('R7 runs of jobs', () => {
  const runs = ({ deps }: TestKeyturn) =>
    deps.db
      .selectFrom('audit_event')
      .select(['target_id', 'actor', 'after'])
      .where('action', '=', 'job.run')
      .orderBy('seq')
      .execute();
  const jobNamed = (name: string) => {
    const job = jobs.find((known) => known.name === name);
    if (job === undefined) throw new Error(`no job ${name}`);
    return job;
  };

  test('are recorded when they did something, with how much', async () => {
    const keyturn = await startKeyturn();
    await openAs(keyturn, 'anna');
    const forget = jobNamed('forget-old-sessions');
    await runJob(keyturn.deps, forget, null);
    expect(await runs(keyturn)).toEqual([]);
    keyturn.clock.advance(13 * 60 * 60_000);
    for (let time = 1; time <= 2; time += 1) await runJob(keyturn.deps, forget, null);
    expect(await runs(keyturn)).toEqual([
      {
        target_id: 'forget-old-sessions',
        actor: { kind: 'system', id: null, name: 'Keyturn' },
        after: { done: 1 },
      },
    ]);
  });

  test('are recorded when they fail, each failure once', async () => {
    const keyturn = await startKeyturn();
    const failing = { ...jobNamed('tell-failed-mails'), run: () => Promise.reject(new Error('no room')) };
    let lastError: string | null = null;
    for (let time = 1; time <= 3; time += 1) lastError = await runJob(keyturn.deps, failing, lastError);
    expect((await runs(keyturn)).map(({ after }) => after)).toEqual([{ error: 'no room' }]);
  });
});
