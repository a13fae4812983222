import { startLoadGenerator } from '../load/load-generator.ts';
import { benchChurn } from './bench-churn.ts';
import { benchDeletion } from './bench-deletion.ts';
import { createBenchFederations } from './bench-federation.ts';
import { benchIntrospection } from './bench-introspection.ts';
import { benchPeers } from './bench-peers.ts';
import { benchScaling } from './bench-scaling.ts';
import type { BenchSetting, CaseResult, Row, Target } from './bench-setting.ts';
import { benchVerifier } from './bench-verifier.ts';
import { benchWorkers } from './bench-workers.ts';

const cases = {
  peers: benchPeers,
  scaling: benchScaling,
  workers: benchWorkers,
  introspection: benchIntrospection,
  verifier: benchVerifier,
  deletion: benchDeletion,
  churn: benchChurn,
} satisfies Record<string, (setting: BenchSetting) => Promise<CaseResult>>;

export type TokenCase = keyof typeof cases;

const isCase = (name: string): name is TokenCase => Object.hasOwn(cases, name);

/** The cases of the suite, in their order. */
export const tokenCases = Object.keys(cases).filter(isCase);

/** What the suite found. */
export type TokensReport = {
  cases: (CaseResult & { name: TokenCase })[];
  /** Whether every promise was kept that was looked at. */
  ok: boolean;
};

/** At the size that is promised. */
export const fullTokens = { applications: 1_000, sizes: [1, 10, 1_000, 100_000], servers: 4 };

export type TokensOptions = Pick<
  BenchSetting,
  'applications' | 'sizes' | 'servers' | 'rounds' | 'seconds'
> & {
  /** Databases are made beside this one. */
  databaseUrl: string;
  only: readonly TokenCase[];
  onPrepare: (applications: number) => void;
  onRow: (name: TokenCase, row: Row) => void;
};

/**
 * Measures how many tokens a second Keyturn issues, and what else depends on it, beside other servers on the same machine.
 * @throws PeerMissingError when what it is compared with is not installed
 */
export async function benchTokens(options: TokensOptions): Promise<TokensReport> {
  const { databaseUrl, only, onPrepare, onRow, ...given } = options;
  const federations = createBenchFederations(databaseUrl, onPrepare);
  const load = startLoadGenerator();
  const results: TokensReport['cases'] = [];
  try {
    for (const name of only) {
      const setting = { ...given, federations, load, onRow: (row: Row) => onRow(name, row) };
      results.push({ name, ...(await cases[name](setting)) });
    }
  } finally {
    await load.close();
    await federations.dropAll();
  }
  return { cases: results, ok: targetsOf(results).every(({ ok }) => ok) };
}

export const targetsOf = (results: TokensReport['cases']): Target[] =>
  results.flatMap(({ targets }) => targets);
