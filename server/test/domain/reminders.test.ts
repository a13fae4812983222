import { describe, expect, test } from 'vitest';
import { deleteClientSecret } from '../../src/domain/client-secret/delete-client-secret.ts';
import { disableClientSecret } from '../../src/domain/client-secret/disable-client-secret.ts';
import { ids } from '../support/federation.ts';
import { dates, inShort, startReminders, type Reminders } from '../support/reminders.ts';
import { emails } from '../support/portal-browser.ts';

/** 12:00 in Berlin, which is at UTC+1 then; every secret of these tests is used until shortly before. */
const expiresAt = '2027-11-14T11:00:00Z';
/** Those on which a reminder is due, the one before each, and the one after the last. */
const aroundThresholds = [
  '2027-09-14',
  '2027-09-15',
  '2027-09-16',
  '2027-10-14',
  '2027-10-15',
  '2027-10-16',
  '2027-10-30',
  '2027-10-31',
  '2027-11-06',
  ...dates('2027-11-07', '2027-11-15'),
];

async function insertUsed(reminders: Reminders, secret: Parameters<Reminders['insertSecret']>[0]) {
  const id = await reminders.insertSecret(secret);
  await reminders.useSecret(id, ['2027-03-16T09:00:00Z', '2027-09-01T09:00:00Z']);
  return id;
}

