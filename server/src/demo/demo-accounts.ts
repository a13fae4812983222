import { Secret, TOTP } from 'otpauth';
import type { Deps } from '../domain/deps.ts';
import { allTotpSteps } from '../store/second-factors.ts';
import { allPortalUsers } from '../store/portal-users.ts';
import type { DemoFile } from './demo-file.ts';

const periodMs = 30_000;

/** The sample accounts with the code that each one's authenticator shows now, for the demo's sign-in page. */
export async function presentDemoAccounts(deps: Pick<Deps, 'db' | 'clock'>, demo: DemoFile) {
  const users = new Map((await allPortalUsers(deps.db)).map((user) => [user.email, user]));
  const usedSteps = new Map((await allTotpSteps(deps.db)).map((row) => [row.user_id, row.totp_used_step]));
  const timestamp = deps.clock.now().getTime();
  const step = Math.floor(timestamp / periodMs);
  return demo.accounts.map(({ email, password, totpSecret, role, organisation }) => {
    const user = users.get(email);
    const usedStep = user === undefined ? null : (usedSteps.get(user.id) ?? null);
    return {
      email,
      name: user?.name ?? email,
      role,
      organisation,
      password,
      code: new TOTP({ secret: Secret.fromBase32(totpSecret) }).generate({ timestamp }),
      codeUsed: usedStep !== null && Number(usedStep) >= step,
      secondsLeft: Math.ceil(((step + 1) * periodMs - timestamp) / 1000),
    };
  });
}
