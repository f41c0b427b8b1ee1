import { defineConfig } from 'vitest/config';

/** All packages at once, for watching while working: `pnpm test:watch`. */
export default defineConfig({
  test: {
    projects: ['packages/*', 'apps/*'].map((glob) => `${import.meta.dirname}/../../${glob}`),
  },
});
