import { expect, onTestFinished, test } from 'vitest';
import { ids } from '../support/federation.ts';
import { bearer, startKeyturn, type TestKeyturn } from '../support/keyturn.ts';

const withinMs = 10_000;

/** A stream of events over real HTTP; collects what it is sent. */
async function openStream(keyturn: TestKeyturn, headers: Record<string, string>) {
  const address = keyturn.app.server.listening
    ? `http://127.0.0.1:${(keyturn.app.server.address() as { port: number }).port}`
    : await keyturn.app.listen({ host: '127.0.0.1', port: 0 });
  const abort = new AbortController();
  onTestFinished(() => abort.abort());
  const response = await fetch(`${address}/api/v1/events`, { headers, signal: abort.signal });
  const stream = { response, received: '', ended: false, close: () => abort.abort() };
  void (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? [])
      stream.received += decoder.decode(chunk as Uint8Array, { stream: true });
    stream.ended = true;
  })().catch(() => undefined);
  return stream;
}

async function eventually(condition: () => boolean | Promise<boolean>): Promise<void> {
  await expect.poll(condition, { timeout: withinMs, interval: 50 }).toBe(true);
}

test('R1.2 a manager is told of changes and use of their applications, and of nobody else’s', async () => {
  const keyturn = await startKeyturn();
  const anna = await openStream(keyturn, await keyturn.signedIn('anna'));
  const maria = await openStream(keyturn, await keyturn.signedIn('maria'));
  expect(anna.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(anna.response.headers.get('cache-control')).toBe('no-store');
  const secret = await keyturn.createSecret('northSearch');
  const event = (application: string) =>
    `event: application\ndata: ${JSON.stringify({ clientId: application })}\n\n`;
  await eventually(() => anna.received.includes(event(ids.applications.northSearch)));
  anna.received = '';
  await keyturn.accessToken(secret, ids.apis.search);
  await keyturn.deps.usage.flush();
  await eventually(() => anna.received.includes(event(ids.applications.northSearch)));
  await keyturn.createSecret('southData');
  await eventually(() => maria.received.includes(event(ids.applications.southData)));
  expect(maria.received).not.toContain(ids.applications.northSearch);
  expect(anna.received).not.toContain(ids.applications.southData);
});

test('R6.3 the stream ends with the session', async () => {
  const keyturn = await startKeyturn();
  const anna = await openStream(keyturn, await keyturn.signedIn('anna'));
  await keyturn.deps.db.deleteFrom('session').execute();
  await keyturn.createSecret('northSearch');
  await eventually(() => anna.ended);
  expect(anna.received).not.toContain('event:');
});

test('R6.3 a covered session is told nothing', async () => {
  const keyturn = await startKeyturn();
  const anna = await openStream(keyturn, await keyturn.signedIn('anna'));
  keyturn.clock.advance(60 * 60 * 1000);
  await keyturn.createSecret('northSearch');
  await eventually(() => anna.ended);
  expect(anna.received).not.toContain('event:');
});

test('R6.3 the stream ends when the account is disabled, and before new terms', async () => {
  const keyturn = await startKeyturn();
  const { db } = keyturn.deps;
  const anna = await openStream(keyturn, await keyturn.signedIn('anna'));
  const peter = await openStream(keyturn, await keyturn.signedIn('peter'));
  await db.updateTable('portal_user').set({ status: 'disabled' }).where('id', '=', ids.users.anna).execute();
  keyturn.deps.changes.publish([ids.applications.northSearch]);
  await eventually(() => anna.ended && peter.received.includes(ids.applications.northSearch));
  expect([anna.received, peter.ended]).toEqual([': open\n\n', false]);
  peter.received = '';
  await db
    .insertInto('terms_version')
    .values({ version: 1, text: 'New', published_at: keyturn.clock.now() })
    .execute();
  keyturn.deps.changes.publish([ids.applications.northSearch]);
  await eventually(() => peter.ended);
  expect(peter.received).toBe('');
});

test('R3.4 whose role is taken away is told that everything may have changed, and of that application never again', async () => {
  const keyturn = await startKeyturn();
  const peter = await openStream(keyturn, await keyturn.signedIn('peter'));
  const removed = await keyturn.app.inject({
    method: 'DELETE',
    url: `/api/v1/applications/${ids.applications.northSearch}/managers/${ids.users.peter}`,
    headers: await keyturn.signedIn('operator'),
  });
  expect(removed.statusCode).toBe(204);
  await eventually(() => peter.received.includes('event: everything\ndata: {}\n\n'));
  await keyturn.createSecret('northSearch');
  await keyturn.createSecret('northData');
  await eventually(() => peter.received.includes(ids.applications.northData));
  expect(peter.received).not.toContain(ids.applications.northSearch);
});

test('R3.4 whoever is given a role is told of the application from then on', async () => {
  const keyturn = await startKeyturn();
  const anna = await openStream(keyturn, await keyturn.signedIn('anna'));
  await keyturn.deps.db
    .insertInto('credential_manager')
    .values({
      application_id: ids.applications.northData,
      user_id: ids.users.anna,
      confirmed_by: 'x',
      confirmed_at: keyturn.clock.now(),
      reference: 'x',
      assigned_at: keyturn.clock.now(),
    })
    .execute();
  keyturn.deps.changes.publish([ids.applications.northData]);
  await eventually(() => anna.received.includes(ids.applications.northData));
  expect(anna.received).not.toContain('everything');
});

test('R1.2 a change that does not concern somebody costs no look at their session', async () => {
  const keyturn = await startKeyturn();
  const anna = await openStream(keyturn, await keyturn.signedIn('anna'));
  const maria = await openStream(keyturn, await keyturn.signedIn('maria'));
  // Whoever is looked at is ended.
  await keyturn.deps.db.deleteFrom('session').where('user_id', '=', ids.users.anna).execute();
  keyturn.deps.changes.publish([ids.applications.southData, '00000000-0000-4000-8000-000000000000']);
  await eventually(() => maria.received.includes(ids.applications.southData));
  expect(anna.ended).toBe(false);
});

test('R1.2 every open page reads everything anew when the server was not told for a while', async () => {
  const keyturn = await startKeyturn();
  const streams = await Promise.all(
    (['anna', 'operator'] as const).map(async (person) =>
      openStream(keyturn, await keyturn.signedIn(person)),
    ),
  );
  keyturn.deps.changes.publishEverything();
  await eventually(() =>
    streams.every(({ received }) => received.includes('event: everything\ndata: {}\n\n')),
  );
  expect(streams.map(({ ended }) => ended)).toEqual([false, false]);
});

test('a stream that was closed counts no longer, and ends no other', async () => {
  const keyturn = await startKeyturn();
  const headers = await keyturn.signedIn('anna');
  const first = await openStream(keyturn, headers);
  const others = await Promise.all(Array.from({ length: 19 }, () => openStream(keyturn, headers)));
  first.close();
  others[0]?.close();
  await eventually(async () => (await openStream(keyturn, headers)).response.status === 200);
  await eventually(async () => (await openStream(keyturn, headers)).response.status === 200);
  expect((await openStream(keyturn, headers)).response.status).toBe(429);
  keyturn.deps.changes.publish([ids.applications.northSearch]);
  await eventually(() => others.slice(1).every(({ received }) => received.includes('event: application')));
});

test('it is for people who are signed in alone, twenty at a time each', async () => {
  const keyturn = await startKeyturn();
  expect((await keyturn.app.inject('/api/v1/events')).statusCode).toBe(401);
  const operatorClient = bearer(await keyturn.accessToken(await keyturn.operatorClient()));
  expect((await keyturn.app.inject({ url: '/api/v1/events', headers: operatorClient })).statusCode).toBe(404);
  const headers = await keyturn.signedIn('anna');
  // The first one starts the server.
  const first = await openStream(keyturn, headers);
  const others = Array.from({ length: 19 }, () => openStream(keyturn, headers));
  const streams = [first, ...(await Promise.all(others))];
  expect(streams.map(({ response }) => response.status)).toEqual(Array<number>(20).fill(200));
  expect((await openStream(keyturn, headers)).response.status).toBe(429);
});
