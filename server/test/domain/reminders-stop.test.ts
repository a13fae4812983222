import { describe, expect, test } from 'vitest';
import { deleteClientSecret } from '../../src/domain/client-secret/delete-client-secret.ts';
import { ids } from '../support/federation.ts';
import { dates, inShort, startReminders } from '../support/reminders.ts';
import { emails } from '../support/portal-browser.ts';

/** 12:00 in Berlin. Reminders are due on 15 Oct, 31 Oct, 7, 11 and 13 Nov. */
const expiresAt = '2027-11-14T11:00:00Z';
const thresholds = ['2027-10-15', '2027-10-31', '2027-11-07', '2027-11-11', '2027-11-13', '2027-11-14'];

/** 09:00 UTC of every day. */
const daily = (from: string, to: string): string[] => dates(from, to).map((date) => `${date}T09:00:00Z`);

/** An old secret that one system uses every day until `lastUse`, and its replacement, created some weeks before. */
async function startRotation({ lastUse, firstUse }: { lastUse: string; firstUse: string | null }) {
  const reminders = await startReminders();
  const old = await reminders.insertSecret({ expiresAt });
  await reminders.useSecret(old, daily('2027-09-01', lastUse));
  const replacement = await reminders.insertSecret({
    createdAt: '2027-09-01T09:00:00Z',
    expiresAt: '2028-09-20T10:00:00Z',
    replaces: old,
  });
  if (firstUse !== null) await reminders.useSecret(replacement, daily(firstUse, '2027-11-20'));
  return { ...reminders, old, replacement };
}

