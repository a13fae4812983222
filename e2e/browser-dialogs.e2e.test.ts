import { beforeAll, describe, expect, test } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { accountOf, headersOf, openSession, startBrowserDemo } from './support/browser-session.ts';
import {
  buttonOf,
  devices,
  dialogOf,
  expectFocused,
  expectGone,
  expectSeen,
  openApplications,
  openPage,
  regionOf,
  type PortalSession,
} from './support/browser.ts';
import type { Demo } from './support/demo.ts';
import { send } from './support/http.ts';
import { createSecret, deleteSecret, type ListedApplication } from './support/journey.ts';

const changedMeanwhile = [/ 412 /];

let demo: Demo;
const sessions = new Map<string, PortalSession>();

beforeAll(async () => {
  demo = await startBrowserDemo();
  const managers = ['manager-one', 'manager-two', 'manager-three', 'manager-eight'];
  for (const name of managers) sessions.set(name, await openSession(demo.publicUrl, accountOf(demo, name)));
});

function sessionOf(name: string): PortalSession {
  const session = sessions.get(name);
  if (session === undefined) throw new Error(`${name} is not signed in`);
  return session;
}

/** Their page Manage API Credentials. */
async function openPageOf(name: string, expected: RegExp[] = [], width = 1280): Promise<Page> {
  const page = await openPage(demo.publicUrl, { width, session: sessionOf(name), expected });
  await openApplications(page);
  return page;
}

const asManager = (name: string): Record<string, string> => headersOf(demo.publicUrl, sessionOf(name));

function clientIdOf(name: string): string {
  const application = demo.applications.find((candidate) => candidate.name === name);
  if (application === undefined) throw new Error(`no ${name} in the demo`);
  return application.clientId;
}

/** The names of the secrets that an application has now, in the server's words. */
async function secretNames(manager: string, application: string): Promise<string[]> {
  const url = `${demo.publicUrl}/api/v1/applications/${clientIdOf(application)}`;
  const answer = await send('GET', url, { headers: asManager(manager) });
  return answer.json<ListedApplication>().secrets.map(({ name }) => name);
}

/** Fills in and sends the form; the dialog that shows the value is next. */
async function create(page: Page, application: string, name: string): Promise<Locator> {
  await buttonOf(regionOf(page, application), 'Create new secret').click();
  const dialog = dialogOf(page, 'Create client secret');
  await dialog.getByLabel('Client secret name').fill(name);
  await buttonOf(dialog, 'Create').click();
  return dialogOf(page, 'Copy your client secret now');
}

/** What happens once the page sent this, and before the server has it: an open dialog learns of changes by itself. */
async function beforeItArrives(page: Page, url: string, happen: () => Promise<unknown>): Promise<void> {
  await page.route(
    url,
    async (route) => {
      await happen();
      await route.continue();
    },
    { times: 1 },
  );
}

const deleteButton = (page: Page, name: string): Locator => buttonOf(page, `Delete secret ${name}`);

async function deleteByApi(manager: string, application: string, name: string): Promise<void> {
  const url = `${demo.publicUrl}/api/v1/applications/${clientIdOf(application)}`;
  const { secrets } = (await send('GET', url, { headers: asManager(manager) })).json<ListedApplication>();
  const id = secrets.find((secret) => secret.name === name)?.id ?? '';
  const deleted = await deleteSecret(demo.publicUrl, asManager(manager), clientIdOf(application), id);
  expect(deleted.status).toBe(204);
}

