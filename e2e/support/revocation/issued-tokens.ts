import { AccessTokenError, type Verifier } from '../../../verifier/src/index.ts';
import { basic } from '../http.ts';
import { applicationOf, isDead, wasAskedDead, type Secret } from './secret.ts';
import { count } from './tally.ts';
import type { TestedServer } from './tested-server.ts';
import { oneOf, pause, type World } from './world.ts';

/** What `@keyturn/verifier` promises while the status list can be reached. */
const refusedWithinMs = 5_000;
const betweenLooksMs = 200;
/** Until some server must have said something about a token. */
const introspectedWithinMs = 20_000;

/** Tells since when no status list was to be had, or null. */
export type Reachability = { wasReachableSince(sinceMs: number): boolean };

/** Checks the tokens that were issued with a secret before it was answered that it is revoked. */
export async function checkTokens(
  world: World,
  secret: Secret,
  { verifier, reachability }: { verifier: Verifier; reachability: Reachability },
  tokens: string[],
): Promise<void> {
  await Promise.all(
    tokens.flatMap((token) => [
      ...world.servers.map((server) => introspect(world, server, secret, token)),
      introspectUntilKnown(world, secret, token),
      expectVerifierToRefuse(world, secret, { verifier, reachability }, token),
    ]),
  );
}

/** A token that was on its way when its secret's revocation was answered is as dead as those before. */
export const introspectLate = (world: World, secret: Secret, token: string): Promise<void> =>
  introspectUntilKnown(world, secret, token);

/** Asks one server after the other until one answers. */
async function introspectUntilKnown(world: World, secret: Secret, token: string): Promise<void> {
  const deadlineMs = performance.now() + introspectedWithinMs;
  while (isDead(secret)) {
    // Those that are well first: they answer at once.
    const well = world.servers.filter(({ trouble }) => trouble === null);
    const verdict = await introspect(
      world,
      oneOf(world.chance, well.length > 0 ? well : world.servers),
      secret,
      token,
    );
    if (verdict !== 'unknown') return;
    if (performance.now() > deadlineMs)
      return void world.tally.violations.push(violation('no server says whether it is active', secret));
    await pause(betweenLooksMs);
  }
}

/** Asks one server whether the token is active, and looks at whether it may say so. */
async function introspect(
  world: World,
  server: TestedServer,
  secret: Secret,
  token: string,
): Promise<'known' | 'unknown'> {
  const credentials = world.introspection.get(applicationOf(secret).api.id);
  if (credentials === undefined) throw new Error('an API has no introspection credentials');
  const answer = await server.call({
    method: 'POST',
    path: '/oauth2/introspect',
    headers: basic(credentials),
    form: { token },
  });
  if (answer?.status !== 200) {
    count(world.tally.notIntrospected, answer?.status ?? 0);
    return 'unknown';
  }
  const { active } = JSON.parse(answer.text) as { active: boolean };
  const period = wasAskedDead(secret, answer);
  if (period === undefined) return 'unknown';
  if (active)
    world.tally.violations.push({
      ...violation('active at introspection after the answer', secret, server),
      sentAfterMs: Math.round(answer.sentMs - period.sinceMs),
      tookMs: Math.round(answer.answeredMs - answer.sentMs),
    });
  else {
    world.tally.inactive += 1;
    if (server.trouble !== null) world.tally.inactiveInTrouble += 1;
  }
  return 'known';
}

/** Looks again and again whether the verifier refuses the token because of its secret, for as long as it may take. */
async function expectVerifierToRefuse(
  world: World,
  secret: Secret,
  { verifier, reachability }: { verifier: Verifier; reachability: Reachability },
  token: string,
): Promise<void> {
  const startMs = performance.now();
  const period = secret.dead.at(-1);
  for (;;) {
    const nowMs = performance.now();
    const verdict = await verdictOf(verifier, token);
    // What came after it may be alive again tells nothing.
    if (period === undefined || performance.now() >= period.untilMs) return;
    if (verdict === 'revoked') {
      world.tally.refused += 1;
      world.tally.slowestRefusalMs = Math.max(world.tally.slowestRefusalMs, Math.round(nowMs - startMs));
      return;
    }
    if (nowMs - startMs >= refusedWithinMs) {
      if (verdict === 'unavailable' || !reachability.wasReachableSince(startMs))
        world.tally.withoutStatusList += 1;
      else world.tally.violations.push(violation(`${verdict} by the verifier after five seconds`, secret));
      return;
    }
    await pause(Math.min(betweenLooksMs, Math.max(0, startMs + refusedWithinMs - performance.now())));
  }
}

/** What the verifier says to a token. */
export async function verdictOf(verifier: Verifier, token: string): Promise<string> {
  try {
    await verifier.verify(token);
    return 'accepted';
  } catch (error) {
    if (!(error instanceof AccessTokenError)) throw error;
    const { code } = error;
    return code === 'secret-deleted' || code === 'secret-disabled' ? 'revoked' : code;
  }
}

const violation = (what: string, secret: Secret, server?: TestedServer) => ({
  what,
  server: server?.name ?? '',
  trouble: server?.trouble ?? null,
  secretId: secret.id,
  sentAfterMs: 0,
  tookMs: 0,
});
