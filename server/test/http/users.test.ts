import { randomUUID } from 'node:crypto';
import type { User } from '@keyturn/contract';
import { describe, expect, test } from 'vitest';
import { ids } from '../support/federation.ts';
import { startKeyturn, startOfTest } from '../support/keyturn.ts';
import {
  allMails,
  fieldsOf,
  newestMail,
  openAs,
  recorded,
  userOf,
  withOperator,
} from '../support/operator-browser.ts';
import { emails, linkToken, openBrowser, refusal } from '../support/portal-browser.ts';

const north = { id: ids.organisations.north, name: 'North Registry' };
const nina = { organisationId: north.id, name: 'Nina (sample)', email: 'nina@north.example.org' };
const confirmation = {
  confirmedBy: 'Head of IT (sample)',
  confirmedAt: '2027-03-01T09:00:00Z',
  reference: 'SAMPLE-9',
};
const northSearch = { clientId: ids.applications.northSearch, name: 'Partner-DE-NorthRegistry-SMC' };
const northData = { clientId: ids.applications.northData, name: 'Partner-DE-NorthRegistry-DM' };

const start = async () => withOperator(await startKeyturn());

describe('R6.1 an account', () => {
  test('is made by an operator: it is mailed one invitation, whose link sets it up, and its making is recorded (R7)', async () => {
    const { keyturn, operator } = await start();
    const created = await operator.send('POST', '/users', nina);
    expect(created.statusCode).toBe(201);
    const { id } = userOf(created);
    const expected: User = {
      id,
      name: nina.name,
      email: nina.email,
      role: 'member',
      organisation: north,
      locale: 'en',
      timeZone: null,
      status: 'invited',
      invitation: { sentAt: startOfTest.toISOString(), expiresAt: '2027-03-23T10:00:00.000Z' },
      factors: 0,
      manages: [],
    };
    expect(created.json()).toEqual(expected);
    expect((await operator.send('GET', `/users/${id.toUpperCase()}`)).json()).toEqual(expected);
    expect(await allMails(keyturn)).toEqual([`${nina.email}: Set up your Keyturn portal account`]);
    const mail = await newestMail(keyturn, nina.email);
    expect(mail).toContain(
      'There is an account for you at the Keyturn portal, where North Registry manages its API credentials. Operator (sample) asked for it.',
    );
    expect(await recorded(keyturn, 'user.%')).toMatchObject([
      ...Array.from({ length: 5 }, () => ({ action: 'user.created' })),
      {
        action: 'user.created',
        target_id: id,
        target_name: nina.name,
        actor: { kind: 'user', id: ids.users.operator, name: 'Operator (sample)' },
        after: { email: nina.email, status: 'active', organisationId: north.id },
      },
    ]);
    const begun = await openBrowser(keyturn).send('POST', '/set-up', { token: linkToken(mail) });
    expect(begun.json()).toMatchObject({ next: 'password', user: { email: nina.email } });
    expect(userOf(await operator.send('GET', `/users/${id}`)).invitation).toBeNull();
  });

  test('R5.1 comes with manager roles in the same single mail; the other managers of the applications are told', async () => {
    const { keyturn, operator } = await start();
    const manages = [northSearch, northData].map(({ clientId }) => ({ clientId, ...confirmation }));
    const created = await operator.send('POST', '/users', { ...nina, manages });
    expect(created.statusCode).toBe(201);
    const { id, manages: shown } = userOf(created);
    expect(shown).toEqual([northData, northSearch]);
    expect((await allMails(keyturn)).toSorted()).toEqual([
      `${emails.anna}: Nina (sample) manages API credentials with you`,
      `${nina.email}: Set up your Keyturn portal account`,
      `${emails.peter}: Nina (sample) manages API credentials with you`,
    ]);
    expect(await newestMail(keyturn, nina.email)).toContain(
      `You are to manage the API credentials of North Registry for: ${northData.name}, ${northSearch.name}. Operator (sample) made an account for you`,
    );
    expect(await newestMail(keyturn, emails.anna)).toContain(
      `Nina (sample) is a credential manager of: ${northSearch.name}. Head of IT (sample) confirmed it for North Registry.`,
    );
    expect(await newestMail(keyturn, emails.peter)).toContain(`${northData.name}, ${northSearch.name}`);
    expect((await recorded(keyturn, 'credential-manager.assigned')).slice(-2)).toMatchObject([
      { target_id: id, application_id: northSearch.clientId, after: { reference: 'SAMPLE-9' } },
      { target_id: id, application_id: northData.clientId, before: null },
    ]);
  });

  test('has an e-mail address of its own, whatever the letter case, also when two are made at once', async () => {
    const { operator, deps } = await start();
    const taken = await operator.send('POST', '/users', { ...nina, email: 'Anna@North.example.org' });
    expect(refusal(taken)).toEqual([409, 'email-taken']);
    const answers = await Promise.all([1, 2, 3].map(() => operator.send('POST', '/users', nina)));
    expect(answers.map(({ statusCode }) => statusCode).toSorted((one, other) => one - other)).toEqual([
      201, 409, 409,
    ]);
    expect(await deps.db.selectFrom('mail').selectAll().execute()).toHaveLength(1);
  });

  test('fits what there is: every field that does not is named, and nothing is written or mailed', async () => {
    const { keyturn, operator, deps } = await start();
    const role = (clientId: string, more = {}) => ({ clientId, ...confirmation, ...more });
    const refused = await operator.send('POST', '/users', {
      ...nina,
      id: ids.users.anna,
      timeZone: '+02:00',
      locale: 'x_y',
      manages: [
        role(ids.applications.southData),
        role(randomUUID()),
        role(ids.applications.northData, { confirmedAt: '2027-03-16T10:00:00.001Z' }),
        role(ids.applications.northData),
      ],
    });
    expect(refusal(refused)).toEqual([400, 'invalid-request']);
    expect(fieldsOf(refused)).toEqual([
      'timeZone',
      'locale',
      'id',
      'manages.0.clientId',
      'manages.1.clientId',
      'manages.2.confirmedAt',
      'manages.3.clientId',
    ]);
    const client = await keyturn.operatorClient();
    const operators = await deps.db
      .selectFrom('organisation')
      .select('id')
      .where('kind', '=', 'operator')
      .executeTakeFirstOrThrow();
    for (const [field, body] of [
      ['organisationId', { ...nina, organisationId: randomUUID() }],
      ['organisationId', { ...nina, organisationId: undefined }],
      ['organisationId', { ...nina, organisationId: operators.id }],
      ['organisationId', { ...nina, role: 'operator' }],
      [
        'manages',
        { ...nina, organisationId: undefined, role: 'operator', manages: [role(northData.clientId)] },
      ],
      ['manages.0.clientId', { ...nina, manages: [role(client.clientId)] }],
      ['email', { ...nina, email: 'nina' }],
    ] as const) {
      const answer = await operator.send('POST', '/users', body);
      expect([...refusal(answer), ...fieldsOf(answer)]).toEqual([400, 'invalid-request', field]);
    }
    await deps.db
      .updateTable('organisation')
      .set({ status: 'disabled' })
      .where('id', '=', north.id)
      .execute();
    expect(fieldsOf(await operator.send('POST', '/users', nina))).toEqual(['organisationId']);
    expect(await allMails(keyturn)).toEqual([]);
    expect(await deps.db.selectFrom('portal_user').select('id').execute()).toHaveLength(5);
  });

  test('of an operator belongs to the operator’s own organisation', async () => {
    const { operator } = await start();
    const created = await operator.send('POST', '/users', {
      name: 'Otto (sample)',
      email: 'otto@example.org',
      role: 'operator',
    });
    expect(userOf(created)).toMatchObject({
      role: 'operator',
      organisation: { name: 'Keyturn' },
      manages: [],
    });
  });
});

