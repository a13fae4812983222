import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { federationFile } from './federation.ts';
import { send } from './http.ts';
import { makeTemporaryDirectory } from './temporary-directory.ts';

/** East Registry, of the test federation. */
const eastRegistry = '1a000000-0000-4000-8000-000000000001';

type Invited = { id: string; name: string; email: string };
type Member = { name: string; email: string; clientIds: string[] };

/** The test federation without anybody in it: organisations, APIs and applications. */
export function federationWithoutPeople(): string {
  const { organisations, apis, applications } = JSON.parse(readFileSync(federationFile, 'utf8')) as Record<
    'organisations' | 'apis' | 'applications',
    unknown
  >;
  const file = join(makeTemporaryDirectory(), 'federation.json');
  writeFileSync(file, JSON.stringify({ organisations, apis, applications }));
  return file;
}

/** Invites a member of East Registry, who gets the credential manager role with the account. */
export async function inviteManager(
  server: string,
  operator: Record<string, string>,
  { name, email, clientIds }: Member,
): Promise<Invited> {
  const confirmation = {
    confirmedBy: 'Head of IT (sample)',
    confirmedAt: '2026-01-05T09:00:00Z',
    reference: 'SAMPLE-4',
  };
  const created = await send('POST', `${server}/api/v1/users`, {
    headers: operator,
    json: {
      organisationId: eastRegistry,
      name,
      email,
      manages: clientIds.map((clientId) => ({ clientId, ...confirmation })),
    },
  });
  expect(created.text).toContain(email);
  expect(created.status).toBe(201);
  return created.json<Invited>();
}

/** Publishes terms of use. */
export async function publishTerms(
  server: string,
  operator: Record<string, string>,
  text: string,
): Promise<void> {
  const published = await send('POST', `${server}/api/v1/terms`, { headers: operator, json: { text } });
  expect(published.text).toContain('"version"');
  expect(published.status).toBeLessThan(300);
}
