import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { unhandledErrors } from './unhandled-errors.ts';

const results = process.env['MUSTER_TEST_RESULTS'] ?? 'test-results.json';

/** How every package runs its tests: from its own folder, real processes included. */
export default defineConfig({
  test: {
    root: process.cwd(),
    include: ['test/**/*.test.ts'],
    restoreMocks: true,
    // Generous: a shared machine may be busy, and no test judges time.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Two cores: a second worker keeps one busy while the other waits for processes.
    maxWorkers: 2,
    // Most of what a command that a test starts does is to compile its sources: once is enough.
    env: {
      NODE_COMPILE_CACHE: join(import.meta.dirname, '../../node_modules/.cache/muster/compiled'),
    },
    // What a test prints is noise to everyone else, and often a forgotten look inside.
    onConsoleLog: (log) => {
      throw new Error(`a test wrote to the console: ${log}`);
    },
    reporters: [
      'default',
      ['json', { outputFile: results }],
      unhandledErrors(results.replace('results', 'errors')),
    ],
  },
});