describe('what others do meanwhile', () => {
  test('of two managers who delete the last two valid secrets, the second is stopped and told why', async () => {
    const application = 'Partner-DE-SuddeutschesBeispielregister-SMC';
    const first = await openPageOf('manager-one');
    const second = await openPageOf('manager-two', changedMeanwhile);
    const deletionOf = (page: Page): Locator => dialogOf(page, 'Delete client secret');
    await deleteButton(first, 'Search system').click();
    await deleteButton(second, 'Search system (2)').click();
    await expectSeen(deletionOf(second).getByText('It was never used. Deleting it affects nothing.'));
    expect(await deletionOf(second).getByRole('textbox').count()).toBe(0);

    const subject = (await deletionOf(first).getByText(`of ${application}`).first().textContent()) ?? '';
    const [, hint = ''] = /\((\w{3})…\)/.exec(subject) ?? [];
    await deletionOf(first).getByLabel('Type the first three characters to confirm').fill(hint);
    await beforeItArrives(second, '**/secrets/*', async () => {
      await buttonOf(deletionOf(first), 'Delete').click();
      await expectSeen(first.getByText('Deleted. No token can be obtained with it.'));
    });
    await buttonOf(deletionOf(second), 'Delete').click();
    const told = deletionOf(second).getByRole('alert');
    await expectSeen(told.getByText('Check again before you delete it:'));
    await expectSeen(told.getByText(/^Manager One \(sample DE\) deleted “Search system” at \d\d:\d\d\.$/));
    await expectSeen(
      deletionOf(second).getByText(`This is the last valid secret. ${application} loses all API access.`),
    );
    // Another click deletes nothing either: now the hint is asked for.
    await buttonOf(deletionOf(second), 'Delete').click();
    await expectSeen(second.getByText('These are not its first three characters.'));
    expect(await secretNames('manager-two', application)).toEqual(['Search system (2)']);
    await buttonOf(deletionOf(second), 'Cancel').click();
    await expectFocused(deleteButton(second, 'Search system (2)'));
  });

  describe('of two managers who delete the same secret', () => {
    const application = 'Partner-DE-SuddeutschesBeispielregister-DM';
    const told = /^Manager One \(sample DE\) deleted this secret at \d\d:\d\d\.$/;
    const createByApi = (name: string): Promise<{ id: string }> =>
      createSecret(demo.publicUrl, asManager('manager-one'), clientIdOf(application), name);

    test('R1.5 the second is told who did it, though the deletion succeeds', async () => {
      await createByApi('Stays valid');
      await createByApi('Deleted twice');
      const [first, second] = [await openPageOf('manager-one'), await openPageOf('manager-two')];
      for (const page of [first, second]) await deleteButton(page, 'Deleted twice').click();
      await beforeItArrives(second, '**/secrets/*', async () => {
        await buttonOf(dialogOf(first, 'Delete client secret'), 'Delete').click();
        await expectSeen(first.getByText('Deleted. No token can be obtained with it.'));
      });
      const dialog = dialogOf(second, 'Delete client secret');
      await buttonOf(dialog, 'Delete').click();
      await expectSeen(dialog.getByRole('alert').getByText(told));
      expect(await dialog.getByRole('button').allTextContents()).toEqual(['?Guide', '', 'Close']);
      expect(await second.getByText('Deleted. No token can be obtained with it.').count()).toBe(0);
      const close = dialog.getByRole('button').filter({ hasText: 'Close' });
      await expectFocused(close);
      await close.click();
      await expectGone(dialog);
      await expectGone(deleteButton(second, 'Deleted twice'));
      await expectFocused(regionOf(second, application).getByRole('heading', { name: application }));
    });

    test('R1.5 the second is told too when the first deletes while the page reads what else changed', async () => {
      const { id } = await createByApi('Deleted meanwhile');
      const page = await openPageOf('manager-two', changedMeanwhile);
      await deleteButton(page, 'Deleted meanwhile').click();
      await beforeItArrives(page, `**/secrets/${id}`, async () => {
        await createByApi('Changes the ETag');
        await beforeItArrives(page, '**/api/v1/applications/*?include=deleted', () =>
          deleteSecret(demo.publicUrl, asManager('manager-one'), clientIdOf(application), id),
        );
      });
      const dialog = dialogOf(page, 'Delete client secret');
      await buttonOf(dialog, 'Delete').click();
      await expectSeen(dialog.getByRole('alert').getByText(told));
      expect(await buttonOf(dialog, 'Delete').count()).toBe(0);
    });

    test('R1.4 whoever gives up a secret that was just created is told who deleted it before', async () => {
      const page = await openPageOf('manager-two');
      const shown = await create(page, application, 'Given up');
      await deleteByApi('manager-one', application, 'Given up');
      await buttonOf(shown, 'Done').click();
      await buttonOf(shown, 'Delete this secret').click();
      const sentence = /^Manager One \(sample DE\) deleted “Given up” at \d\d:\d\d\.$/;
      await expectSeen(regionOf(page, application).getByText(sentence));
      expect(await regionOf(page, application).getByText(sentence).count()).toBe(1);
      expect(await page.getByText('Deleted. No token can be obtained with it.').count()).toBe(0);
    });
  });

  const application = 'Partner-US-SampleCordBloodBank-DM-2';

  test('whoever creates is told what another page changed, and keeps what was typed', async () => {
    const page = await openPageOf('manager-eight', changedMeanwhile);
    await buttonOf(regionOf(page, application), 'Create new secret').click();
    const dialog = dialogOf(page, 'Create client secret');
    await dialog.getByLabel('Client secret name').fill('Typed');
    await beforeItArrives(page, '**/secrets', () =>
      createSecret(demo.publicUrl, asManager('manager-eight'), clientIdOf(application), 'Elsewhere'),
    );
    await buttonOf(dialog, 'Create').click();
    const told = dialog.getByRole('alert');
    await expectSeen(told.getByText('Check, then press Create again.'));
    await expectSeen(told.getByText(/^Manager Eight \(sample US\) created “Elsewhere” at \d\d:\d\d\.$/));
    expect(await dialog.getByLabel('Client secret name').inputValue()).toBe('Typed');
    expect(await secretNames('manager-eight', application)).toEqual(['Elsewhere']);
    await buttonOf(dialog, 'Create').click();
    await expectSeen(dialogOf(page, 'Copy your client secret now'));
  });

  test('deleting what another page deleted already ends as if this one had', async () => {
    const { id } = await createSecret(
      demo.publicUrl,
      asManager('manager-eight'),
      clientIdOf(application),
      'Gone soon',
    );
    const page = await openPageOf('manager-eight');
    await deleteButton(page, 'Gone soon').click();
    await beforeItArrives(page, `**/secrets/${id}`, () =>
      deleteSecret(demo.publicUrl, asManager('manager-eight'), clientIdOf(application), id),
    );
    const dialog = dialogOf(page, 'Delete client secret');
    await buttonOf(dialog, 'Delete').click();
    await expectSeen(page.getByText('Deleted. No token can be obtained with it.'));
    await expectGone(deleteButton(page, 'Gone soon'));
  });
});