describe('R7 the list of users', () => {
  type Page = { items: User[]; next: string | null };

  test('goes on page by page by name, without gap or repetition', async () => {
    const { operator } = await start();
    await operator.send('POST', '/users', { ...nina, name: 'Änne (sample)' });
    await operator.send('POST', '/users', { ...nina, name: 'anna (sample)', email: 'two@north.example.org' });
    const names: string[] = [];
    let path: string | null = '/users?limit=2';
    while (path !== null) {
      const { items, next }: Page = (await operator.send('GET', path)).json();
      names.push(...items.map(({ name }) => name));
      path = next === null ? null : `/users?limit=2&cursor=${next}`;
    }
    expect(names).toHaveLength(7);
    expect(new Set(names).size).toBe(7);
    expect(names.slice(0, 2).toSorted()).toEqual(['Anna (sample)', 'anna (sample)']);
    expect((await operator.send('GET', '/users?cursor=bm8')).statusCode).toBe(400);
  });

  test('is searched by name and e-mail address, and filtered by organisation and status', async () => {
    const { operator, deps } = await start();
    await operator.send('POST', '/users', { ...nina, name: 'Zoë Ünal (sample)' });
    const found = async (query: string) =>
      (await operator.send('GET', `/users?${query}`)).json<Page>().items.map(({ email }) => email);
    expect(await found('search=AnnA')).toEqual([emails.anna]);
    expect(await found('search=SOUTH.example')).toEqual([emails.maria]);
    // ë typed as two characters, in capitals.
    expect(await found(`search=${encodeURIComponent('ZOE\u0308 Ü')}`)).toEqual([nina.email]);
    for (const query of ['search=%25', 'search=_', 'search=%5C']) expect(await found(query)).toEqual([]);
    expect(await found(`organisation=${ids.organisations.south}`)).toEqual([emails.maria]);
    expect(await found(`organisation=${randomUUID()}`)).toEqual([]);
    await deps.db
      .updateTable('portal_user')
      .set({ status: 'disabled' })
      .where('id', '=', ids.users.olga)
      .execute();
    expect(await found('status=disabled')).toEqual([emails.olga]);
    expect(await found('status=active')).toEqual([]);
    expect(await found('status=invited&search=anna')).toEqual([emails.anna]);
  });

  test('is the operator team’s: to a member no user exists, not even their own', async () => {
    const { keyturn } = await start();
    const anna = await openAs(keyturn, 'anna');
    for (const path of ['/users', `/users/${ids.users.anna}`])
      expect(refusal(await anna.send('GET', path))).toEqual([404, 'not-found']);
  });
});
