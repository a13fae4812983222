import { describe, expect, test } from 'vitest';
import { deliverMails } from '../../src/domain/outbox/deliver-mails.ts';
import { tellFailedMails } from '../../src/domain/notification/tell-failed-mails.ts';
import { MailRefusedError } from '../../src/mail/mailer.ts';
import { ids } from '../support/federation.ts';
import { dates, inShort, startReminders, type Reminders } from '../support/reminders.ts';
import { openAs } from '../support/operator-browser.ts';
import { emails } from '../support/portal-browser.ts';

const expiresAt = '2027-11-14T11:00:00Z';
const daysMs = 24 * 60 * 60 * 1000;

async function insertUsed(reminders: Reminders, secret: Parameters<Reminders['insertSecret']>[0]) {
  const id = await reminders.insertSecret(secret);
  await reminders.useSecret(id, ['2027-03-16T09:00:00Z', '2027-10-01T09:00:00Z']);
  return id;
}

describe('R4.4 the operator team', () => {
  test('is told 7 days before, once, that no valid secret replaces the expiring one, and whom to call', async () => {
    const reminders = await startReminders();
    await insertUsed(reminders, { application: 'northSearch', expiresAt });
    expect(await reminders.runOn(['2027-11-06'], ['08:00'])).toEqual([
      `2027-11-06T08:00 ${emails.anna}: expiring 14`,
      `2027-11-06T08:00 ${emails.peter}: expiring 14`,
    ]);
    const [, mail] = await reminders.runAt('2027-11-07T08:00:00Z');
    expect(mail).toMatchObject({ to: emails.operator, topics: [{ kind: 'not-replaced', days: 7 }] });
    for (const manager of ['anna', 'peter'] as const) expect(mail?.text).toContain(emails[manager]);
    expect(await reminders.runOn(dates('2027-11-08', '2027-11-10'), ['08:00'])).toEqual([]);
  });

  test('is not told of one that a working secret replaces, but of one whose replacement is disabled', async () => {
    const reminders = await startReminders();
    const later = '2028-09-20T10:00:00Z';
    const replaced = await insertUsed(reminders, { expiresAt });
    await insertUsed(reminders, { expiresAt: later, replaces: replaced });
    const other = await insertUsed(reminders, { expiresAt });
    await insertUsed(reminders, { expiresAt: later, replaces: other, disabledAt: '2027-10-02T09:00:00Z' });
    const mails = await reminders.runAt('2027-11-07T08:00:00Z');
    expect(mails[0]).toMatchObject({
      to: emails.operator,
      topics: [{ kind: 'not-replaced', days: 7, secretId: other }],
    });
  });

  test('gets what expires first at the top, whatever the reason is', async () => {
    const reminders = await startReminders();
    await reminders.deps.db.deleteFrom('credential_manager').where('user_id', '=', ids.users.maria).execute();
    const unmanaged = await insertUsed(reminders, {
      application: 'southData',
      expiresAt: '2027-12-07T15:00:00Z',
    });
    const inAWeek = await insertUsed(reminders, { expiresAt });
    const mails = await reminders.runAt('2027-11-07T08:00:00Z');
    const mail = mails.find(({ to }) => to === emails.operator);
    expect(mail?.topics).toEqual([
      { kind: 'not-replaced', days: 7, secretId: inAWeek },
      { kind: 'expiring', days: 30, secretId: unmanaged },
    ]);
    expect(mail?.subject).toBe('2 client secrets need attention, first on 14 Nov 2027');
  });

  test('and the organisation’s other managers are told when an application loses its last manager, and of its secrets from then on', async () => {
    const reminders = await startReminders();
    await insertUsed(reminders, { expiresAt });
    reminders.clock.set('2027-10-14T08:00:00Z');
    const operator = await openAs(reminders, 'operator');
    const role = `/applications/${ids.applications.northData}/managers/${ids.users.peter}`;
    expect((await operator.send('DELETE', role)).statusCode).toBe(204);
    const mails = (await reminders.newMails()).filter(({ kind }) => kind === 'unmanaged');
    expect(inShort(mails)).toEqual([
      `${emails.anna}: unmanaged`,
      `${emails.operator}: unmanaged`,
      `${emails.peter}: unmanaged`,
    ]);
    expect(mails[0]?.subject).toBe('Nobody manages Partner-DE-NorthRegistry-DM any more');
    expect(await reminders.runOn(['2027-10-15', '2027-10-31'], ['08:00'])).toEqual([
      `2027-10-15T08:00 ${emails.anna}: expiring 30`,
      `2027-10-15T08:00 ${emails.operator}: expiring 30`,
      `2027-10-15T08:00 ${emails.peter}: expiring 30`,
      `2027-10-31T08:00 ${emails.anna}: expiring 14`,
      `2027-10-31T08:00 ${emails.operator}: expiring 14`,
      `2027-10-31T08:00 ${emails.peter}: expiring 14`,
    ]);
    expect(inShort(await reminders.runAt('2027-11-14T11:00:00Z'))).toContain(`${emails.operator}: expired`);
  });

  test('and the other managers are told when the last manager’s account is disabled', async () => {
    const reminders = await startReminders();
    await insertUsed(reminders, { expiresAt });
    const operator = await openAs(reminders, 'operator');
    const answer = await operator.send('PATCH', `/users/${ids.users.peter}`, { status: 'disabled' });
    expect(answer.statusCode).toBe(200);
    const mails = (await reminders.newMails()).filter(({ kind }) => kind === 'unmanaged');
    expect(inShort(mails)).toEqual([`${emails.anna}: unmanaged`, `${emails.operator}: unmanaged`]);
  });

  test('is told of its own clients’ secrets once, also at the mailbox that it shares', async () => {
    const reminders = await startReminders();
    const { db } = reminders.deps;
    const shared_mailbox = 'team@example.org';
    await db.updateTable('organisation').set({ shared_mailbox }).where('kind', '=', 'operator').execute();
    const { clientId } = await reminders.operatorClient();
    await db
      .updateTable('client_secret')
      .set({ expires_at: new Date(expiresAt) })
      .execute();
    const { id } = await db
      .selectFrom('client_secret')
      .select('id')
      .where('application_id', '=', clientId)
      .executeTakeFirstOrThrow();
    await reminders.useSecret(id, ['2027-03-17T09:00:00Z', '2027-10-01T09:00:00Z']);
    expect(await reminders.runOn(dates('2027-11-13', '2027-11-14'), ['08:00', '11:00'])).toEqual([
      `2027-11-13T08:00 ${emails.operator}: expiring 1`,
      `2027-11-13T08:00 ${shared_mailbox}: expiring 1`,
      `2027-11-14T11:00 ${emails.operator}: expired`,
      `2027-11-14T11:00 ${shared_mailbox}: expired`,
    ]);
  });

  test('without members is told at the support address', async () => {
    const reminders = await startReminders();
    const { db } = reminders.deps;
    await db.updateTable('portal_user').set({ status: 'disabled' }).where('role', '=', 'operator').execute();
    await insertUsed(reminders, { expiresAt });
    expect(inShort(await reminders.runAt('2027-11-07T08:00:00Z'))).toEqual([
      `${emails.peter}: expiring 7`,
      'support@example.org: not-replaced 7',
    ]);
  });
});

