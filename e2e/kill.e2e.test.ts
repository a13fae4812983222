import { test } from 'vitest';
import { expectToSurviveKillRounds } from './support/kill-rounds.ts';

/** 20 rounds on each database are the full form; a few are enough to notice that something broke. */
const rounds = Number(process.env['KEYTURN_TEST_KILL_ROUNDS'] ?? 3);
const timeout = 60_000 + rounds * 30_000;

test(
  'R1.5 serve on the embedded database keeps what it acknowledged, whenever it is killed',
  { timeout },
  () => expectToSurviveKillRounds('embedded', rounds),
);

test('R1.5 serve on PostgreSQL keeps what it acknowledged, whenever it is killed', { timeout }, () =>
  expectToSurviveKillRounds('PostgreSQL', rounds),
);
