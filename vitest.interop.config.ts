import { defineConfig } from 'vitest/config';

/** What `npm run test:interop` runs: the client libraries of other languages too, as far as their runtimes are at hand. */
export default defineConfig({
  test: {
    name: 'e2e',
    globalSetup: 'server/test/support/postgres-setup.ts',
    include: ['e2e/interop/*.{e2e,interop}.test.ts'],
    execArgv: ['--disable-warning=ExperimentalWarning'],
    restoreMocks: true,
    // Installing what other languages need takes its time.
    testTimeout: 300_000,
    hookTimeout: 600_000,
    maxWorkers: 1,
  },
});
