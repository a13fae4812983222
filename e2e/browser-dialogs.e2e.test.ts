import { beforeAll, describe, expect, test } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { expectPlaintextNowhere } from './support/browser-journey.ts';
import { accountOf, headersOf, openSession, startBrowserDemo } from './support/browser-session.ts';
import {
  buttonOf,
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

const secretValue = /^[A-Za-z0-9]{3}_kt_[A-Za-z0-9]{49}$/;
const brokenConnection = [/ERR_FAILED/];
const changedMeanwhile = [/ 412 /];

let demo: Demo;
const sessions = new Map<string, PortalSession>();

beforeAll(async () => {
  demo = await startBrowserDemo();
  const managers = ['manager-one', 'manager-two', 'manager-three', 'manager-six', 'manager-eight'];
  for (const name of [...managers, 'colleague-nine', 'operator-one'])
    sessions.set(name, await openSession(demo.publicUrl, accountOf(demo, name)));
});

function sessionOf(name: string): PortalSession {
  const session = sessions.get(name);
  if (session === undefined) throw new Error(`${name} is not signed in`);
  return session;
}

/** Their page Manage API Credentials. */
async function openPageOf(name: string, expected: RegExp[] = []): Promise<Page> {
  const page = await openPage(demo.publicUrl, { session: sessionOf(name), expected });
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

const fieldOf = (shown: Locator): Locator => shown.getByLabel('Client secret', { exact: true });
const deleteButton = (page: Page, name: string): Locator => buttonOf(page, `Delete secret ${name}`);

describe('Copy your client secret now', () => {
  const application = 'Partner-JP-ReiDonorRegistry-DM';

  test('a double click creates one secret, and nothing but Done closes its dialog', async () => {
    const page = await openPage(demo.publicUrl, { session: sessionOf('manager-six') });
    await openApplications(page, `?application=${clientIdOf(application)}`);
    await page.getByRole('link', { name: 'Show my applications' }).click();
    await buttonOf(regionOf(page, application), 'Create new secret').click();
    const dialog = dialogOf(page, 'Create client secret');
    await dialog.getByLabel('Client secret name').fill('Clicked twice');
    await buttonOf(dialog, 'Create').dblclick();
    const shown = dialogOf(page, 'Copy your client secret now');
    const value = await fieldOf(shown).inputValue();
    expect(value).toMatch(secretValue);
    const created = (await secretNames('manager-six', application)).filter((name) =>
      name.startsWith('Clicked twice'),
    );
    expect(created).toEqual(['Clicked twice']);

    // Escape, the backdrop, a close icon.
    await page.keyboard.press('Escape');
    await page.mouse.click(5, 5);
    expect(await shown.isVisible()).toBe(true);
    expect(await shown.getByRole('button').allTextContents()).toEqual([
      'Copy client secret',
      'Hide',
      'Connection details',
      'Done',
    ]);

    // Done without copying.
    await buttonOf(shown, 'Done').click();
    await expectSeen(shown.getByText('You have not copied the secret. Without it this secret is useless.'));
    await expectFocused(buttonOf(shown, 'Back'));
    await buttonOf(shown, 'Back').click();
    expect(await fieldOf(shown).inputValue()).toBe(value);

    // The browser’s own Back, and a reload.
    const before = page.url();
    await page.evaluate('history.back()');
    await expectSeen(buttonOf(shown, 'Leave anyway'));
    await buttonOf(shown, 'Back').click();
    await expect.poll(() => page.url()).toBe(before);
    expect(await fieldOf(shown).inputValue()).toBe(value);
    const asked: string[] = [];
    page.on('dialog', (question) => {
      asked.push(question.type());
      void question.dismiss();
    });
    await page.evaluate('location.reload()');
    await expect.poll(() => asked).toEqual(['beforeunload']);
    expect(await fieldOf(shown).inputValue()).toBe(value);

    await buttonOf(shown, 'Done').click();
    await buttonOf(shown, 'Close anyway').click();
    await expectGone(shown);
    await expectFocused(buttonOf(regionOf(page, application), 'Create new secret'));
    await expectPlaintextNowhere(page, value);
    await page.reload();
    const row = page.getByRole('row').filter({ hasText: 'Clicked twice' });
    await expectSeen(row.getByText(`${value.slice(0, 3)}…`));
    await expectPlaintextNowhere(page, value);
  });

  test('the value hides with the tab and at a click, and goes with the page', async () => {
    const page = await openPageOf('manager-six');
    const shown = await create(page, application, 'Hidden');
    const field = fieldOf(shown);
    const value = await field.inputValue();
    await field.focus();
    expect(await page.evaluate('getSelection().toString()')).toBe(value);
    await page.evaluate(`
      Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
      delete document.visibilityState;
    `);
    await expectSeen(shown.getByText(/^Hidden after a while/));
    await expectPlaintextNowhere(page, value);
    expect(await field.inputValue()).toBe('•'.repeat(value.length));
    await buttonOf(shown, 'Show').click();
    expect(await field.inputValue()).toBe(value);
    await buttonOf(shown, 'Hide').click();
    expect(await field.inputValue()).toBe('•'.repeat(value.length));
    await buttonOf(shown, 'Show').click();

    // As the browser says when it keeps a page for Back and Forward: what it keeps must not hold the value.
    await page.evaluate(`dispatchEvent(new Event('pagehide'))`);
    await expectPlaintextNowhere(page, value);
    expect(await page.getByRole('dialog').count()).toBe(0);
    await deleteByApi('manager-six', application, 'Hidden');
  });

  test('a clipboard that refuses leaves the value selected, and copying by hand counts', async () => {
    const page = await openPageOf('manager-six');
    await page.evaluate(
      `Object.defineProperty(navigator, 'clipboard', { value: { writeText: () => Promise.reject(new Error('refused')) } })`,
    );
    const shown = await create(page, application, 'Copied by hand');
    const field = fieldOf(shown);
    const value = await field.inputValue();
    await buttonOf(shown, 'Copy client secret').click();
    await expectSeen(shown.getByText('Press Ctrl+C (⌘C) to copy.'));
    await expectFocused(field);
    expect(await page.evaluate(`getSelection().toString()`)).toBe(value);
    await page.keyboard.press('ControlOrMeta+c');
    await buttonOf(shown, 'Done').click();
    await expectGone(shown);
    await deleteByApi('manager-six', application, 'Copied by hand');
  });

  test('a secret that nobody copied is deleted from the question', async () => {
    const page = await openPageOf('manager-six');
    const shown = await create(page, application, 'Not copied');
    await buttonOf(shown, 'Done').click();
    await buttonOf(shown, 'Delete this secret').click();
    await expectSeen(page.getByText('Deleted. No token can be obtained with it.'));
    expect(await secretNames('manager-six', application)).not.toContain('Not copied');
  });

  test('when the answer to Create is lost, the page says that a secret exists and offers to delete it', async () => {
    const page = await openPageOf('manager-six', brokenConnection);
    await page.route('**/secrets', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await create(page, application, 'Lost');
    const lost = dialogOf(page, 'The answer did not arrive');
    await expectSeen(
      lost.getByText(
        'The secret “Lost” exists, but it could not be shown. Nobody can recover it: delete it and create another.',
      ),
    );
    await buttonOf(lost, 'Delete this secret').click();
    const deletion = dialogOf(page, 'Delete client secret');
    await expectSeen(deletion.getByText('It was never used. Deleting it affects nothing.'));
    await buttonOf(deletion, 'Delete').click();
    await expectSeen(page.getByText('Deleted. No token can be obtained with it.'));
    expect(await secretNames('manager-six', application)).not.toContain('Lost');
  });
});

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
    await buttonOf(deletionOf(first), 'Delete').click();
    await expectSeen(first.getByText('Deleted. No token can be obtained with it.'));

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
      await buttonOf(dialogOf(first, 'Delete client secret'), 'Delete').click();
      await expectSeen(first.getByText('Deleted. No token can be obtained with it.'));

      const dialog = dialogOf(second, 'Delete client secret');
      await buttonOf(dialog, 'Delete').click();
      await expectSeen(dialog.getByRole('alert').getByText(told));
      expect(await dialog.getByRole('button').allTextContents()).toEqual(['', 'Close']);
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
      await createByApi('Changes the ETag');
      await page.route('**/api/v1/applications/*?include=deleted', async (route) => {
        await deleteSecret(demo.publicUrl, asManager('manager-one'), clientIdOf(application), id);
        await route.continue();
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
    await createSecret(demo.publicUrl, asManager('manager-eight'), clientIdOf(application), 'Elsewhere');
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
    await deleteSecret(demo.publicUrl, asManager('manager-eight'), clientIdOf(application), id);
    const dialog = dialogOf(page, 'Delete client secret');
    await buttonOf(dialog, 'Delete').click();
    await expectSeen(page.getByText('Deleted. No token can be obtained with it.'));
    await expectGone(deleteButton(page, 'Gone soon'));
  });
});

describe('Delete client secret', () => {
  test('asks for the hint when something stops, and only then', async () => {
    const page = await openPageOf('manager-three');
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

  test('“Disable instead” stops a secret until somebody enables it again', async () => {
    const page = await openPageOf('manager-three');
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

describe('when there is nothing to show', () => {
  test('whoever manages no application is told whom to ask, with words to copy', async () => {
    const page = await openPage(demo.publicUrl, { session: sessionOf('colleague-nine') });
    await page.goto('/manage-api-credentials');
    const text =
      'You are not a credential manager. Signed in as colleague-nine@us.example.org, Sample Cord Blood Bank. ' +
      'First ask inside your organisation: MANAGERS. ' +
      'If you need access, have your organisation confirm it to support@example.org.';
    await expectSeen(page.getByText(text.replace('MANAGERS', 'Manager Eight (sample US)'), { exact: true }));
    await buttonOf(page, 'Copy request text').click();
    await expectSeen(buttonOf(page, 'Copied'));
    expect(await page.evaluate('navigator.clipboard.readText()')).toMatch(
      /^Please give me the credential manager role\.[^]+colleague-nine@us\.example\.org/,
    );
  });

  test('R1.1 where nobody holds the role, or nobody can be read, the page says the rest all the same', async () => {
    const page = await openPage(demo.publicUrl, {
      session: sessionOf('colleague-nine'),
      expected: [/ 503 /],
    });
    await page.route('**/api/v1/credential-managers', (route) => route.fulfill({ json: { items: [] } }));
    await page.goto('/manage-api-credentials');
    await expectSeen(
      page.getByText('First ask inside your organisation: nobody holds the role yet. If you need access,'),
    );
    await page.route('**/api/v1/credential-managers', (route) => route.fulfill({ status: 503, body: '' }));
    await page.reload();
    await expectSeen(page.getByText('First ask inside your organisation. If you need access,'));
    await expectSeen(buttonOf(page, 'Copy request text'));
  });

  test('R3.1 an operator is told that managers create secrets, and not to ask for the role', async () => {
    const page = await openPage(demo.publicUrl, { session: sessionOf('operator-one') });
    await page.goto('/manage-api-credentials');
    await expectSeen(
      page.getByText(/^Operators hold no credential manager role\. .+ operator-one@example\.org, /),
    );
    expect(await page.getByText('ask inside your organisation').count()).toBe(0);
    expect(await buttonOf(page, 'Copy request text').count()).toBe(0);
  });

  test('a link to somebody else’s application tells nothing about it', async () => {
    const page = await openPage(demo.publicUrl, { session: sessionOf('manager-eight') });
    for (const id of [clientIdOf('Partner-JP-ReiDonorRegistry-DM'), '11111111-1111-4111-8111-111111111111']) {
      await page.goto(`/manage-api-credentials?application=${id}`);
      await expectSeen(
        page.getByText(
          'This application does not exist or you do not manage it. You are signed in as manager-eight@us.example.org.',
        ),
      );
    }
    await page.getByRole('link', { name: 'Show my applications' }).click();
    await expectSeen(page.getByRole('table'));
  });

  test('when the server fails, the page says that systems are not affected, and tries again', async () => {
    const page = await openPage(demo.publicUrl, { session: sessionOf('manager-eight'), expected: [/ 503 /] });
    const requestId = '4be7a7a2-2f0e-4c57-9b5e-2f8f9a1c0d11';
    await page.route('**/api/v1/applications?**', (route) =>
      route.fulfill({
        status: 503,
        contentType: 'application/problem+json',
        body: JSON.stringify({ type: 'urn:x', title: 'x', status: 503, detail: 'd', code: 'x', requestId }),
      }),
    );
    await page.goto('/manage-api-credentials');
    const alert = page.getByRole('alert');
    await expectSeen(
      alert.getByText('Could not load your applications. Your systems are not affected by this page.'),
    );
    await expectSeen(alert.getByText(`Request ID: ${requestId}`));
    await page.unrouteAll();
    await buttonOf(alert, 'Try again').click();
    await expectSeen(page.getByRole('table'));
  });
});
