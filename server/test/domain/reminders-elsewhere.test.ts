import { describe, expect, test } from 'vitest';
import { importFederation } from '../../src/domain/federation/import-federation.ts';
import { entraApp, entraIds, entraSecret } from '../support/entra.ts';
import { ids } from '../support/federation.ts';
import { openAs } from '../support/operator-browser.ts';
import { emails } from '../support/portal-browser.ts';
import { dates, inShort, startReminders, type Reminders } from '../support/reminders.ts';

/** 12:00 in Berlin. Reminders are due at 08:00 there on 15 Sep, 15 Oct, 31 Oct, 7, 11 and 13 Nov. */
const expiresAt = '2027-11-14T11:00:00Z';
const thresholds = [
  '2027-09-15',
  '2027-10-15',
  '2027-10-31',
  '2027-11-07',
  '2027-11-11',
  '2027-11-13',
  '2027-11-14',
];
const clientId = ids.applications.northData;

async function importSecrets({ deps }: Reminders, ...secrets: object[]): Promise<void> {
  const list = [
    entraApp(clientId, 'Partner-DE-NorthRegistry-DM', {
      requiredResourceAccess: [{ resourceAppId: ids.apis.data, resourceAccess: [] }],
      passwordCredentials: secrets,
    }),
  ];
  const actor = { kind: 'command-line', id: null, name: 'test', address: null } as const;
  const { problems } = await importFederation(deps, actor, list, { dryRun: false });
  expect(problems).toEqual([]);
}

async function startImported(at = '2027-03-16T10:00:00Z'): Promise<Reminders> {
  const reminders = await startReminders();
  reminders.clock.set(at);
  await importSecrets(reminders, entraSecret(entraIds.keys.gateway, expiresAt));
  return reminders;
}

