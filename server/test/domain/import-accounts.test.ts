import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Actor } from '../../src/domain/audit/actor.ts';
import { importFederation } from '../../src/domain/federation/import-federation.ts';
import { text } from '../../src/messages.ts';
import { findCurrentTerms } from '../../src/store/terms.ts';
import { federation, ids } from '../support/federation.ts';
import { startKeyturn, type TestKeyturn } from '../support/keyturn.ts';
import { allMails, newestMail, openAs, recorded, withOperator } from '../support/operator-browser.ts';
import { emails, linkToken, openBrowser, refusal, withAccount } from '../support/portal-browser.ts';

const commandLine: Actor = { kind: 'command-line', id: null, name: 'keyturn import', address: null };
const none = { created: 0, updated: 0, unchanged: 0 };

const run = (
  keyturn: Pick<TestKeyturn, 'deps'>,
  file: unknown,
  options: { dryRun?: boolean; invite?: boolean } = {},
) => importFederation(keyturn.deps, commandLine, file, { dryRun: false, ...options });

async function accept(keyturn: Pick<TestKeyturn, 'deps'>, file: unknown, options = {}) {
  const { problems, summary } = await run(keyturn, file, options);
  expect(problems).toEqual([]);
  return summary;
}

/** A user of the sample federation, as its file states them. */
function stated(id: string) {
  const user = federation.users.find((candidate) => candidate.id === id);
  if (user === undefined) throw new Error(id);
  return user;
}

const anna = stated(ids.users.anna);
const olga = stated(ids.users.olga);
const { northSearch, northData } = ids.applications;
const role = (application: string, user: string, more = {}) => ({
  application,
  user,
  confirmedBy: 'Head of IT (sample)',
  confirmedAt: '2027-03-01T09:00:00Z',
  reference: 'SAMPLE-9',
  ...more,
});

/** A Keyturn whose people have all set up their accounts, and no mails yet. */
async function start() {
  const keyturn = await startKeyturn();
  for (const person of ['anna', 'peter', 'olga'] as const) await withAccount(keyturn, person);
  return withOperator(keyturn);
}

describe('R6.3 an import that changes an account', () => {
  test('with another e-mail address ends its sessions and tells both addresses and the other managers', async () => {
    const { keyturn } = await start();
    const browser = await openAs(keyturn, 'anna');
    const file = { users: [{ ...anna, email: 'anna.new@north.example.org' }] };
    expect((await accept(keyturn, file)).users).toEqual({ ...none, updated: 1 });
    expect(refusal(await browser.send('GET', '/session'))).toEqual([401, 'unauthenticated']);
    const moved = 'The e-mail address of your Keyturn portal account was changed';
    const told = [
      `${emails.anna}: ${moved}`,
      `anna.new@north.example.org: ${moved}`,
      `${emails.peter}: The e-mail address of Anna (sample) was changed`,
    ];
    expect(await allMails(keyturn)).toEqual(told);
    // Idempotent: nobody is told twice.
    expect((await accept(keyturn, file)).users).toEqual({ ...none, unchanged: 1 });
    expect(await allMails(keyturn)).toEqual(told);
  });

  test('R5.4 by disabling it ends its sessions and links, and tells the other managers', async () => {
    const keyturn = await startKeyturn();
    const link = linkToken(await newestMail(keyturn, emails.anna));
    await withOperator(keyturn);
    const browser = await openAs(keyturn, 'anna');
    await accept(keyturn, { users: [{ ...anna, status: 'disabled' }] });
    expect(refusal(await browser.send('GET', '/session'))).toEqual([401, 'unauthenticated']);
    expect(await allMails(keyturn)).toEqual([`${emails.peter}: The account of Anna (sample) was disabled`]);
    // Enabled, she is invited anew, in one mail that tells of her roles, the new one too.
    const enabling = { users: [anna], managers: [role(northData, anna.id)] };
    await keyturn.deps.db.deleteFrom('mail').execute();
    await accept(keyturn, enabling);
    expect((await allMails(keyturn)).toSorted()).toEqual([
      `${emails.anna}: Set up your Keyturn portal account`,
      `${emails.peter}: Anna (sample) manages API credentials with you`,
    ]);
    const mail = await newestMail(keyturn, emails.anna);
    expect(mail).toContain('for: Partner-DE-NorthRegistry-DM, Partner-DE-NorthRegistry-SMC.');
    const begin = (token: string) => openBrowser(keyturn).send('POST', '/set-up', { token });
    expect(refusal(await begin(link))).toEqual([410, 'set-up-link-invalid']);
    expect((await begin(linkToken(mail))).statusCode).toBe(200);
  });

  test('a new account may have the address that another one gives up in the same file', async () => {
    const { keyturn } = await start();
    const heir = { ...olga, id: randomUUID(), email: emails.olga, name: 'Heir (sample)' };
    await accept(keyturn, { users: [{ ...olga, email: 'olga.new@north.example.org' }, heir] });
    expect(await allMails(keyturn)).toContain(`${emails.olga}: Set up your Keyturn portal account`);
  });

  test('of somebody closed is a problem with its place, and nothing is written', async () => {
    const { keyturn, operator } = await start();
    await operator.send('DELETE', `/users/${anna.id}`);
    const message = text('import.user-closed', { name: 'Anna (sample)' });
    const count = (await recorded(keyturn, '%')).length;
    expect((await run(keyturn, { users: [olga, anna] })).problems).toEqual([
      { path: 'users[1].id', message },
    ]);
    expect((await run(keyturn, { managers: [role(northSearch, anna.id)] })).problems).toEqual([
      { path: 'managers[0].user', message },
    ]);
    expect(await recorded(keyturn, '%')).toHaveLength(count);
  });
});

