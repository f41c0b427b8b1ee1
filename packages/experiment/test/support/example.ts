import { atLeast } from '@muster/analysis';
import type { Profile } from '../../src/definition/definition.ts';
import { defineExperiment } from '../../src/definition/define.ts';
import type { ExperimentInput } from '../../src/definition/define.ts';

// Typed apart, so that `as const` below does not narrow the numbers.
const sizes: Readonly<Record<Profile, { readonly agents: number }>> = {
  quick: { agents: 2 },
  standard: { agents: 10 },
  full: { agents: 100 },
};

/** A small definition that is right; tests change one thing about it. */
export const input = {
  id: 'agent-pool',
  sprint: {
    id: '3.1',
    optimization: 'Agent pooling',
    improvement: 'spawn-time',
    targets: { minimum: 2, ideal: 5, skipBelow: 1.5, statedAs: '2-5×' },
  },
  claim: 'A leased agent is ready sooner than a cold one.',
  metrics: {
    readyMs: { unit: 'ms', about: 'time to ready', summary: 'median' },
    hitRate: { unit: 'ratio', about: 'served from the pool', summary: 'single' },
  },
  sizes,
  design: {
    blocks: { quick: 6, standard: 10, full: 30 },
    warmupBlocks: 1,
    seed: 7,
    trialDeadlineMs: 1_000,
    confidence: 0.95,
  },
  arms: {
    cold: {
      about: 'a fresh agent each time',
      trial: async ({ observe }) => observe({ readyMs: 30 }),
    },
    pool: {
      about: 'a leased agent',
      trial: async ({ observe }) => observe({ readyMs: 10, hitRate: 0.9 }),
    },
  },
  criteria: [
    {
      id: 'spawn-time',
      statement: 'Agent pooling achieves ≥2× spawn time improvement',
      because: 'below 2x a pool is not worth its complexity',
      quantity: { kind: 'speedup', metric: 'readyMs', from: 'cold', to: 'pool' },
      bound: atLeast(2),
    },
    {
      id: 'hit-rate',
      statement: 'The hit rate is at least 70 %',
      because: 'a pool that misses is a cold start with extra steps',
      quantity: { kind: 'level', metric: 'hitRate', arm: 'pool' },
      bound: atLeast(0.7),
    },
  ],
  shown: [
    {
      id: 'cold-time',
      statement: 'A cold start takes',
      quantity: { kind: 'level', metric: 'readyMs', arm: 'cold' },
    },
  ],
} as const satisfies ExperimentInput<'readyMs' | 'hitRate', 'cold' | 'pool', { agents: number }>;

/** The example, defined. */
export const example = defineExperiment<'readyMs' | 'hitRate', 'cold' | 'pool', { agents: number }>(
  input,
);
