import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashPassword } from '../../server/src/domain/account/password.ts';
import { newTotpSeed, sealTotpSeed } from '../../server/src/domain/second-factor/totp.ts';
import { withDeps } from './database.ts';
import { federationFile } from './federation.ts';
import { succeed, type Environment } from './keyturn-process.ts';
import { makeTemporaryDirectory } from './temporary-directory.ts';

/** East Registry, of the test federation. */
const organisation = '1a000000-0000-4000-8000-000000000001';

/** Imports the test federation with `count` more members who are all set up; gives their addresses. */
export async function importKnownAccounts(env: Environment, count: number): Promise<string[]> {
  const users = Array.from({ length: count }, (_, index) => ({
    id: randomUUID(),
    organisation,
    email: `known-${index}@east.example.org`,
    name: `Known ${index} (sample)`,
  }));
  const federation = JSON.parse(readFileSync(federationFile, 'utf8')) as { users: unknown[] };
  const file = join(makeTemporaryDirectory(), 'federation.json');
  writeFileSync(file, JSON.stringify({ ...federation, users: [...federation.users, ...users] }));
  await succeed(['import', file], { env });
  const passwordHash = await hashPassword('wicket marmalade oboe thursday');
  await withDeps(env, async (deps) => {
    const now = deps.clock.now();
    await deps.db.deleteFrom('mail').execute();
    const account = { password_hash: passwordHash, password_changed_at: now, set_up_at: now };
    await deps.db
      .insertInto('account')
      .values(users.map(({ id }) => ({ ...account, user_id: id })))
      .execute();
    const factor = { kind: 'totp' as const, name: 'Authenticator app', created_at: now };
    await deps.db
      .insertInto('second_factor')
      .values(
        users.map(({ id }) => ({
          ...factor,
          id: randomUUID(),
          user_id: id,
          totp_sealed: sealTotpSeed(deps, newTotpSeed()),
        })),
      )
      .execute();
  });
  return users.map(({ email }) => email);
}