describe('R5.1 an import that assigns roles', () => {
  test('mails an existing user once, listing the applications, and each manager they had before once', async () => {
    const { keyturn } = await start();
    await accept(keyturn, {
      managers: [role(northSearch, olga.id), role(northData, olga.id, { confirmedBy: 'Director (sample)' })],
    });
    expect((await allMails(keyturn)).toSorted()).toEqual([
      `${emails.anna}: Olga (sample) manages API credentials with you`,
      `${emails.olga}: You manage API credentials of North Registry`,
      `${emails.peter}: Olga (sample) manages API credentials with you`,
    ]);
    expect(await newestMail(keyturn, emails.olga)).toContain(
      'of: Partner-DE-NorthRegistry-DM, Partner-DE-NorthRegistry-SMC. Head of IT (sample), Director (sample) confirmed it',
    );
    expect(await newestMail(keyturn, emails.peter)).toContain(
      'of: Partner-DE-NorthRegistry-DM, Partner-DE-NorthRegistry-SMC.',
    );
    expect(await newestMail(keyturn, emails.anna)).toContain('of: Partner-DE-NorthRegistry-SMC.');
  });

  test('mails nobody about another confirmation, about somebody disabled, or about others who are new in the same file', async () => {
    const { keyturn } = await start();
    await accept(keyturn, { managers: [role(northSearch, anna.id)] });
    expect(await allMails(keyturn)).toEqual([]);
    await accept(keyturn, {
      users: [{ ...olga, status: 'disabled' }],
      managers: [role(northSearch, olga.id)],
    });
    expect(await allMails(keyturn)).toEqual([]);
    const [one, two] = ['one', 'two'].map((name) => ({
      ...olga,
      id: randomUUID(),
      name,
      email: `${name}@north.example.org`,
    }));
    await accept(keyturn, {
      users: [one, two],
      managers: [role(northData, one?.id ?? ''), role(northData, two?.id ?? '')],
    });
    expect((await allMails(keyturn)).toSorted()).toEqual([
      'one@north.example.org: Set up your Keyturn portal account',
      `${emails.peter}: one manages API credentials with you`,
      `${emails.peter}: two manages API credentials with you`,
      'two@north.example.org: Set up your Keyturn portal account',
    ]);
  });

  test('mails nothing at all when nobody is to be invited, as in the demo; sessions end all the same', async () => {
    const { keyturn } = await start();
    const browser = await openAs(keyturn, 'anna');
    const file = {
      users: [
        { ...anna, email: 'anna.new@north.example.org' },
        { ...olga, id: randomUUID(), email: 'new@north.example.org' },
      ],
      managers: [role(northData, anna.id)],
    };
    await accept(keyturn, file, { invite: false });
    expect(await allMails(keyturn)).toEqual([]);
    expect((await browser.send('GET', '/session')).statusCode).toBe(401);
  });
});

describe('R6.1 terms in an import file', () => {
  const terms = '# Terms\n\nBe kind.\n';

  test('are published when they differ from those in force, and asked of members from then on', async () => {
    const { keyturn } = await start();
    const browser = await openAs(keyturn, 'anna');
    expect((await browser.send('GET', '/applications')).statusCode).toBe(200);
    expect(await run(keyturn, { terms }, { dryRun: true })).toEqual({
      problems: [],
      summary: {
        organisations: none,
        apis: none,
        applications: none,
        users: none,
        managers: none,
        terms: { ...none, created: 1 },
      },
    });
    expect(await findCurrentTerms(keyturn.deps.db)).toBeUndefined();
    expect((await accept(keyturn, { terms })).terms).toEqual({ ...none, created: 1 });
    expect(refusal(await browser.send('GET', '/applications'))).toEqual([403, 'terms-not-accepted']);
    await browser.send('PUT', '/account/terms', { version: 1 });
    expect((await accept(keyturn, { terms })).terms).toEqual({ ...none, unchanged: 1 });
    expect((await browser.send('GET', '/applications')).statusCode).toBe(200);
    expect((await accept(keyturn, { terms: `${terms}!` })).terms).toEqual({ ...none, updated: 1 });
    expect(await findCurrentTerms(keyturn.deps.db)).toMatchObject({ version: 2, text: `${terms}!` });
    expect(await accept(keyturn, {})).not.toHaveProperty('terms');
    expect((await recorded(keyturn, 'terms.published')).map(({ target_id }) => target_id)).toEqual([
      '1',
      '2',
    ]);
  });

  test('that are empty, no text, or text that no database can keep are a problem; nothing is published beside one', async () => {
    const { keyturn } = await start();
    for (const given of ['', 7, 'a\0b', 'a\ud800', 'x'.repeat(60_001)])
      expect((await run(keyturn, { terms: given })).problems.map(({ path }) => path)).toEqual(['terms']);
    await run(keyturn, { terms, users: [{ ...anna, email: 'no address' }] });
    expect(await findCurrentTerms(keyturn.deps.db)).toBeUndefined();
  });
});
