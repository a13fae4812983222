import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { accessToken, bearer, requestToken, send, type Answer } from './http.ts';

export type CreatedSecret = {
  id: string;
  name: string;
  hint: string;
  expiresAt: string;
  clientSecret: string;
};
export type ListedSecret = Omit<CreatedSecret, 'clientSecret'> & { status: string };
export type ListedApplication = { clientId: string; name: string; secrets: ListedSecret[] };
export type ListedEvent = {
  seq: number;
  action: string;
  actor: { kind: string; name: string };
  target: { type: string; id: string; name: string };
};

type Headers = Record<string, string>;

/** Noon UTC, `days` from today. */
export function noonIn(days: number): string {
  const noon = new Date(Date.now() + days * 24 * 60 * 60 * 1000);
  noon.setUTCHours(12, 0, 0, 0);
  return noon.toISOString();
}

export const secretsUrl = (server: string, clientId: string): string =>
  `${server}/api/v1/applications/${clientId}/secrets`;

/** Creates a client secret over the portal API. */
export async function createSecret(
  server: string,
  headers: Headers,
  clientId: string,
  name = `Secret ${randomUUID()}`,
): Promise<CreatedSecret> {
  const answer = await send('POST', secretsUrl(server, clientId), {
    headers,
    json: { name, expiresAt: noonIn(200) },
  });
  expect(answer.text).toContain('"clientSecret"');
  expect(answer.status).toBe(201);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  return answer.json<CreatedSecret>();
}

export const deleteSecret = (
  server: string,
  headers: Headers,
  clientId: string,
  id: string,
): Promise<Answer> => send('DELETE', `${secretsUrl(server, clientId)}/${id}`, { headers });

type Life = {
  /** Where requests go. */
  server: string;
  clientId: string;
  /** The API's identifier. */
  resource: string;
  /** Who creates and deletes: a credential manager's session, or the self-managed application's access token. */
  headers: Headers;
  /** The sample API that the token is for. */
  ping: string;
  /** How soon it learns that the client secret was deleted: 0 when it asks about each token. */
  pingLearnsWithinMs?: number;
};

/**
 * A client secret's whole life: created, used at the token service, at `/connectivity` and at an API, deleted, and
 * refused everywhere from that answer on (R1.4, R1.5, R2.2, R2.4).
 */
export async function expectLifeOfSecret({
  server,
  clientId,
  resource,
  headers,
  ping,
  pingLearnsWithinMs = 0,
}: Life): Promise<void> {
  const secret = await createSecret(server, headers, clientId);
  expect(secret.clientSecret).toMatch(/^[A-Za-z0-9]{3}_kt_[A-Za-z0-9]{49}$/);
  expect(secret.hint).toBe(secret.clientSecret.slice(0, 3));
  const credentials = { clientId, clientSecret: secret.clientSecret };

  const issued = await requestToken(server, credentials, resource);
  expect(issued.status).toBe(200);
  expect(issued.headers.get('cache-control')).toBe('no-store');
  expect(issued.json()).toEqual({
    access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/) as string,
    token_type: 'Bearer',
    expires_in: 3599,
  });
  const token = bearer(issued.json<{ access_token: string }>().access_token);

  const connectivity = await send('GET', `${server}/connectivity`, { headers: token });
  expect(connectivity.status).toBe(200);
  expect(connectivity.json()).toMatchObject({
    application: { clientId },
    secret: { id: secret.id, hint: secret.hint, expiresAt: secret.expiresAt },
    api: { identifier: resource },
  });
  expect((await send('GET', ping, { headers: token })).status).toBe(200);

  const listed = await readApplication(server, headers, clientId);
  expect(listed.text).not.toContain(secret.clientSecret);
  expect(listed.json<ListedApplication>().secrets.map(({ id }) => id)).toContain(secret.id);

  expect((await deleteSecret(server, headers, clientId, secret.id)).status).toBe(204);
  const deletedAt = performance.now();
  await expectDeleted(server, credentials, secret);
  await expectRefusedBy(ping, token, deletedAt + pingLearnsWithinMs);
  await expectInactive(server, token);
  expect((await deleteSecret(server, headers, clientId, secret.id)).status).toBe(204);
}

/** An API refuses a token at this moment of `performance.now()`, or before. */
export async function expectRefusedBy(url: string, token: Headers, deadlineMs: number): Promise<void> {
  for (;;) {
    const isLastLook = performance.now() >= deadlineMs;
    const answer = await send('GET', url, { headers: token });
    if (answer.status !== 200 || isLastLook) {
      expect([url, answer.status]).toEqual([url, 401]);
      expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
      return;
    }
    await new Promise((resolve) => void setTimeout(resolve, 50));
  }
}

/** A token request with a deleted secret says so, with its hint and ID (R2.4). */
export async function expectDeleted(
  server: string,
  credentials: { clientId: string; clientSecret: string },
  { id, hint }: { id: string; hint: string },
): Promise<void> {
  const refused = await requestToken(server, credentials);
  expect(refused.status).toBe(401);
  expect(refused.json()).toMatchObject({
    error: 'invalid_client',
    error_description: expect.stringContaining(`${hint}... (ID ${id}) was deleted on `) as string,
  });
}

/** `/connectivity` refuses the access token by a challenge of RFC 6750. */
export async function expectInactive(server: string, token: Headers): Promise<void> {
  const refused = await send('GET', `${server}/connectivity`, { headers: token });
  expect(refused.status).toBe(401);
  expect(refused.headers.get('www-authenticate')).toContain('error="invalid_token"');
}

const readApplication = (server: string, headers: Headers, clientId: string): Promise<Answer> =>
  send('GET', `${server}/api/v1/applications/${clientId}`, { headers });

/** Every application with all of its secrets, deleted ones included, page by page. */
export const listApplications = (server: string, headers: Headers): Promise<ListedApplication[]> =>
  readPages<ListedApplication>(`${server}/api/v1/applications?include=deleted`, headers);

/** The whole audit log, newest first, page by page. */
export const listAuditEvents = (server: string, headers: Headers): Promise<ListedEvent[]> =>
  readPages<ListedEvent>(`${server}/api/v1/audit-events?limit=200`, headers);

async function readPages<Item>(url: string, headers: Headers): Promise<Item[]> {
  const items: Item[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const answer = await send('GET', cursor === '' ? url : `${url}&cursor=${cursor}`, { headers });
    if (answer.status !== 200) throw new Error(`${url}: ${answer.status} ${answer.text}`);
    const page: { items: Item[]; next: string | null } = answer.json();
    items.push(...page.items);
    cursor = page.next;
  }
  return items;
}

/** The headers of an operator client, with a fresh access token for the portal API. */
export const asOperator = async (
  server: string,
  client: { clientId: string; clientSecret: string },
): Promise<Headers> => bearer(await accessToken(server, client));
