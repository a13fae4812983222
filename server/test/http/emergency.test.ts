import { describe, expect, test } from 'vitest';
import { text } from '../../src/messages.ts';
import { identifiers, ids } from '../support/federation.ts';
import { bearer, startKeyturn } from '../support/keyturn.ts';
import { allMails, newestMail, openAs } from '../support/operator-browser.ts';
import { emails } from '../support/portal-browser.ts';

const mailbox = 'it@north.example.org';

async function start() {
  const keyturn = await startKeyturn();
  const operator = await openAs(keyturn, 'operator');
  const secret = await keyturn.createSecret('northSearch');
  const token = await keyturn.accessToken(secret, identifiers.search);
  await keyturn.deps.db
    .updateTable('organisation')
    .set({ shared_mailbox: mailbox })
    .where('id', '=', ids.organisations.north)
    .execute();
  await keyturn.deps.db.deleteFrom('mail').execute();
  const connects = async () =>
    (await keyturn.app.inject({ url: '/connectivity', headers: bearer(token) })).statusCode;
  const issues = async () =>
    (
      await keyturn.requestToken({
        grant_type: 'client_credentials',
        client_id: secret.clientId,
        client_secret: secret.clientSecret,
        resource: identifiers.search,
      })
    ).statusCode;
  return { keyturn, operator, connects, issues };
}

describe('an emergency: an operator stops at once, issued tokens too, and its managers are mailed why', () => {
  test.each([
    [
      'an application',
      `/applications/${ids.applications.northSearch}`,
      [emails.anna, emails.peter, mailbox].map(
        (to) => `${to}: Application disabled: Partner-DE-NorthRegistry-SMC`,
      ),
    ],
    [
      'an organisation',
      `/organisations/${ids.organisations.north}`,
      [emails.anna, emails.peter, mailbox].map(
        (to) => `${to}: The applications of North Registry were disabled`,
      ),
    ],
  ])('%s', async (_noun, path, mails) => {
    const { keyturn, operator, connects, issues } = await start();
    expect([await issues(), await connects()]).toEqual([200, 200]);
    const disabledReason = 'Secret found in a public repository';
    const answer = await operator.send('PATCH', path, { status: 'disabled', disabledReason });
    expect(answer.json()).toMatchObject({ status: 'disabled', disabledReason });
    expect([await issues(), await connects()]).toEqual([401, 401]);
    expect(await allMails(keyturn)).toEqual(mails);
    expect(await newestMail(keyturn, emails.anna)).toContain(`: ${disabledReason}`);

    await operator.send('PATCH', path, { status: 'active' });
    expect([await issues(), await connects()]).toEqual([200, 200]);
    expect((await operator.send('GET', path)).json()).toMatchObject({ disabledReason: null });
    expect(await allMails(keyturn)).toHaveLength(6);
  });

  test.each([
    ['an application', `/applications/${ids.applications.northSearch}`],
    ['an organisation', `/organisations/${ids.organisations.north}`],
  ])('%s is not stopped without a reason, nor loses it', async (_noun, path) => {
    const { operator, connects } = await start();
    const errors = [{ path: 'disabledReason', message: text('problem.disabled-reason-missing') }];
    const refused = async (changes: object) => {
      const answer = await operator.send('PATCH', path, changes);
      expect(answer.statusCode).toBe(400);
      return answer.json<{ errors: { path: string }[] }>();
    };
    expect(await refused({ status: 'disabled' })).toMatchObject({ errors });
    const blank = await refused({ status: 'disabled', disabledReason: '  ' });
    expect(blank.errors.map((error) => error.path)).toEqual(['disabledReason']);
    expect(await connects()).toBe(200);
    await operator.send('PATCH', path, { status: 'disabled', disabledReason: 'Leak' });
    expect(await refused({ disabledReason: null })).toMatchObject({ errors });
    expect((await operator.send('PATCH', path, { status: 'disabled' })).statusCode).toBe(200);
  });

  test('a manager sees the reason for which the application was disabled', async () => {
    const { keyturn, operator } = await start();
    const path = `/applications/${ids.applications.northSearch}`;
    await operator.send('PATCH', path, { status: 'disabled', disabledReason: 'Leak' });
    const anna = await openAs(keyturn, 'anna');
    expect((await anna.send('GET', path)).json()).toMatchObject({
      status: 'disabled',
      disabledReason: 'Leak',
    });
  });

  test.each([
    ['an application', `/applications/${ids.applications.northSearch}`],
    ['an organisation', `/organisations/${ids.organisations.north}`],
    ['an API', `/apis/${ids.apis.search}`],
  ])('%s is stopped although nobody could add it as it is', async (_noun, path) => {
    const { keyturn, operator, connects } = await start();
    const { db } = keyturn.deps;
    // As earlier rules, or a repair by hand, may have left it.
    await db.updateTable('api').set({ code: 'OLD' }).where('id', '=', ids.apis.searchSandbox).execute();
    await db
      .updateTable('api')
      .set({ identifier: `${keyturn.deps.config.publicUrl}/api` })
      .where('id', '=', ids.apis.search)
      .execute();
    await db
      .updateTable('organisation')
      .set({ country: 'AN' })
      .where('id', '=', ids.organisations.north)
      .execute();
    const reason = path.startsWith('/apis') ? {} : { disabledReason: 'Leak' };
    const stopped = await operator.send('PATCH', path, { status: 'disabled', ...reason });
    expect(stopped.json()).toMatchObject({ status: 'disabled' });
    expect(await connects()).toBe(401);
  });
});