describe('R4.1 the managers of an application', () => {
  test('are told 60, 30, 14, 7, 3 and 1 days before a secret expires, at 08:00 of their organisation’s clock, and when it has expired', async () => {
    const reminders = await startReminders();
    await insertUsed(reminders, { expiresAt });
    const times = ['05:59', '06:00', '06:59', '07:00', '08:00', '10:59', '11:00'];
    expect(await reminders.runOn(aroundThresholds, times)).toEqual([
      `2027-09-15T06:00 ${emails.peter}: expiring 60`,
      `2027-10-15T06:00 ${emails.peter}: expiring 30`,
      `2027-10-31T07:00 ${emails.peter}: expiring 14`,
      `2027-11-07T07:00 ${emails.peter}: expiring 7`,
      `2027-11-07T08:00 ${emails.operator}: not-replaced 7`,
      `2027-11-11T07:00 ${emails.peter}: expiring 3`,
      `2027-11-13T07:00 ${emails.peter}: expiring 1`,
      `2027-11-14T11:00 ${emails.peter}: expired`,
    ]);
  });

  test('are told by the clock of their own organisation, wherever that is', async () => {
    const reminders = await startReminders();
    await insertUsed(reminders, { application: 'southData', expiresAt: '2027-11-14T15:00:00Z' });
    expect(await reminders.runOn(dates('2027-10-14', '2027-10-16'), ['10:59', '11:00'])).toEqual([
      `2027-10-14T11:00 ${emails.maria}: expiring 60`,
      `2027-10-15T11:00 ${emails.maria}: expiring 30`,
    ]);
  });

  test('get one mail a run that lists all their client secrets, the most urgent first', async () => {
    const reminders = await startReminders();
    const inAWeek = await insertUsed(reminders, { application: 'northSearch', expiresAt });
    const inAMonth = await insertUsed(reminders, { expiresAt: '2027-12-07T11:00:00Z' });
    const inThreeDays = await insertUsed(reminders, {
      application: 'northSearch',
      expiresAt: '2027-11-10T11:00:00Z',
    });
    const mails = await reminders.runAt('2027-11-07T07:00:00Z');
    expect(inShort(mails)).toEqual([
      `${emails.anna}: expiring 3, expiring 7`,
      `${emails.peter}: expiring 3, expiring 7, expiring 30`,
    ]);
    const [anna, peter] = mails;
    expect(anna?.topics.map(({ secretId }) => secretId)).toEqual([inThreeDays, inAWeek]);
    expect(peter?.topics.map(({ secretId }) => secretId)).toEqual([inThreeDays, inAWeek, inAMonth]);
    expect(peter?.subject).toBe('3 client secrets need attention, first on 10 Nov 2027');
    const places = [inThreeDays, inAWeek, inAMonth].map((id) => peter?.text.indexOf(id) ?? -1);
    expect(Math.min(...places)).toBeGreaterThan(0);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
  });

  test('get what has expired in a mail of its own', async () => {
    const reminders = await startReminders();
    await insertUsed(reminders, { expiresAt });
    await insertUsed(reminders, { expiresAt });
    await insertUsed(reminders, { expiresAt: '2027-11-28T11:00:00Z' });
    await reminders.runAt('2027-11-13T08:00:00Z');
    await reminders.runAt('2027-11-14T06:59:00Z');
    expect(inShort(await reminders.runAt('2027-11-14T11:01:00Z'))).toEqual([
      `${emails.peter}: expired, expired`,
      `${emails.peter}: expiring 14`,
    ]);
  });

  test('get after a downtime the most urgent reminder, which states the days actually left', async () => {
    const reminders = await startReminders();
    await insertUsed(reminders, { expiresAt });
    await reminders.runAt('2027-09-15T06:00:00Z');
    const mails = await reminders.runAt('2027-11-09T13:00:00Z');
    expect(inShort(mails)).toEqual([`${emails.operator}: not-replaced 7`, `${emails.peter}: expiring 7`]);
    expect(mails[1]?.text).toContain('expires Sun 14 Nov 2027, 12:00 CET, in 5 days');
    expect(mails[1]?.subject).toMatch(/^5 days left/);
    expect(await reminders.runOn(dates('2027-11-10', '2027-11-11'), ['07:00'])).toEqual([
      `2027-11-11T07:00 ${emails.peter}: expiring 3`,
    ]);
  });

  test('hear of what expired while no server ran', async () => {
    const reminders = await startReminders();
    await insertUsed(reminders, { expiresAt });
    await reminders.runAt('2027-11-13T08:00:00Z');
    expect(inShort(await reminders.runAt('2027-11-20T15:00:00Z'))).toEqual([`${emails.peter}: expired`]);
    expect(await reminders.runAt('2027-11-20T15:01:00Z')).toEqual([]);
  });

  test('of a secret created with less time left are told from its next threshold on', async () => {
    const reminders = await startReminders();
    const id = await reminders.insertSecret({ createdAt: '2027-11-03T12:00:00Z', expiresAt });
    await reminders.useSecret(id, ['2027-11-03T13:00:00Z']);
    expect(
      await reminders.runOn(['2027-11-03', '2027-11-04', '2027-11-07', '2027-11-11'], ['07:00', '14:00']),
    ).toEqual([
      `2027-11-07T07:00 ${emails.peter}: expiring 7`,
      `2027-11-07T14:00 ${emails.operator}: not-replaced 7`,
      `2027-11-11T07:00 ${emails.peter}: expiring 3`,
    ]);
  });

  test('of a secret without a request in 90 days are told 30 and 7 days before only: delete it if nobody needs it', async () => {
    const reminders = await startReminders();
    const id = await reminders.insertSecret({ expiresAt });
    await reminders.useSecret(id, ['2027-06-01T09:00:00Z']);
    expect(await reminders.runOn(['2027-09-15', '2027-09-16', '2027-10-14'], ['08:00'])).toEqual([]);
    const [mail] = await reminders.runAt('2027-10-15T08:00:00Z');
    expect(mail?.text).toContain('Delete it if nobody needs it.');
    expect(await reminders.runOn(aroundThresholds.slice(6), ['08:00', '11:00'])).toEqual([
      `2027-11-07T08:00 ${emails.operator}: not-replaced 7`,
      `2027-11-07T08:00 ${emails.peter}: expiring 7`,
    ]);
  });

  test('get at most one reminder mail a day; what comes up later waits for the next', async () => {
    const reminders = await startReminders();
    await insertUsed(reminders, { expiresAt: '2027-12-07T11:00:00Z' });
    expect(inShort(await reminders.runAt('2027-11-07T07:00:00Z'))).toEqual([`${emails.peter}: expiring 30`]);
    await insertUsed(reminders, { expiresAt });
    expect(await reminders.runOn(dates('2027-11-07', '2027-11-08'), ['07:01', '22:59', '23:30'])).toEqual([
      `2027-11-07T22:59 ${emails.operator}: not-replaced 7`,
      `2027-11-08T07:01 ${emails.peter}: expiring 7`,
    ]);
  });

  test('are told by configured thresholds', async () => {
    const reminders = await startReminders({ reminderDays: [45, 10] });
    await insertUsed(reminders, { expiresAt });
    expect(
      await reminders.runOn(
        ['2027-09-29', '2027-09-30', '2027-10-15', '2027-11-04', ...aroundThresholds.slice(9)],
        ['08:00', '11:00'],
      ),
    ).toEqual([
      `2027-09-30T08:00 ${emails.peter}: expiring 45`,
      `2027-11-04T08:00 ${emails.peter}: expiring 10`,
      `2027-11-07T08:00 ${emails.operator}: not-replaced 7`,
    ]);
  });

  test('are told once that a secret was never used 7 days after its creation', async () => {
    const reminders = await startReminders();
    await reminders.insertSecret({ createdAt: '2027-05-03T20:00:00Z', expiresAt });
    const used = await reminders.insertSecret({ createdAt: '2027-05-03T20:00:00Z', expiresAt });
    await reminders.useSecret(used, ['2027-05-09T20:00:00Z']);
    expect(
      await reminders.runOn(
        ['2027-05-04', '2027-05-09', '2027-05-10', '2027-05-11', '2027-06-01'],
        ['05:59', '06:00'],
      ),
    ).toEqual([`2027-05-10T06:00 ${emails.peter}: never-used`]);
  });
});