describe('R4.4 mails that fail for good', () => {
  /** A mail server that refuses everything. */
  async function startWithFailure() {
    const reminders = await startReminders();
    await insertUsed(reminders, { expiresAt });
    await reminders.runAt('2027-10-15T07:00:00Z');
    const send = () => Promise.reject(new MailRefusedError('550 no such mailbox'));
    const deliver = () => deliverMails({ ...reminders.deps, mailer: { send } });
    const tell = async () => {
      await tellFailedMails(reminders.deps);
      return reminders.newMails();
    };
    return { ...reminders, deliver, tell };
  }

  test('are told to operators once each, and those mails themselves never', async () => {
    const { deliver, tell, deps } = await startWithFailure();
    await deliver();
    const [mail, ...others] = await tell();
    expect(others).toEqual([]);
    expect(mail).toMatchObject({ to: emails.operator, subject: 'A mail could not be delivered' });
    expect(mail?.text).toContain(`to ${emails.peter}, “Client secret expires 14 Nov 2027:`);
    expect(mail?.text).toContain('550 no such mailbox');
    await deliver();
    expect(await tell()).toEqual([]);
    const statuses = await deps.db.selectFrom('mail').select('status').distinct().execute();
    expect(statuses).toEqual([{ status: 'failed' }]);
  });

  test('are told again when they fail again after they were sent again', async () => {
    const reminders = await startWithFailure();
    await reminders.deliver();
    await reminders.tell();
    const operator = await openAs(reminders, 'operator');
    const failed = await operator.send('GET', '/notifications?status=failed');
    const [{ number, canSendAgain }] = failed.json<{ items: [{ number: number; canSendAgain: boolean }] }>()
      .items;
    expect(canSendAgain).toBe(true);
    expect((await operator.send('POST', `/notifications/${number}/send-again`)).statusCode).toBe(204);
    expect(await reminders.tell()).toEqual([]);
    await reminders.deliver();
    expect(inShort(await reminders.tell())).toEqual([`${emails.operator}: failed-mails`]);
    expect(await reminders.tell()).toEqual([]);
  });

  test('are news for a week: who becomes an operator later does not hear of them', async () => {
    const { deliver, tell, clock, deps } = await startWithFailure();
    await deliver();
    await tell();
    clock.advance(8 * daysMs);
    await deps.db
      .updateTable('portal_user')
      .set({ role: 'operator' })
      .where('id', '=', ids.users.olga)
      .execute();
    expect(await tell()).toEqual([]);
  });
});
