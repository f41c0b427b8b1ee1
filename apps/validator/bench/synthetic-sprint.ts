import {
  type ArmDefinition,
  atLeast,
  defineExperiment,
  type Experiment,
  type Sizes,
} from '@muster/experiment';
import { createRandom } from '../../../packages/experiment/src/plan/random.ts';

const BLOCKS = 10;
const WARMUP_BLOCKS = 1;
const ARMS_OF_EACH = 6;
const BASELINE = 'starts1';

/** How often a trial observes which metric, by what its arm does. */
const OBSERVED = {
  starts: { readyMs: 100, slowestReadyMs: 100, idleMb: 1 },
  arrivals: { lagMs: 1500, hitRate: 1 },
} as const;

const random = createRandom(1);
const arms = Object.entries(OBSERVED).flatMap(([does, counts]) =>
  Array.from({ length: ARMS_OF_EACH }, (_, at) => ({
    name: `${does}${at + 1}`,
    counts: Object.entries(counts),
  })),
);
const faster = arms.filter(({ name }) => name.startsWith('starts') && name !== BASELINE);

/** How many trials a run has, warm-up included. */
export const TRIALS: number = (WARMUP_BLOCKS + BLOCKS) * arms.length;

/** How many values they observe. */
export const RAW_SAMPLES: number =
  (WARMUP_BLOCKS + BLOCKS) *
  arms.flatMap(({ counts }) => counts).reduce((sum, [, count]) => sum + count, 0);

/**
 * As many arms, blocks, trials and raw samples as the standard profile of sprint 3.1 has, and nearly
 * as many quantities; no agents.
 */
export const syntheticSprint: Experiment = defineExperiment<string, string, Sizes>({
  id: 'synthetic-sprint',
  claim: 'Judging takes the same time whatever was measured.',
  metrics: {
    readyMs: { unit: 'ms', about: 'request to ready', summary: 'median' },
    slowestReadyMs: { unit: 'ms', about: 'the same', summary: 'p95' },
    idleMb: { unit: 'MB', about: 'memory of what was started', summary: 'single' },
    lagMs: { unit: 'ms', about: 'how late an arrival is', summary: 'p95' },
    hitRate: { unit: 'ratio', about: 'arrivals that are served at once', summary: 'single' },
  },
  sizes: { quick: {}, standard: {}, full: {} },
  design: {
    blocks: { quick: BLOCKS, standard: BLOCKS, full: BLOCKS },
    warmupBlocks: WARMUP_BLOCKS,
    seed: 1,
    trialDeadlineMs: 60_000,
    confidence: 0.95,
    // What others do here is no matter: no value comes from this machine.
    host: { maxStealRatio: 1, maxForeignRatio: 1 },
  },
  arms: Object.fromEntries(arms.map(({ name, counts }) => [name, armThat(counts)])),
  criteria: faster.map(({ name }) => ({
    id: name,
    statement: 'It is faster',
    because: 'there must be something to judge',
    quantity: { kind: 'speedup', metric: 'readyMs', from: BASELINE, to: name },
    bound: atLeast(1),
  })),
  shown: arms.flatMap(({ name, counts }) =>
    counts.map(([metric]) => ({
      id: `${name}-${metric.toLowerCase()}`,
      statement: 'What it comes to',
      quantity: { kind: 'level', metric, arm: name } as const,
    })),
  ),
});

function armThat(counts: readonly (readonly [string, number])[]): ArmDefinition {
  return {
    about: 'observes what chance gives',
    trial: async ({ observe }) => {
      for (const [metric, count] of counts) {
        for (let at = 0; at < count; at += 1) observe({ [metric]: 0.8 + 0.4 * random.next() });
      }
    },
  };
}