describe('R4.1 who is told', () => {
  test('the organisation’s shared mailbox too, and nobody twice', async () => {
    const reminders = await startReminders();
    const { db } = reminders.deps;
    const setMailbox = (shared_mailbox: string) =>
      db
        .updateTable('organisation')
        .set({ shared_mailbox })
        .where('id', '=', ids.organisations.north)
        .execute();
    await insertUsed(reminders, { expiresAt });
    await setMailbox('it@north.example.org');
    expect(inShort(await reminders.runAt('2027-10-15T06:00:00Z'))).toEqual([
      `it@north.example.org: expiring 30`,
      `${emails.peter}: expiring 30`,
    ]);
    await setMailbox(emails.peter.toUpperCase());
    expect(inShort(await reminders.runAt('2027-10-31T07:00:00Z'))).toEqual([`${emails.peter}: expiring 14`]);
  });

  test('a mailbox that two organisations share, of the secrets of both on one day', async () => {
    const reminders = await startReminders();
    const shared_mailbox = 'it@umbrella.example.org';
    await reminders.deps.db
      .updateTable('organisation')
      .set({ shared_mailbox })
      .where('kind', '=', 'member')
      .execute();
    await insertUsed(reminders, { expiresAt: '2027-11-14T11:00:00Z' });
    await insertUsed(reminders, { application: 'southData', expiresAt: '2027-11-14T15:00:00Z' });
    expect(await reminders.runOn(['2027-11-13'], ['07:00', '11:00', '15:00'])).toEqual([
      `2027-11-13T07:00 ${shared_mailbox}: expiring 1`,
      `2027-11-13T07:00 ${emails.peter}: expiring 1`,
      `2027-11-13T11:00 ${shared_mailbox}: expiring 1`,
      `2027-11-13T11:00 ${emails.maria}: expiring 1`,
      `2027-11-13T11:00 ${emails.operator}: not-replaced 7, not-replaced 7`,
    ]);
  });

  test('nobody whose account is disabled', async () => {
    const reminders = await startReminders();
    const setStatus = (status: 'active' | 'disabled') =>
      reminders.deps.db
        .updateTable('portal_user')
        .set({ status })
        .where('id', '=', ids.users.peter)
        .execute();
    await insertUsed(reminders, { application: 'northSearch', expiresAt });
    await setStatus('disabled');
    expect(inShort(await reminders.runAt('2027-10-15T06:00:00Z'))).toEqual([`${emails.anna}: expiring 30`]);
    await setStatus('active');
    expect(await reminders.runOn(dates('2027-10-15', '2027-10-17'), ['07:00'])).toEqual([
      `2027-10-16T07:00 ${emails.peter}: expiring 30`,
    ]);
  });

  test('a manager assigned later of what falls due from then on', async () => {
    const reminders = await startReminders();
    await insertUsed(reminders, { application: 'northSearch', expiresAt });
    await reminders.deps.db
      .updateTable('credential_manager')
      .set({ assigned_at: new Date('2027-10-15T06:00:01Z') })
      .where('user_id', '=', ids.users.anna)
      .execute();
    expect(await reminders.runOn(['2027-10-15', '2027-10-16', '2027-10-31'], ['07:00'])).toEqual([
      `2027-10-15T07:00 ${emails.peter}: expiring 30`,
      `2027-10-31T07:00 ${emails.anna}: expiring 14`,
      `2027-10-31T07:00 ${emails.peter}: expiring 14`,
    ]);
  });

  test('nobody of an organisation that is disabled', async () => {
    const reminders = await startReminders();
    await insertUsed(reminders, { expiresAt });
    const organisation = reminders.deps.db.updateTable('organisation').set({ status: 'disabled' });
    await organisation.where('id', '=', ids.organisations.north).execute();
    expect(await reminders.runOn(aroundThresholds.slice(3), ['07:00', '11:00'])).toEqual([]);
  });
});

test('every credential manager of an application is told when one of its secrets is created, disabled or deleted', async () => {
  const reminders = await startReminders();
  const { deps } = reminders;
  const anna = reminders.actor('anna');
  const target = { clientId: ids.applications.northSearch, expectedRevisions: null };
  const { id } = await reminders.createSecret('northSearch');
  const told = (kind: string) => [`${emails.anna}: ${kind}`, `${emails.peter}: ${kind}`];
  expect(inShort(await reminders.newMails())).toEqual(told('secret-created'));
  await disableClientSecret(deps, anna, target, id, null);
  expect(inShort(await reminders.newMails())).toEqual(told('secret-disabled'));
  await deleteClientSecret(deps, anna, target, id);
  expect(inShort(await reminders.newMails())).toEqual(told('secret-deleted'));
});
