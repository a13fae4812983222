import type { Verifier } from '../../../verifier/src/index.ts';
import { noonIn, type CreatedSecret } from '../journey.ts';
import type { Random } from '../random.ts';
import type { Call, Called } from './call.ts';
import { checkTokens, verdictOf, type Reachability } from './issued-tokens.ts';
import { applicationOf, managedApplications, type Application, type Secret } from './secret.ts';
import { count } from './tally.ts';
import type { TestedServer } from './tested-server.ts';
import { hunt } from './token-load.ts';
import { oneOf, pause, type World } from './world.ts';

type Change = 'delete' | 'disable' | 'enable';

export type Checks = { verifier: Verifier; reachability: Reachability };

/** One in so many revocations disables. */
const oneDisablesIn = 4;
const betweenTriesMs = 50;

/**
 * One credential manager: revokes secrets at random on random servers, whatever is the matter with those, checks their
 * tokens, and creates new ones in their place, for as long as `goesOn` says.
 */
export async function revokeSecrets(
  world: World,
  checks: Checks,
  { random, goesOn, onAnswered = () => undefined }: RevokeOptions,
): Promise<void> {
  const checking: Promise<void>[] = [];
  while (goesOn()) {
    // Whoever has tokens of two servers at least.
    const ready = [...world.secrets].filter(({ isTaken, tokens }) => !isTaken && tokens.size > 1);
    if (ready.length === 0) {
      await pause(betweenTriesMs);
      continue;
    }
    const secret = oneOf(random, ready);
    const disables = random.below(oneDisablesIn) === 0;
    secret.isTaken = true;
    for (const token of secret.tokens.values())
      if ((await verdictOf(checks.verifier, token)) === 'accepted') world.tally.accepted += 1;

    const tookMs = await revoke(world, secret, disables ? 'disable' : 'delete', random);
    if (tookMs !== null) onAnswered(tookMs);
    checking.push(checkTokens(world, secret, checks, [...secret.tokens.values()]));
    if (disables) await goOnDisabled(world, secret, random);
    else await replace(world, secret, random);
  }
  await Promise.all(checking);
}

type RevokeOptions = {
  random: Random;
  goesOn: () => boolean;
  /** Hears how long the first answer took of what was answered at once. */
  onAnswered?: (tookMs: number) => void;
};

/**
 * Deletes or disables a secret, while every server is asked for tokens with it. What is not answered is repeated at another server
 * until it is: only from then on is anything promised. Answers how long it took if the first request was answered.
 */
async function revoke(
  world: World,
  secret: Secret,
  how: 'delete' | 'disable',
  random: Random,
): Promise<number | null> {
  secret.isUntouched = false;
  const wanted = how === 'delete' ? 204 : 200;
  const answered = Promise.withResolvers<void>();
  void hunt(world, secret, answered.promise);
  for (let tries = 1; ; tries += 1) {
    const answer = await send(world, oneOf(random, world.servers), secret, how);
    if (answer?.status === wanted) {
      secret.dead.push({ sinceMs: answer.answeredMs, untilMs: Infinity });
      answered.resolve();
      world.tally[how === 'delete' ? 'deletions' : 'disablings'] += 1;
      return tries === 1 ? answer.answeredMs - answer.sentMs : null;
    }
    if (answer === null) world.tally.unanswered += 1;
    else count(world.tally.refusedChanges, answer.status);
    await pause(betweenTriesMs);
  }
}

/** A disabled secret is enabled again, or is deleted for good. */
async function goOnDisabled(world: World, secret: Secret, random: Random): Promise<void> {
  await pause(random.below(2_000));
  if (random.below(2) === 0) {
    const period = secret.dead.at(-1);
    if (period !== undefined) period.untilMs = performance.now();
    if ((await send(world, oneOf(random, world.servers), secret, 'enable'))?.status === 200) {
      world.tally.enablings += 1;
      secret.tokens.clear();
      secret.isTaken = false;
      return;
    }
    // It may be enabled, now or later.
  }
  while ((await send(world, oneOf(random, world.servers), secret, 'delete'))?.status !== 204)
    await pause(betweenTriesMs);
  secret.dead.push({ sinceMs: performance.now(), untilMs: Infinity });
  await replace(world, secret, random);
}

/** It is asked for no more; another one is, instead. */
async function replace(world: World, secret: Secret, random: Random): Promise<void> {
  world.secrets.delete(secret);
  world.secrets.add(await create(world, applicationOf(secret), random));
}

/** As many secrets as there are to be, some of each application. */
export async function createSecrets(world: World, number: number, random: Random): Promise<void> {
  const numbers = Array.from({ length: number }, (_value, index) => index);
  const asOne = async (): Promise<void> => {
    for (let next = numbers.pop(); next !== undefined; next = numbers.pop()) {
      const application = managedApplications[next % managedApplications.length];
      if (application !== undefined) world.secrets.add(await create(world, application, random));
    }
  };
  await Promise.all(Array.from({ length: 4 }, asOne));
}

async function create(world: World, { clientId, manager }: Application, random: Random): Promise<Secret> {
  for (;;) {
    // A creation without an answer leaves a secret behind that nobody knows, and an application may have a hundred.
    const well = world.servers.filter(({ trouble }) => trouble === null);
    const answer = await oneOf(random, well.length > 0 ? well : world.servers).call({
      method: 'POST',
      path: secretsPath(clientId),
      headers: world.sessions[manager].headers,
      json: { name: `Secret ${random.below(2 ** 31)}`, expiresAt: noonIn(200) },
    });
    if (answer?.status === 201) {
      const { id, clientSecret } = JSON.parse(answer.text) as CreatedSecret;
      return { id, clientId, clientSecret, isUntouched: true, isTaken: false, dead: [], tokens: new Map() };
    }
    if (answer !== null && answer.status < 500) throw new Error(`no secret: ${answer.status} ${answer.text}`);
    await pause(betweenTriesMs);
  }
}

const secretsPath = (clientId: string): string => `/api/v1/applications/${clientId}/secrets`;

/** Asks for a change; null: nobody knows whether it was made, or will be. */
async function send(
  world: World,
  server: TestedServer,
  { id, clientId }: Secret,
  change: Change,
): Promise<Called | null> {
  const path = `${secretsPath(clientId)}/${id}`;
  const { headers } = world.sessions[applicationOf({ clientId }).manager];
  const call: Call =
    change === 'delete'
      ? { method: 'DELETE', path, headers }
      : { method: 'POST', path: `${path}/${change}`, headers, json: {} };
  const answer = await server.call(call);
  if (answer !== null && answer.status >= 400 && answer.status < 500)
    throw new Error(`${change}: ${answer.status} ${answer.text}`);
  return answer;
}