describe('R4.1 of a secret that is still in Entra', () => {
  test('the managers are reminded as of any other, each threshold once, and the operator team when nothing replaces it', async () => {
    const reminders = await startImported();
    expect(
      await reminders.runOn([...thresholds, '2027-11-15'], ['06:59', '07:00', '08:00', '11:00']),
    ).toEqual([
      `2027-09-15T06:59 ${emails.peter}: expiring 60`,
      `2027-10-15T06:59 ${emails.peter}: expiring 30`,
      `2027-10-31T07:00 ${emails.peter}: expiring 14`,
      `2027-11-07T07:00 ${emails.peter}: expiring 7`,
      // By the operator's own clock.
      `2027-11-07T08:00 ${emails.operator}: not-replaced 7`,
      `2027-11-11T07:00 ${emails.peter}: expiring 3`,
      `2027-11-13T07:00 ${emails.peter}: expiring 1`,
      `2027-11-14T11:00 ${emails.peter}: expired`,
    ]);
  });

  test('R4.3 nobody is told twice, however often the reminders run and the list is imported', async () => {
    const reminders = await startImported();
    for (const date of thresholds) {
      await reminders.runAt(`${date}T11:30:00Z`);
      await importSecrets(reminders, entraSecret(entraIds.keys.gateway, expiresAt, { displayName: date }));
      expect(inShort(await reminders.runAt(`${date}T12:00:00Z`))).toEqual([]);
    }
  });

  test('the mail says that it is one of Entra, what stops, and to create one here and move the system', async () => {
    const reminders = await startImported();
    const [mail] = await reminders.runAt('2027-10-31T07:00:00Z');
    expect(mail?.subject).toBe('14 days left: client secret of Partner-DE-NorthRegistry-DM');
    expect(mail?.text).toContain(
      'If nobody acts, systems of Partner-DE-NorthRegistry-DM that use this client secret get no new tokens from Microsoft Entra after Sun 14 Nov 2027, 12:00 CET.',
    );
    expect(mail?.text).toContain('“Gateway” (q8C…)');
    expect(mail?.text).toContain('the former system, Microsoft Entra, and works there only');
    expect(mail?.text).toContain('Next step: create a client secret on the page, and move your system');
    for (const unknown of ['token request', 'replacement', 'Rotate'])
      expect(mail?.text).not.toContain(unknown);
    const [expired] = await reminders.runAt(expiresAt);
    expect(expired?.text).toContain(
      'get no new tokens from Microsoft Entra since Sun 14 Nov 2027, 12:00 CET.',
    );
  });

  test('the mail says that nothing stops once a client secret works here, and the operator team is not told', async () => {
    const reminders = await startImported();
    await reminders.insertSecret({ createdAt: '2027-10-20T09:00:00Z', expiresAt: '2028-09-20T10:00:00Z' });
    const mails = await reminders.runAt('2027-11-07T08:00:00Z');
    const [mail] = mails.filter(({ topics }) => topics.some(({ kind }) => kind === 'expiring'));
    expect(mails.map(({ to }) => to)).toEqual([emails.peter]);
    expect(mail?.text).toContain(
      'has a client secret that works here; nothing stops if your systems use that one',
    );
    expect(mail?.text).toContain('press “It is gone” beside this one');
  });

  test('what was due before it was imported is not told', async () => {
    const reminders = await startImported('2027-11-07T12:00:00Z');
    expect(await reminders.runOn(dates('2027-11-07', '2027-11-14'), ['12:30'])).toEqual([
      `2027-11-11T12:30 ${emails.peter}: expiring 3`,
      `2027-11-13T12:30 ${emails.peter}: expiring 1`,
      `2027-11-14T12:30 ${emails.peter}: expired`,
    ]);
  });

  test('R4.4 the operator team is told of it when nobody manages the application', async () => {
    const reminders = await startImported();
    await reminders.deps.db.deleteFrom('credential_manager').where('application_id', '=', clientId).execute();
    const mails = await reminders.runAt('2027-10-15T08:00:00Z');
    expect(inShort(mails)).toContain(`${emails.operator}: expiring 30`);
  });

  test('reminders end when somebody says that it is gone, or the next list does not have it', async () => {
    const byPerson = await startImported();
    const peter = await openAs(byPerson, 'peter');
    const { secretsElsewhere } = (
      await byPerson.app.inject({
        url: `/api/v1/applications/${clientId}`,
        headers: await byPerson.signedIn('peter'),
      })
    ).json<{ secretsElsewhere: { id: string }[] }>();
    const path = `/applications/${clientId}/secrets-elsewhere/${secretsElsewhere[0]?.id ?? ''}`;
    expect((await peter.send('DELETE', path)).statusCode).toBe(204);
    expect(await byPerson.runOn(thresholds, ['08:00', '11:00'])).toEqual([]);

    const byList = await startImported();
    await importSecrets(byList);
    expect(await byList.runOn(thresholds, ['08:00', '11:00'])).toEqual([]);
  });
});

describe('a secret that is still in Entra', () => {
  test('is shown until a month after it expired', async () => {
    const reminders = await startImported();
    const count = async (at: string): Promise<number> => {
      reminders.clock.set(at);
      const headers = await reminders.signedIn('peter');
      const answer = await reminders.app.inject({ url: `/api/v1/applications/${clientId}`, headers });
      return answer.json<{ secretsElsewhere: unknown[] }>().secretsElsewhere.length;
    };
    expect(await count('2027-12-14T10:59:59Z')).toBe(1);
    expect(await count('2027-12-14T11:00:00Z')).toBe(0);
  });

  test('is in the notification log with its name, found by that, and filtered by its ID', async () => {
    const reminders = await startImported();
    await reminders.runAt('2027-10-15T08:00:00Z');
    const headers = await reminders.signedIn('peter');
    const list = async (query: string) =>
      (await reminders.app.inject({ url: `/api/v1/notifications?${query}`, headers })).json<{
        items: { topics: { secret: { id: string } }[] }[];
      }>().items;
    const [mail] = await list('search=gateway');
    expect(mail?.topics).toMatchObject([
      { kind: 'expiring', days: 30, secret: { name: 'Gateway', hint: 'q8C', system: 'entra' } },
    ]);
    const id = mail?.topics[0]?.secret.id ?? '';
    expect(await list(`secret=${id}`)).toHaveLength(1);
    expect(await list('search=Nothing')).toEqual([]);
  });
});