describe('R4.2 reminders of a secret', () => {
  test('end when it is deleted', async () => {
    const reminders = await startReminders();
    const { id } = await reminders.createSecret('northData', { expiresAt: new Date('2027-11-14T11:00:00Z') });
    await reminders.useSecret(id, ['2027-09-01T09:00:00Z']);
    expect(inShort(await reminders.runAt('2027-10-15T06:00:00Z'))).toEqual([
      `${emails.peter}: secret-created`,
      `${emails.peter}: expiring 30`,
    ]);
    const target = { clientId: ids.applications.northData, expectedRevisions: null };
    await deleteClientSecret(reminders.deps, reminders.actor('peter'), target, id);
    expect(await reminders.runOn(thresholds, ['07:00', '11:00'])).toEqual([
      `2027-10-15T07:00 ${emails.peter}: secret-deleted`,
    ]);
  });

  test('end, once its replacement has taken over, with one mail: you can delete it', async () => {
    const rotation = await startRotation({ lastUse: '2027-10-20', firstUse: '2027-10-20' });
    expect(inShort(await rotation.runAt('2027-10-15T07:00:00Z'))).toEqual([`${emails.peter}: expiring 30`]);
    // Idle from 20 Oct 09:00 for the longer of 24 hours and its longest pause.
    expect(await rotation.runOn(dates('2027-10-16', '2027-10-21'), ['07:00'])).toEqual([]);
    const [mail] = await rotation.runAt('2027-10-22T07:00:00Z');
    expect(mail?.topics).toEqual([{ kind: 'taken-over', days: null, secretId: rotation.old }]);
    expect(mail?.subject).toMatch(/^You can delete a client secret of /);
    expect(
      await rotation.runOn(['2027-10-22', '2027-10-23', ...thresholds.slice(1)], ['08:00', '11:00']),
    ).toEqual([]);
  });

  test('go on while its replacement is not used, is used by strangers only, or waits for the old one to rest', async () => {
    for (const firstUse of [null, '2027-10-16']) {
      const rotation = await startRotation({ lastUse: '2027-11-14', firstUse });
      expect(await rotation.runOn(thresholds, ['07:00', '11:00'])).toEqual([
        `2027-10-15T07:00 ${emails.peter}: expiring 30`,
        `2027-10-31T07:00 ${emails.peter}: expiring 14`,
        `2027-11-07T07:00 ${emails.peter}: expiring 7`,
        `2027-11-11T07:00 ${emails.peter}: expiring 3`,
        `2027-11-13T07:00 ${emails.peter}: expiring 1`,
        `2027-11-14T11:00 ${emails.peter}: expired`,
      ]);
    }
    const rotation = await startRotation({ lastUse: '2027-10-20', firstUse: null });
    await rotation.useSecret(rotation.replacement, daily('2027-10-20', '2027-11-20'), '198.51.100.9');
    expect(await rotation.runOn(['2027-10-31', '2027-11-01'], ['07:00'])).toEqual([
      `2027-10-31T07:00 ${emails.peter}: expiring 14`,
    ]);
  });

  test('resume at the next threshold when it is used again; what fell due meanwhile is not made up for', async () => {
    const rotation = await startRotation({ lastUse: '2027-10-20', firstUse: '2027-10-20' });
    expect(await rotation.runOn(['2027-10-15', '2027-10-21', '2027-10-22', '2027-10-31'], ['07:00'])).toEqual(
      [`2027-10-15T07:00 ${emails.peter}: expiring 30`, `2027-10-22T07:00 ${emails.peter}: taken-over`],
    );
    await rotation.useSecret(rotation.old, daily('2027-11-01', '2027-11-13'));
    expect(
      await rotation.runOn(['2027-11-02', '2027-11-06', ...thresholds.slice(2)], ['07:00', '11:00']),
    ).toEqual([
      `2027-11-07T07:00 ${emails.peter}: expiring 7`,
      `2027-11-11T07:00 ${emails.peter}: expiring 3`,
      `2027-11-13T07:00 ${emails.peter}: expiring 1`,
      `2027-11-14T11:00 ${emails.peter}: expired`,
    ]);
  });

  test('resume when the replacement that had taken over works no longer', async () => {
    const rotation = await startRotation({ lastUse: '2027-10-20', firstUse: '2027-10-20' });
    await rotation.runOn(['2027-10-15', '2027-10-22', '2027-10-31'], ['07:00']);
    const peter = JSON.stringify({ kind: 'user', id: ids.users.peter, name: 'Peter' });
    await rotation.deps.db
      .updateTable('client_secret')
      .set({ disabled_at: new Date('2027-11-01T12:00:00Z'), disabled_by: peter })
      .where('id', '=', rotation.replacement)
      .execute();
    expect(await rotation.runOn(dates('2027-11-02', '2027-11-08'), ['08:00'])).toEqual([
      `2027-11-02T08:00 ${emails.peter}: expiring 14`,
      `2027-11-07T08:00 ${emails.operator}: not-replaced 7`,
      `2027-11-07T08:00 ${emails.peter}: expiring 7`,
    ]);
  });

  test('are not followed by “you can delete it” after it expired: then it rests whoever still needs it', async () => {
    const rotation = await startRotation({ lastUse: '2027-11-14', firstUse: '2027-11-01' });
    await rotation.runAt('2027-11-13T07:00:00Z');
    expect(
      await rotation.runOn([...dates('2027-11-14', '2027-11-17'), '2027-12-31'], ['07:00', '11:00']),
    ).toEqual([`2027-11-14T11:00 ${emails.peter}: expired`]);
  });

  test('go on while it is disabled: it expires all the same', async () => {
    const reminders = await startReminders();
    const id = await reminders.insertSecret({ expiresAt, disabledAt: '2027-10-01T09:00:00Z' });
    await reminders.useSecret(id, ['2027-09-30T09:00:00Z']);
    const [mail] = await reminders.runAt('2027-10-15T07:00:00Z');
    expect(mail?.topics).toEqual([{ kind: 'expiring', days: 30, secretId: id }]);
    expect(mail?.text).toContain('Peter (sample) disabled it on Fri 1 Oct 2027, 11:00 CEST.');
  });
});
