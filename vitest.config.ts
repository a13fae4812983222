import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';

const unitTests = '**/*.unit.test.ts';
const diskTests = '**/*.disk.test.ts';
const serverTests = {
  // Loading the server and preparing its database takes longer than most files: those of one process share them.
  isolate: false,
  include: ['server/test/**/*.test.ts'],
  exclude: [...configDefaults.exclude, unitTests, diskTests],
};

export default defineConfig({
  test: {
    globalSetup: 'server/test/support/postgres-setup.ts',
    // Tests wait for their database more than they compute, so even two cores keep two of them busy.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    execArgv: ['--disable-warning=ExperimentalWarning'],
    // A clock or an environment variable that one test changes must not reach the next.
    unstubEnvs: true,
    restoreMocks: true,
    testTimeout: 30_000,
    // A busy machine may take seconds; what never comes fails all the same.
    expect: { poll: { timeout: 15_000 } },
    projects: [
      { extends: true, test: { name: 'unit', include: [unitTests] } },
      // Slow ones that run once: an embedded database on a real disk, killed and cut off from power.
      { extends: true, test: { name: 'disk', include: [diskTests] } },
      // The same files twice: what holds on one kind of database has to hold on the other.
      {
        extends: true,
        test: {
          name: 'embedded',
          ...serverTests,
          // Of several servers; `npm run simulate:reminders` is for both kinds of database.
          exclude: [...serverTests.exclude, 'server/test/simulation/**'],
          provide: { database: 'embedded' },
        },
      },
      { extends: true, test: { name: 'postgres', ...serverTests, provide: { database: 'postgres' } } },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['e2e/**/*.e2e.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // These start whole servers and browsers: few at a time, and after the other projects.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
