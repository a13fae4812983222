import { expect } from 'vitest';
import { requestToken } from './http.ts';
import {
  deleteSecret,
  expectDeleted,
  listApplications,
  listAuditEvents,
  type ListedSecret,
} from './journey.ts';
import { managerHeaders, type Ledger, type Setting } from './kill-ledger.ts';

type Listed = Map<string, ListedSecret & { clientId: string }>;

const tokenRequestsAtOnce = 6;

/**
 * After a restart: whether all is as it was acknowledged, and what came of the requests without an answer, which the
 * ledger then knows. `thorough`: also ask again with every secret whose refusal was seen before.
 */
export async function expectAcknowledged(
  setting: Setting,
  ledger: Ledger,
  { thorough }: { thorough: boolean },
): Promise<void> {
  const listed: Listed = new Map();
  for (const { clientId, secrets } of await listApplications(
    setting.server,
    setting.sessions.operator.headers,
  ))
    for (const secret of secrets) listed.set(secret.id, { ...secret, clientId });

  const known = [...ledger.secrets.values()];
  for (const secret of known) {
    // Only the listing tells what came of a deletion without an answer; from here on it has to stay so.
    if (secret.deletion === 'unanswered')
      secret.deletion = listed.get(secret.id)?.status === 'deleted' ? 'acknowledged' : 'none';
  }
  expect(known.map(({ id }) => describe(id, listed.get(id)))).toEqual(
    known.map(({ id, deletion, ...rest }) =>
      describe(id, { ...rest, status: deletion === 'acknowledged' ? 'deleted' : 'active' }),
    ),
  );
  await expectTokensAccordingly(setting.server, ledger, thorough);
  await expectOrphansToBeAskedFor(setting, ledger, listed);
  await expectAuditLogToAgree(setting, ledger, listed);
}

const describe = (id: string, secret?: { clientId: string; hint: string; status: string }): string =>
  secret === undefined ? `${id} is lost` : `${id} of ${secret.clientId}, ${secret.hint}…: ${secret.status}`;

/** Every secret that is there gets a token; every deleted one is refused as deleted. */
async function expectTokensAccordingly(
  server: string,
  { secrets }: Ledger,
  thorough: boolean,
): Promise<void> {
  const due = [...secrets.values()].filter(
    ({ deletion, checked }) => thorough || deletion === 'none' || !checked,
  );
  const asOneClient = async (): Promise<void> => {
    for (let known = due.pop(); known !== undefined; known = due.pop()) {
      if (known.deletion === 'acknowledged') {
        await expectDeleted(server, known, known);
        known.checked = true;
      } else {
        const { status, text } = await requestToken(server, known);
        expect({ status, text }).toMatchObject({ status: 200 });
      }
    }
  };
  await Promise.all(Array.from({ length: tokenRequestsAtOnce }, asOneClient));
}

/** A secret that nobody was told of came from a creation without an answer; as the portal advises, it is deleted. */
async function expectOrphansToBeAskedFor(
  setting: Setting,
  { secrets, lost, orphans }: Ledger,
  listed: Listed,
): Promise<void> {
  for (const { id, name, clientId, status } of listed.values()) {
    if (secrets.has(id) || orphans.has(id)) continue;
    expect({ name, status, askedFor: lost.delete(name) }).toEqual({ name, status: 'active', askedFor: true });
    const headers = managerHeaders(setting, clientId);
    expect((await deleteSecret(setting.server, headers, clientId, id)).status).toBe(204);
    orphans.add(id);
  }
  // What is not listed now was not made, and never will be.
  lost.clear();
}

/** The audit log has one creation for each secret and one deletion for each deleted one, and no others (R7). */
async function expectAuditLogToAgree(
  { server, sessions }: Setting,
  { secrets, orphans }: Ledger,
  listed: Listed,
): Promise<void> {
  const events = await listAuditEvents(server, sessions.operator.headers);
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_event, index) => events.length - index));
  const targets = (action: string): string[] =>
    events.filter((event) => event.action === action).map(({ target }) => target.id);
  expect(targets('client-secret.created').toSorted()).toEqual([...listed.keys()].toSorted());
  const deleted = [...secrets.values()].filter(({ deletion }) => deletion === 'acknowledged');
  expect(targets('client-secret.deleted').toSorted()).toEqual(
    [...deleted.map(({ id }) => id), ...orphans].toSorted(),
  );
}
