import { defineConfig } from 'vitest/config';
import { findChromium } from './scripts/chromium.mjs';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'web/**/*.test.{ts,tsx}'],
    // Empty where there is no browser: the browser tests then say why they are skipped.
    env: { CHROMIUM_PATH: findChromium() ?? '' },
    pool: 'forks',
    // Tests start real databases; more of them at once would only wait for each other's disk.
    maxWorkers: 2,
    testTimeout: 90_000,
    hookTimeout: 90_000,
  },
});
