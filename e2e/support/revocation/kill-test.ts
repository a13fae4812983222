import { randomInt } from 'node:crypto';
import { expect } from 'vitest';
import { createVerifier } from '../../../verifier/src/index.ts';
import { serveEnvironment, signIn } from '../database.ts';
import { apis, federationFile } from '../federation.ts';
import type { Credentials } from '../http.ts';
import { succeed, type Environment } from '../keyturn-process.ts';
import { createRandom } from '../random.ts';
import { causeTrouble } from './faults.ts';
import { createSecrets, revokeSecrets } from './revoke.ts';
import { createBalancedFetch } from './status-list-fetch.ts';
import { createTally, percentile } from './tally.ts';
import { startTestedServer, type TestedServer } from './tested-server.ts';
import { loadWithTokenRequests, requestToken } from './token-load.ts';
import { oneOf, pause, type World } from './world.ts';

export type Size = {
  /** Revocations that are to be answered while all servers are well. */
  calm: number;
  /** Deletions that are to be answered while anything befalls servers. */
  deletions: number;
  /** How often each thing is to befall one of them, at least. */
  faults: number;
  /** How long one is stopped, at most. */
  longestStopMs: number;
};

const serverCount = 4;
const secretCount = 200;
/** Credential managers at once: few while all is well, so that none waits for another's. */
const calmManagers = 2;
const managers = 12;
const worksAgainWithinMs = 20_000;

/** Four servers on one PostgreSQL under load, the worst that can befall them, and what came of it. */
export async function runKillTest({ calm, deletions, faults, longestStopMs }: Size) {
  const seed = Number(process.env['KEYTURN_TEST_REVOCATION_SEED'] ?? randomInt(2 ** 31));
  // Printed first: whatever comes, it can be told what it came of.
  console.info(`revocation, seed ${seed}`);
  const world = await createWorld(seed);
  const { tally, servers } = world;
  const { fetch, reachability } = createBalancedFetch(world.issuer, servers, world.random(1));
  const audience = [apis.search.identifier, apis.data.identifier];
  const verifier = createVerifier({ issuer: world.issuer, audience, fetch });
  const checks = { verifier, reachability };
  try {
    await createSecrets(world, secretCount, world.random(2));
    const startMs = performance.now();
    const load = loadWithTokenRequests(world);

    const calmMs: number[] = [];
    await employ(calmManagers, (number) =>
      revokeSecrets(world, checks, {
        random: world.random(200 + number),
        goesOn: () => tally.deletions + tally.disablings < calm,
        onAnswered: (tookMs) => void calmMs.push(tookMs),
      }),
    );

    const before = tally.deletions;
    const troubledMs: number[] = [];
    const goesOn = (): boolean =>
      tally.violations.length === 0 &&
      (tally.deletions - before < deletions ||
        Math.min(tally.stops, tally.kills, tally.cuts, tally.steps) < faults);
    const revoking = employ(managers, (number) =>
      revokeSecrets(world, checks, {
        random: world.random(300 + number),
        goesOn,
        onAnswered: (tookMs) => void troubledMs.push(tookMs),
      }),
    );
    await Promise.all([causeTrouble(world, longestStopMs, goesOn), revoking]);
    const seconds = (performance.now() - startMs) / 1000;
    world.isOver = true;
    await load;
    await expectAllToWork(world);
    return {
      seed,
      seconds: Math.round(seconds),
      tokensPerSecond: Math.round((tally.tokenRequests[200] ?? 0) / seconds),
      calm: { answers: calmMs.length, p50Ms: percentile(calmMs, 0.5), p99Ms: percentile(calmMs, 0.99) },
      troubled: {
        answers: troubledMs.length,
        p50Ms: percentile(troubledMs, 0.5),
        p99Ms: percentile(troubledMs, 0.99),
      },
      ...tally,
    };
  } finally {
    world.isOver = true;
    verifier.close();
  }
}

const employ = async (number: number, work: (number: number) => Promise<void>): Promise<void> =>
  void (await Promise.all(Array.from({ length: number }, (_value, index) => work(index))));

async function createWorld(seed: number): Promise<World> {
  const env: Environment = {
    ...(await serveEnvironment('PostgreSQL')),
    KEYTURN_MAX_VALID_SECRETS: '100',
  };
  const issuer = `http://localhost:${env['KEYTURN_PORT']}`;
  await succeed(['import', federationFile], { env });
  const shared = { ...env, KEYTURN_PUBLIC_URL: issuer };
  const servers = await Promise.all(
    Array.from({ length: serverCount }, (_value, place) =>
      startTestedServer(`server ${place + 1}`, shared, place === 0 ? Number(env['KEYTURN_PORT']) : undefined),
    ),
  );
  const sessions = await signIn(env, issuer);
  const [first] = servers;
  const introspection = new Map<string, Credentials>();
  for (const { id } of Object.values(apis)) {
    const path = `/api/v1/apis/${id}/introspection-credentials`;
    const answer = await first?.call({ method: 'POST', path, headers: sessions.operator.headers, json: {} });
    expect(answer).toMatchObject({ status: 201 });
    introspection.set(id, JSON.parse(answer?.text ?? '') as Credentials);
  }
  return {
    servers,
    issuer,
    sessions,
    introspection,
    secrets: new Set(),
    tally: createTally(),
    random: (purpose) => createRandom(seed + purpose * 7919),
    chance: createRandom(seed),
    isOver: false,
  };
}

/** When all is over every server answers tokens again with what was not revoked, and ends as it should. */
async function expectAllToWork(world: World): Promise<void> {
  const random = world.random(3);
  const untouched = [...world.secrets].filter(({ isUntouched }) => isUntouched);
  const worksAgain = async (server: TestedServer): Promise<void> => {
    const deadlineMs = performance.now() + worksAgainWithinMs;
    while ((await requestToken(world, server, oneOf(random, untouched))) !== 200) {
      if (performance.now() > deadlineMs) throw new Error(`${server.name} issues no tokens any more`);
      await pause(100);
    }
  };
  await Promise.all(world.servers.map(worksAgain));
  for (const server of world.servers) await server.stop();
}
