import { defineConfig } from 'vitest/config';
import { closingLine } from './test/support/closing-line.ts';

/** Tests that run the command itself, as built. */
const COMMAND_TESTS = ['test/cli/**/*.test.ts'];

/** Tests of the pages in a real browser, served by the command. */
const BROWSER_TESTS = ['test/web/browser/**/*.test.ts'];

export default defineConfig({
  test: {
    reporters: ['default', closingLine],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'command',
          include: COMMAND_TESTS,
          globalSetup: ['test/support/built-cli.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [...COMMAND_TESTS, ...BROWSER_TESTS],
          // Left to itself vitest keeps one core for itself.
          maxWorkers: 2,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: BROWSER_TESTS,
          globalSetup: ['test/support/built-all.ts'],
          // Pages are painted without a graphics card, by a machine that does other things too.
          testTimeout: 60_000,
          expect: { poll: { timeout: 10_000 } },
          // Each file starts a browser and a server; two of them are enough for two cores.
          maxWorkers: 2,
        },
      },
    ],
  },
});
