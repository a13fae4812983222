import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { medianOf } from '../measure.ts';
import type { VerifierOrder, VerifierResult } from '../peers/verifier.ts';
import type { BenchSetting, CaseResult, Row } from './bench-setting.ts';
import { someClients } from './bench-federation.ts';
import { startKeyturn } from './keyturn-server.ts';
import { requestToken } from './token-requests.ts';

const atOnce = 64;

/** Checks of access tokens by `@keyturn/verifier`, status included, beside jose's of the signature and claims alone. */
export async function benchVerifier(setting: BenchSetting): Promise<CaseResult> {
  const federation = await setting.federations.of(setting.applications);
  const server = await startKeyturn(federation);
  try {
    const tokens: string[] = [];
    for (const client of someClients(federation, atOnce))
      tokens.push((await requestToken(`${server.url}/oauth2/token`, client, federation)).token);
    const issuer = `http://localhost:${server.port}`;
    const { audience } = federation;
    const { seconds, rounds } = setting;
    const result = await measureIn({ issuer, audience, tokens, seconds, rounds });
    const rows = [rowOf('verifier', result.verifier), rowOf('jose alone', result.jose)];
    for (const row of rows) setting.onRow(row);
    return { rows, targets: [] };
  } finally {
    await server.stop();
  }
}

async function measureIn(order: VerifierOrder): Promise<VerifierResult> {
  const child = fork(join(import.meta.dirname, '../peers/verifier.ts'), {
    env: {},
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  const exited = once(child, 'exit');
  const answer: Promise<unknown[]> = once(child, 'message');
  child.send(order);
  const ended = exited.then(() => {
    throw new Error('the verifier ended');
  });
  const [result] = await Promise.race([answer, ended]);
  child.disconnect();
  await exited;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own process answers, of this version
  return result as VerifierResult;
}

const rowOf = (name: string, rounds: number[]): Row => ({
  name,
  perSecond: medianOf(rounds),
  p50Ms: null,
  p99Ms: null,
  cpuMicroseconds: null,
  generatorMicroseconds: null,
  rounds: rounds.map(Math.round),
});
