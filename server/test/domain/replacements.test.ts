import { expect, test } from 'vitest';
import { planReminders } from '../../src/domain/notification/plan-reminders.ts';
import { listSecretsOfApplications } from '../../src/store/reminders.ts';
import { ids } from '../support/federation.ts';
import { dayMs, desk, requestToken, startWithAnna, system } from '../support/usage.ts';

/** An old secret that was used and its replacement that has taken over. */
async function startTakenOver() {
  const started = await startWithAnna();
  const { keyturn, deps, clock, act } = started;
  const inDays = (days: number): Date => new Date(clock.now().getTime() + days * dayMs);
  const old = await keyturn.createSecret('northSearch', { name: 'Old', expiresAt: inDays(300) });
  const replacement = await keyturn.createSecret('northSearch', { name: 'New', expiresAt: inDays(360) });
  await act('PATCH', replacement.id, { replacesSecretId: old.id });
  await requestToken(keyturn, old);
  await requestToken(keyturn, replacement);
  clock.advance(2 * dayMs);
  /** Whether the page says that the old secret can be deleted, and whether a mail would. */
  const told = async () => {
    const [rotation] = await started.rotations();
    const secrets = await listSecretsOfApplications(deps.db, [ids.applications.northSearch]);
    const items = await planReminders(deps, secrets, clock.now());
    return {
      page: rotation?.takenOver,
      mail: items.some(({ kind, secret }) => kind === 'taken-over' && secret.id === old.id),
    };
  };
  expect(await told()).toEqual({ page: true, mail: true });
  return { ...started, old, replacement, told };
}

test('R4.2 mails agree with the page that refused requests with the old secret are use of it', async () => {
  const { keyturn, clock, act, old, told } = await startTakenOver();
  await act('POST', `${old.id}/disable`);
  await requestToken(keyturn, old, system);
  expect(await told()).toEqual({ page: false, mail: false });
  clock.advance(3 * dayMs);
  expect(await told()).toEqual({ page: true, mail: true });
  await requestToken(keyturn, old, desk);
  expect(await told()).toEqual({ page: false, mail: false });
});

test('R4.2 mails agree with the page that a replacement which does not work has not taken over', async () => {
  const { act, replacement, told } = await startTakenOver();
  await act('POST', `${replacement.id}/disable`);
  expect(await told()).toEqual({ page: false, mail: false });
});

test('R4.2 mails know of the replacement’s first use as long as the page does', async () => {
  const { clock, told } = await startTakenOver();
  clock.advance(200 * dayMs);
  expect(await told()).toEqual({ page: true, mail: true });
});
