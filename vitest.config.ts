import { defineConfig } from 'vitest/config';
import { findChromium } from './scripts/chromium.mjs';

/** Tests that need Kafka and Flink; all others do without. */
const CLUSTER_TESTS = ['test/cluster/**/*.test.ts', '{src,test}/**/*.cluster.test.ts'];

export default defineConfig({
  test: {
    environment: 'node',
    // Empty where there is no browser: the browser tests then say why they are skipped.
    env: { CHROMIUM_PATH: findChromium() ?? '' },
    pool: 'forks',
    projects: [
      {
        extends: true,
        test: {
          name: 'crosscurrent',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'web/**/*.test.{ts,tsx}'],
          exclude: CLUSTER_TESTS,
          // Tests start real databases; more of them at once would only wait for each other's disk.
          maxWorkers: 2,
          testTimeout: 90_000,
          hookTimeout: 90_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'cluster',
          include: CLUSTER_TESTS,
          // Starts a cluster when, and only when, one of these tests is to run.
          globalSetup: ['test/cluster/setup.ts'],
          // They share it, and some kill its parts: one file after the other, behind all other tests.
          sequence: { groupOrder: 1 },
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
