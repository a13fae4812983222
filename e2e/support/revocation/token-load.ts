import { applicationOf, isDead, wasAskedDead, type Secret } from './secret.ts';
import { count } from './tally.ts';
import type { TestedServer } from './tested-server.ts';
import { introspectLate } from './issued-tokens.ts';
import { pause, type World } from './world.ts';

/** Connections with each server that ask with one secret after the other, and how long they rest in between. */
const connectionsEach = 6;
const restMs = 30;

/** How often each server is asked with a secret that is being revoked, */
const huntEveryMs = 250;
/** and how long after the answer: at once, and until a lease longer than any has run out. */
const huntAfterMs = [0, 10, 30, 80, 200, 500, 1_000, 1_800, 2_700, 3_600];
/** So many may wait at a server that is stopped; the rest of its backlog is for those sent after the answer. */
const mostBefore = 120;
const most = 480;

/** Asks every server for tokens with every secret, again and again, until the test is over. */
export async function loadWithTokenRequests(world: World): Promise<void> {
  const connections = world.servers.flatMap((server, place) =>
    Array.from({ length: connectionsEach }, (_value, number) => ask(world, server, place * 7 + number * 31)),
  );
  await Promise.all(connections);
}

async function ask(world: World, server: TestedServer, from: number): Promise<void> {
  for (let number = from; !world.isOver; number += 1) {
    const secrets = [...world.secrets];
    const secret = secrets[number % secrets.length];
    if (secret !== undefined) await requestToken(world, server, secret);
    await pause(restMs);
  }
}

/**
 * Asks every server with this secret, however many requests wait there: before it is revoked, and from the very moment
 * on in which that is answered.
 */
export async function hunt(world: World, secret: Secret, revoked: Promise<unknown>): Promise<void> {
  const answered = revoked.then(() => 'answered');
  const askAll = (limit: number): void => {
    for (const server of world.servers) if (server.waiting < limit) void requestToken(world, server, secret);
  };
  do askAll(mostBefore);
  while ((await Promise.race([answered, pause(huntEveryMs)])) !== 'answered');
  const startMs = performance.now();
  for (const afterMs of huntAfterMs) {
    if (afterMs > 0) await pause(Math.max(0, startMs + afterMs - performance.now()));
    if (world.isOver) return;
    askAll(most);
  }
}

/** Asks for a token, and looks at whether it may have been given. Answers the status; 0: there was no answer. */
export async function requestToken(world: World, server: TestedServer, secret: Secret): Promise<number> {
  const { clientId, clientSecret } = secret;
  const wasUntouched = secret.isUntouched;
  if (isDead(secret)) world.tally.askedDead += 1;
  const answer = await server.call({
    method: 'POST',
    path: '/oauth2/token',
    form: { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret },
  });
  count(world.tally.tokenRequests, answer?.status ?? 0);
  if (answer === null) return 0;
  const violated = (what: string, sinceMs: number): void =>
    void world.tally.violations.push({
      what,
      server: server.name,
      trouble: server.trouble,
      secretId: secret.id,
      sentAfterMs: Math.round(answer.sentMs - sinceMs),
      tookMs: Math.round(answer.answeredMs - answer.sentMs),
    });

  if (answer.status === 200) {
    const period = wasAskedDead(secret, answer);
    if (period !== undefined) violated('a token after the answer', period.sinceMs);
    const { access_token: token } = JSON.parse(answer.text) as { access_token: string };
    // In flight when the answer came: it may have been issued, but it is good for nothing.
    if (isDead(secret)) void introspectLate(world, secret, token);
    else secret.tokens.set(server.name, token);
  } else if (answer.status === 401 && wasUntouched && secret.isUntouched) {
    violated(`refused although nobody revoked it, for ${applicationOf(secret).clientId}: ${answer.text}`, 0);
  }
  return answer.status;
}
