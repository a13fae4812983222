import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const source = join(import.meta.dirname, '../../src');
const comparesRoles =
  /\b(?:actor|user|caller|by)\.(?:kind|role) (?:===|!==)|\b(?:user_)?role (?:===|!==) '(?:member|operator)'/;

/** Where it is compared for another reason than to decide what somebody may. */
const otherwise: Record<string, string> = {
  'domain/client-secret/create-client-secret.ts': 'which secret a self-managed application speaks with',
  'domain/client-secret/delete-client-secret.ts': 'which secret a self-managed application speaks with',
  'domain/credential-manager/assign-credential-manager.ts': 'whose role can be managed, not who manages it',
  'domain/federation/plan-users-and-managers.ts': 'what a file says of users',
  'domain/user/check-new-user.ts': 'what is said of a new user',
  'domain/user/invite-user.ts': 'in whose name the mail is written',
  'domain/account/invite-operator.ts': 'whose account it is',
  'demo/seed-demo.ts': 'who is seeded',
};

test('R3 what a role may is decided in policy.ts alone', () => {
  const found = globSync('**/*.ts', { cwd: source }).filter((file) =>
    comparesRoles.test(readFileSync(join(source, file), 'utf8')),
  );
  expect(found.toSorted()).toEqual(['domain/policy.ts', ...Object.keys(otherwise)].toSorted());
});
