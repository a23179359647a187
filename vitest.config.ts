import { defineConfig } from 'vitest/config';

/** By default one core is left free, which is half of a machine that has two. */
const everyCore = '100%';

/**
 * Three projects, because they need different worlds: `pure` needs nothing but the code, `server` needs the
 * one PostgreSQL that server/test/harness.ts starts for the run, `e2e` drives a browser against a running
 * city and therefore comes last and one file at a time (two cores).
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'pure',
          include: ['packages/*/test/**/*.test.{ts,tsx}', 'web/test/**/*.test.{ts,tsx}', 'test/**/*.test.ts'],
          testTimeout: 30_000,
          maxWorkers: everyCore,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'server',
          include: ['server/test/**/*.test.ts', 'demo/test/**/*.test.ts'],
          globalSetup: ['server/test/harness.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: everyCore,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          globalSetup: ['server/test/harness.ts', 'e2e/city-keeper.ts'],
          testTimeout: 180_000,
          hookTimeout: 240_000,
          fileParallelism: false,
          maxConcurrency: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
