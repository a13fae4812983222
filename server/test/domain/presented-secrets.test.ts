import { describe, expect, test } from 'vitest';
import { alertPresentedSecrets } from '../../src/domain/notification/alert-presented-secrets.ts';
import { ids } from '../support/federation.ts';
import { dates, inShort, startReminders, type Reminders } from '../support/reminders.ts';
import { emails } from '../support/portal-browser.ts';

const expiresAt = '2027-04-01T10:00:00Z';

/** Presents a secret on some dates, and looks for such at noon of each date; answers who is told what. */
async function lookDaily(
  { deps, clock, newMails, presentSecret }: Reminders,
  id: string,
  looked: string[],
  presented: string[],
): Promise<string[]> {
  const told: string[] = [];
  for (const date of looked) {
    if (presented.includes(date)) await presentSecret(id, 'expired', [`${date}T11:00:00Z`]);
    clock.set(`${date}T12:00:00Z`);
    for (let run = 1; run <= 2; run += 1) await alertPresentedSecrets(deps);
    told.push(...inShort(await newMails()).map((mail) => `${date} ${mail}`));
  }
  return told;
}

describe('R1.9 a client secret that is presented after it ended', () => {
  test('is told to its managers on days 0, 1, 3, 7, then weekly to day 30', async () => {
    const reminders = await startReminders();
    const id = await reminders.insertSecret({ application: 'northSearch', expiresAt });
    await reminders.deps.db
      .deleteFrom('credential_manager')
      .where('application_id', '=', ids.applications.northSearch)
      .where('user_id', '=', ids.users.peter)
      .execute();
    const days: [string, number][] = [
      ['2027-04-10', 0],
      ['2027-04-11', 1],
      ['2027-04-13', 3],
      ['2027-04-17', 7],
      ['2027-04-24', 14],
      ['2027-05-01', 21],
      ['2027-05-08', 28],
    ];
    expect(
      await lookDaily(reminders, id, dates('2027-04-09', '2027-05-20'), dates('2027-04-10', '2027-05-20')),
    ).toEqual(days.map(([date, day]) => `${date} ${emails.anna}: presented ${day}`));
  });

  test('is told of when it is presented, not when it no longer is', async () => {
    const reminders = await startReminders();
    const id = await reminders.insertSecret({ expiresAt });
    const presented = ['2027-04-10', '2027-04-15'];
    expect(await lookDaily(reminders, id, dates('2027-04-09', '2027-04-19'), presented)).toEqual([
      `2027-04-10 ${emails.peter}: presented 0`,
      `2027-04-15 ${emails.peter}: presented 3`,
    ]);
  });

  test('is told of with who presents it, in one mail for all, whatever ended it', async () => {
    const reminders = await startReminders();
    const peter = JSON.stringify({ kind: 'user', id: ids.users.peter, name: 'Peter' });
    const at = new Date('2027-04-01T10:00:00Z');
    const expired = await reminders.insertSecret({ expiresAt });
    const disabled = await reminders.insertSecret({
      expiresAt: '2028-01-01T11:00:00Z',
      disabledAt: expiresAt,
    });
    const deleted = await reminders.insertSecret({ expiresAt: '2028-01-01T11:00:00Z' });
    await reminders.deps.db
      .updateTable('client_secret')
      .set({ deleted_at: at, deleted_by: peter })
      .where('id', '=', deleted)
      .execute();
    await reminders.presentSecret(expired, 'expired', ['2027-04-10T11:00:00Z']);
    await reminders.presentSecret(disabled, 'disabled', ['2027-04-10T11:05:00Z']);
    await reminders.presentSecret(deleted, 'deleted', ['2027-04-10T11:10:00Z']);
    reminders.clock.set('2027-04-10T12:00:00Z');
    await alertPresentedSecrets(reminders.deps);
    const mails = await reminders.newMails();
    expect(inShort(mails)).toEqual([`${emails.peter}: presented 0, presented 0, presented 0`]);
    expect(mails[0]?.subject).toBe('3 client secrets that work no longer are still in use');
    for (const id of [expired, disabled, deleted]) expect(mails[0]?.text).toContain(id.slice(0, 8));
    expect(mails[0]?.text).toContain('from 203.0.113.7 (python-requests)');
  });

  test('is never told of when nothing proved it: anybody can type a client ID', async () => {
    const reminders = await startReminders();
    await reminders.insertSecret({ expiresAt });
    reminders.clock.set('2027-04-10T12:00:00Z');
    for (const client_secret of ['wrong', 'keyturn_wrong'])
      await reminders.requestToken({
        grant_type: 'client_credentials',
        client_id: ids.applications.northData,
        client_secret,
      });
    await reminders.deps.usage.flush();
    await alertPresentedSecrets(reminders.deps);
    expect(await reminders.newMails()).toEqual([]);
  });

  test('is told of after a real token request with it', async () => {
    const reminders = await startReminders();
    const { clientId, clientSecret } = await reminders.createSecret('southData', {
      expiresAt: new Date('2027-04-01T15:00:00Z'),
    });
    await reminders.newMails();
    reminders.clock.set('2027-04-10T12:00:00Z');
    const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
    expect((await reminders.requestToken(form)).statusCode).toBe(401);
    await reminders.deps.usage.flush();
    await alertPresentedSecrets(reminders.deps);
    expect(inShort(await reminders.newMails())).toEqual([`${emails.maria}: presented 0`]);
  });
});
