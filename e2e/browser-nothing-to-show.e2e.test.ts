import { beforeAll, expect, test } from 'vitest';
import { startPortal, type Portal } from './support/browser-portal.ts';
import { buttonOf, expectSeen, openPage } from './support/browser.ts';

let portal: Portal;

beforeAll(async () => {
  portal = await startPortal(['manager-eight', 'colleague-nine', 'operator-one']);
});

test('R1.1 whoever manages no application is told whom to ask, with words to copy', async () => {
  const page = await openPage(portal.demo.publicUrl, { session: portal.session('colleague-nine') });
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
  const page = await openPage(portal.demo.publicUrl, {
    session: portal.session('colleague-nine'),
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
  const page = await openPage(portal.demo.publicUrl, { session: portal.session('operator-one') });
  await page.goto('/manage-api-credentials');
  await expectSeen(
    page.getByText(/^Operators hold no credential manager role\. .+ operator-one@example\.org, /),
  );
  expect(await page.getByText('ask inside your organisation').count()).toBe(0);
  expect(await buttonOf(page, 'Copy request text').count()).toBe(0);
});

test('R3.4 a link to somebody else’s application tells nothing about it', async () => {
  const page = await openPage(portal.demo.publicUrl, { session: portal.session('manager-eight') });
  for (const id of [
    portal.application('Partner-JP-ReiDonorRegistry-DM').clientId,
    '11111111-1111-4111-8111-111111111111',
  ]) {
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

test('R1.2 when the server fails, the page says that systems are not affected, and tries again', async () => {
  const page = await openPage(portal.demo.publicUrl, {
    session: portal.session('manager-eight'),
    expected: [/ 503 /],
  });
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

test('R1.2 a fault of the page is not blamed on the connection: it says so, whom to tell, and is loaded anew', async () => {
  const page = await openPage(portal.demo.publicUrl, {
    session: portal.session('manager-eight'),
    expected: [/Nowhere\/Unknown/],
  });
  // A browser that is older than the time zone.
  await page.route('**/api/v1/applications?**', async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replaceAll(/"timeZone":"[^"]+"/g, '"timeZone":"Nowhere/Unknown"');
    await route.fulfill({ response, body });
  });
  await page.goto('/manage-api-credentials');
  await expectSeen(page.getByRole('heading', { level: 1, name: 'This page stopped working' }));
  const alert = page.getByRole('alert');
  await expectSeen(alert.getByText(/^The fault is in the page itself, not in your connection\./));
  await expectSeen(alert.getByText('If it stops again, tell support@example.org what you did before.'));
  expect(await page.getByText('cannot be reached').count()).toBe(0);
  expect(await alert.getByRole('link').getAttribute('href')).toBe('mailto:support@example.org');
  await page.unrouteAll();
  await buttonOf(alert, 'Reload the page').click();
  await expectSeen(page.getByRole('table'));
});

test('R1.2 a part of the page that does not arrive is no fault of the page', async () => {
  const page = await openPage(portal.demo.publicUrl, {
    session: portal.session('manager-eight'),
    expected: [/account-page/],
  });
  await page.route('**/assets/account-page-*.js', (route) => route.abort());
  await page.goto('/account');
  await expectSeen(page.getByRole('heading', { level: 1, name: 'This page could not be loaded' }));
  await expectSeen(page.getByRole('alert').getByText(/^The server cannot be reached\./));
});
