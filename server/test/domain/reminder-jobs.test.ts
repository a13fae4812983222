import { describe, expect, test } from 'vitest';
import { operations } from '../../src/cli/operations.ts';
import { inShort, startReminders, type Reminders } from '../support/reminders.ts';
import { emails } from '../support/portal-browser.ts';

const expiresAt = '2027-11-14T11:00:00Z';
const commandLine = { kind: 'command-line', id: null, name: 'test', address: null } as const;

async function start() {
  const reminders = await startReminders();
  const id = await reminders.insertSecret({ expiresAt });
  await reminders.useSecret(id, ['2027-03-16T09:00:00Z', '2027-09-29T09:00:00Z']);
  await reminders.runAt('2027-09-30T12:00:00Z');
  reminders.clock.set('2027-10-01T12:00:00Z');
  return { ...reminders, id };
}

const runJob = ({ deps }: Pick<Reminders, 'deps'>, input: { at: string | null; dryRun: boolean }) =>
  operations['run-job'].run(deps, commandLine, { job: 'remind-expiring-secrets', ...input });

/** Every row that a run may write. */
const rowsOf = async ({ deps: { db } }: Pick<Reminders, 'deps'>) => ({
  mails: await db.selectFrom('mail').selectAll().orderBy('number').execute(),
  told: await db.selectFrom('notification').selectAll().orderBy('id').execute(),
  organisations: await db
    .selectFrom('organisation_reminder')
    .selectAll()
    .orderBy('organisation_id')
    .execute(),
  jobs: await db.selectFrom('job').selectAll().orderBy('name').execute(),
});

describe('keyturn jobs run remind-expiring-secrets', () => {
  test('--at … --dry-run lists what would go out then, and changes nothing', async () => {
    const keyturn = await start();
    const before = await rowsOf(keyturn);
    const secret = {
      application: 'Partner-DE-NorthRegistry-DM',
      clientId: '0c000000-0000-4000-8000-000000000002',
      secretId: keyturn.id,
      hint: keyturn.id.slice(0, 8),
      expiresAt: new Date(expiresAt).toISOString(),
    };
    expect(await runJob(keyturn, { at: '2027-11-07T08:00:00Z', dryRun: true })).toEqual({
      hashes: null,
      mails: [
        {
          to: emails.operator,
          subject:
            'Nothing replaces a client secret of Partner-DE-NorthRegistry-DM, which expires 14 Nov 2027',
          secrets: [{ kind: 'not-replaced', days: 7, ...secret }],
        },
        {
          to: emails.peter,
          subject: '7 days left: client secret of Partner-DE-NorthRegistry-DM',
          secrets: [{ kind: 'expiring', days: 7, ...secret }],
        },
      ].toReversed(),
    });
    const expired = await runJob(keyturn, { at: '2027-11-14T11:00:00Z', dryRun: true });
    expect(expired.mails?.[0]).toMatchObject({ to: emails.peter, secrets: [{ kind: 'expired', days: 0 }] });
    expect(await rowsOf(keyturn)).toEqual(before);
  });

  test('--dry-run lists what would go out now', async () => {
    const keyturn = await start();
    keyturn.clock.set('2027-10-15T08:00:00Z');
    const { mails } = await runJob(keyturn, { at: null, dryRun: true });
    expect(mails?.map(({ to, secrets }) => `${to}: ${secrets[0]?.kind} ${secrets[0]?.days}`)).toEqual([
      `${emails.peter}: expiring 30`,
    ]);
    expect(inShort(await keyturn.runAt('2027-10-15T08:00:00Z'))).toEqual([`${emails.peter}: expiring 30`]);
  });

  test('without options does what the server does', async () => {
    const keyturn = await start();
    keyturn.clock.set('2027-10-15T08:00:00Z');
    await runJob(keyturn, { at: null, dryRun: false });
    expect(inShort(await keyturn.newMails())).toEqual([`${emails.peter}: expiring 30`]);
    expect(await keyturn.runAt('2027-10-15T08:01:00Z')).toEqual([]);
  });

  test('--at in the future sends what is due then now, says what is so now, and stops no later run', async () => {
    const keyturn = await start();
    const other = await keyturn.insertSecret({ expiresAt: '2027-11-01T11:00:00Z' });
    await keyturn.useSecret(other, ['2027-03-16T09:00:00Z', '2027-09-01T09:00:00Z']);
    await runJob(keyturn, { at: '2027-11-13T08:00:00Z', dryRun: false });
    const early = await keyturn.newMails();
    expect(inShort(early)).toEqual([`${emails.operator}: not-replaced 7`, `${emails.peter}: expiring 1`]);
    expect(early[1]?.text).toContain('in 44 days');
    const queued = await keyturn.deps.db.selectFrom('mail').select('next_attempt_at').execute();
    for (const { next_attempt_at } of queued) expect(next_attempt_at <= keyturn.clock.now()).toBe(true);

    // All but what went out early comes at its time, the same day too.
    expect(inShort(await keyturn.runAt('2027-10-01T13:00:00Z'))).toEqual([`${emails.peter}: expiring 60`]);
    const october = ['2027-10-02', '2027-10-15', '2027-10-31'];
    const days = [...october, '2027-11-01', '2027-11-11', '2027-11-13', '2027-11-14'];
    expect(await keyturn.runOn(days, ['08:00', '13:00'])).toEqual([
      `2027-10-02T08:00 ${emails.peter}: expiring 30`,
      `2027-10-15T08:00 ${emails.peter}: expiring 30`,
      `2027-10-31T08:00 ${emails.operator}: not-replaced 7`,
      `2027-10-31T08:00 ${emails.peter}: expiring 1, expiring 14`,
      `2027-11-01T13:00 ${emails.peter}: expired`,
      `2027-11-11T08:00 ${emails.peter}: expiring 3`,
      `2027-11-14T13:00 ${emails.peter}: expired`,
    ]);
  });

  test('--at tells nobody a second time on one day, nor that something expired before it did', async () => {
    const keyturn = await start();
    await keyturn.runAt('2027-10-15T08:00:00Z');
    await runJob(keyturn, { at: '2027-11-20T08:00:00Z', dryRun: false });
    expect(await keyturn.newMails()).toEqual([]);
  });
});
