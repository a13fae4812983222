import { randomInt } from 'node:crypto';
import { expect, vi } from 'vitest';
import { serveEnvironment, signIn, type DatabaseKind } from './database.ts';
import { federationFile } from './federation.ts';
import { expectAcknowledged } from './kill-check.ts';
import { countLedger, emptyLedger, type Ledger, type Setting } from './kill-ledger.ts';
import { workUntilKilled } from './kill-work.ts';
import { launch, startServer, succeed, type Environment, type KeyturnServer } from './keyturn-process.ts';
import { createRandom } from './random.ts';

const workers = 6;
const killWithinMs = 2_000;

/**
 * Kills a server with SIGKILL at a random moment while secrets are created and deleted, starts it again, and checks
 * that it kept what it had acknowledged; so many times over. The seed of the moments and of the requests is logged.
 */
export async function expectToSurviveKillRounds(kind: DatabaseKind, rounds: number): Promise<void> {
  const seed = Number(process.env['KEYTURN_TEST_KILL_SEED'] ?? randomInt(2 ** 31));
  const random = createRandom(seed);
  const env: Environment = { ...(await serveEnvironment(kind)), KEYTURN_MAX_VALID_SECRETS: '100' };
  const server = `http://localhost:${env['KEYTURN_PORT']}`;
  await succeed(['import', federationFile], { env });
  const setting: Setting = { env, server, sessions: await signIn(env, server), random };
  const ledger = emptyLedger();

  for (let round = 1; round <= rounds; round += 1) {
    // Every third start is killed on its way up, so that recovery itself is interrupted.
    if (random.below(3) === 0) await killWhileStarting(setting);
    const running = await startServer(['serve'], { env });
    await expectAcknowledged(setting, ledger, { thorough: false });
    const afterMs = random.below(killWithinMs);
    await killDuringWork(setting, ledger, running, { round, afterMs });
    const counted = JSON.stringify(countLedger(ledger));
    console.info(`${kind}, seed ${seed}, round ${round}: killed after ${afterMs} ms; so far ${counted}`);
  }
  const last = await startServer(['serve'], { env });
  await expectAcknowledged(setting, ledger, { thorough: true });
  expect(await last.stop()).toMatchObject({ code: 0, stderr: '' });

  const total = countLedger(ledger);
  console.info(
    `${kind}, seed ${seed}, all is as acknowledged after ${rounds} rounds: ${JSON.stringify(total)}`,
  );
  expect(total.created).toBeGreaterThan(rounds);
  expect(total.deleted).toBeGreaterThan(rounds);
}

async function killWhileStarting({ env, random }: Setting): Promise<void> {
  const starting = launch(['serve'], { env });
  await pause(random.below(killWithinMs));
  expect(await starting.kill()).toMatchObject({ signal: 'SIGKILL', stderr: '' });
}

async function killDuringWork(
  setting: Setting,
  ledger: Ledger,
  running: KeyturnServer,
  { round, afterMs }: { round: number; afterMs: number },
): Promise<void> {
  const name = `round ${round}`;
  const state = { killed: false };
  const working = Promise.all(
    Array.from({ length: workers }, (_value, number) =>
      workUntilKilled(setting, ledger, { name: `${name}, worker ${number}`, number, state }),
    ),
  );
  // A failure before the kill is thrown below.
  working.catch(() => undefined);
  await pause(afterMs);
  // A busy machine needs longer to have something to lose.
  await vi.waitUntil(
    () => {
      const { created, deleted } = countLedger(ledger);
      return created > round && deleted > round;
    },
    { timeout: 30_000, interval: 5 },
  );
  state.killed = true;
  expect(await running.kill()).toMatchObject({ signal: 'SIGKILL', stderr: '' });
  await working;
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => void setTimeout(resolve, milliseconds));
