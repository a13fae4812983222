import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { networkOf } from '../server/src/domain/network.ts';
import { addUsage, type UseRow } from '../server/src/store/usage.ts';
import { expectNoOverflow } from './support/browser-looks.ts';
import { startPortal } from './support/browser-portal.ts';
import {
  buttonOf,
  devices,
  dialogOf,
  expectFocused,
  expectGone,
  expectSeen,
  regionOf,
} from './support/browser.ts';
import { withDeps } from './support/database.ts';
import { readDemo, startDemo, type Demo } from './support/demo.ts';
import { findTestPort } from './support/free-port.ts';
import { send, type Answer } from './support/http.ts';
import { makeTemporaryDirectory } from './support/temporary-directory.ts';

const name = 'Partner-DE-SuddeutschesBeispielregister-DM';
/** The sample data have its systems use it every day or every third one, and rest for a day since. */
const old = 'Data exchange';
const system = 'our-system/1.0';
const hourMs = 60 * 60 * 1000;
/** From the answer to a token request until an open page shows it. */
const liveWithinMs = 5_000;

/** Two managers of one application: a code of the second factor works once. */
const managers = { desktop: 'manager-one', phone: 'manager-two' };

let seeded: string;

beforeAll(async () => {
  seeded = join(makeTemporaryDirectory(), 'data');
  const env = { KEYTURN_DATA_DIR: seeded, KEYTURN_PORT: String(await findTestPort()) };
  await (await startDemo(env)).stop();
});

function findOld(demo: Demo) {
  const application = demo.applications.find((candidate) => candidate.name === name);
  const secret = application?.secrets.find((candidate) => candidate.name === old);
  const api = demo.apis.find(({ id }) => id === application?.apis[0]);
  if (application === undefined || secret === undefined || api === undefined)
    throw new Error(`no ${old} in the demo`);
  return { clientId: application.clientId, secret, resource: api.identifier };
}

/**
 * A demo in which the system that will move was using the old secret too, twice a day, until 30 hours ago: as the
 * server itself writes what it saw, while it does not run.
 */
async function startWithPast(): Promise<Demo> {
  const directory = join(makeTemporaryDirectory(), 'data');
  cpSync(seeded, directory, { recursive: true });
  const { secret, resource } = findOld(readDemo(directory));
  const env = { KEYTURN_DATA_DIR: directory, KEYTURN_PORT: String(await findTestPort()) };
  await withDeps(env, async ({ db, clock }) => {
    const uses = Array.from({ length: 20 }, (_item, index): UseRow => {
      const at = new Date(clock.now().getTime() - (30 + index * 12) * hourMs);
      return {
        secretId: secret.id,
        hour: new Date(Math.floor(at.getTime() / hourMs) * hourMs),
        network: networkOf('127.0.0.1'),
        userAgent: system,
        resource,
        requests: 1,
        firstAt: at,
        lastAt: at,
        firstAddress: '127.0.0.1',
        lastAddress: '127.0.0.1',
      };
    });
    await addUsage(db, { uses, refusals: [], unproven: [], mistakes: [] });
  });
  const { url } = await startDemo(env);
  return { ...readDemo(directory), publicUrl: url };
}

/** A token request as the member's system makes it. */
function requestToken(demo: Demo, clientSecret: string): Promise<Answer> {
  const { clientId, resource } = findOld(demo);
  return send('POST', `${demo.publicUrl}/oauth2/token`, {
    headers: { 'user-agent': system },
    form: {
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      resource,
    },
  });
}

const rotationOf = (page: Page): Locator => dialogOf(page, 'Rotate client secret');
const headingOf = (page: Page, step: string): Locator =>
  rotationOf(page).getByRole('heading', { level: 3, name: step, exact: true });
const deleteOld = (page: Page): Locator => buttonOf(rotationOf(page), `Delete “${old}”…`);

async function goTo(page: Page, step: string): Promise<void> {
  await rotationOf(page)
    .getByRole('navigation', { name: 'Steps' })
    .getByRole('button', { name: step })
    .click();
  await expectFocused(headingOf(page, step));
}

test.each(devices)(
  'R1.5 R1.8 R1.9 on a %s a used secret may go once its system has moved, and step 4 deletes it',
  async (device, width) => {
    const demo = await startWithPast();
    const portal = await startPortal([managers[device]], demo);
    const { secret } = findOld(demo);
    const page = await portal.open(managers[device], { width });
    const region = regionOf(page, name);

    // 1 Create the replacement.
    await buttonOf(region, `Rotate secret ${old}`).click();
    await expectFocused(headingOf(page, 'Create the replacement'));
    await buttonOf(rotationOf(page), 'Create the replacement…').click();
    await buttonOf(dialogOf(page, 'Create client secret'), 'Create').click();
    const shown = dialogOf(page, 'Copy your client secret now');
    await buttonOf(shown, 'Copy client secret').click();
    const value = await page.evaluate<string>('navigator.clipboard.readText()');
    await buttonOf(shown, 'Done').click();

    // 4 Nothing may be deleted yet: the new one was never used.
    await goTo(page, 'Delete the old secret');
    await expectSeen(rotationOf(page).getByText('Do not delete it yet. What is missing:'));
    await expectSeen(rotationOf(page).getByText(/^A first token request with the new secret\./));
    expect(await deleteOld(page).count()).toBe(0);
    await goTo(page, 'Confirm connectivity');
    await expectSeen(rotationOf(page).getByText(`127.0.0.1 · ${system}`));
    await expectNoOverflow(page, `rotation on a ${device}`);

    // 3 One real token request by the system that used the old one proves it, while the page is open.
    expect((await requestToken(demo, value)).status).toBe(200);
    await expectSeen(
      rotationOf(page).getByText('Nothing is missing: the new secret has taken over.'),
      liveWithinMs,
    );
    await expectSeen(
      rotationOf(page).getByText(new RegExp(`^Today \\d\\d:\\d\\d from 127\\.0\\.0\\.1, ${system},`)),
    );
    await buttonOf(rotationOf(page), 'Next: Delete the old secret').click();

    // 4 The evidence, and the deletion, which still asks: it was used in the last 35 days.
    await expectSeen(rotationOf(page).getByText('You can delete it now'));
    await expectSeen(
      rotationOf(page).getByText(
        /^No token request with “Data exchange” since .+; the last token it obtained expired .+\. Deleting it affects nothing\.$/,
      ),
    );
    await expectNoOverflow(page, `rotation, step 4, on a ${device}`);
    await deleteOld(page).click();
    const deletion = dialogOf(page, 'Delete client secret');
    await deletion
      .getByLabel('Type the first three characters to confirm')
      .fill(secret.clientSecret.slice(0, 3));
    await buttonOf(deletion, 'Delete').click();
    await expectSeen(region.getByText('Deleted. No token can be obtained with it.'));
    await expectGone(page.getByRole('dialog'));
    expect((await requestToken(demo, secret.clientSecret)).status).toBe(401);
    expect((await requestToken(demo, value)).status).toBe(200);
    expect((await portal.secrets(managers[device], name)).map(({ name: left }) => left)).not.toContain(old);
  },
);