describe.each(devices)('Delete client secret, on a %s', (_device, width) => {
  test('R1.5 R1.9 asks for the hint when something stops, and only then', async () => {
    const page = await openPageOf('manager-three', [], width);
    const dialog = dialogOf(page, 'Delete client secret');
    const hint = dialog.getByLabel('Type the first three characters to confirm');

    await deleteButton(page, 'Matching service').click();
    await expectFocused(buttonOf(dialog, 'Cancel'));
    await expectSeen(dialog.getByText(/^In use: \d+ requests this week from .*203\.0\.113\.7/));
    await expectSeen(dialog.getByText('This is the last valid secret.'));
    await expectSeen(dialog.getByText('This cannot be undone.'));
    for (const typed of ['', 'x', '•••']) {
      await hint.fill(typed);
      await buttonOf(dialog, 'Delete').click();
      await expectSeen(dialog.getByText('These are not its first three characters.'));
    }
    await buttonOf(dialog, 'Cancel').click();

    // Disabled, and not used for long.
    await deleteButton(page, 'Old matching service').click();
    await expectSeen(dialog.getByText(/^Last token request .+ Issued tokens have expired\.$/));
    expect(await hint.count()).toBe(0);
    await buttonOf(dialog, 'Cancel').click();

    // Never used, yet the last one.
    await deleteButton(page, 'Loopback test').click();
    await expectSeen(
      dialog.getByText(/^This is the last valid secret\. PartnerAlternative-NL-.+ loses all API access\.$/),
    );
    await expectSeen(hint);
    await page.keyboard.press('Escape');
    await expectGone(dialog);
    await expectFocused(deleteButton(page, 'Loopback test'));

    const names = await secretNames('manager-three', 'Partner-NL-VoorbeeldDonorbank-SMC');
    expect(names.toSorted()).toEqual(['Matching service', 'Old matching service']);
  });

  test('R1.5 “Disable instead” stops a secret until somebody enables it again', async () => {
    const page = await openPageOf('manager-three', [], width);
    await deleteButton(page, 'Automation').click();
    await buttonOf(dialogOf(page, 'Delete client secret'), 'Disable instead').click();
    const disabling = dialogOf(page, 'Disable client secret');
    await disabling.getByLabel('Reason (optional)').fill('Does anything still need it?');
    await buttonOf(disabling, 'Disable').click();
    await expectSeen(page.getByText('“Automation” is disabled.'));
    const row = page.getByRole('row').filter({ has: page.getByText('Automation', { exact: true }) });
    await expectSeen(row.getByText('Disabled by Manager Three (sample NL): Does anything still need it?'));
    await buttonOf(page, 'Enable secret Automation').click();
    await buttonOf(dialogOf(page, 'Enable client secret'), 'Enable').click();
    await expectSeen(page.getByText('“Automation” is enabled.'));
  });
});
