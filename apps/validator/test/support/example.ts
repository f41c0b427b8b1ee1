import { atLeast, defineExperiment, type Experiment, type Profile } from '@muster/experiment';

/** What a test changes about the example. */
export interface ExampleOptions {
  readonly claim?: string;
  readonly statement?: string;
  readonly simulated?: readonly string[];
  readonly experimentId?: string;
  readonly sprintId?: string;
}

const sizes: Readonly<Record<Profile, { readonly agents: number }>> = {
  quick: { agents: 2 },
  standard: { agents: 10 },
  full: { agents: 100 },
};

/** A small experiment that stands for sprint 3.1; its trials are scripted, never run. */
export function exampleExperiment(options: ExampleOptions = {}): Experiment {
  const trial = (): Promise<void> => Promise.reject(new Error('scripted, not run'));
  return defineExperiment({
    id: options.experimentId ?? 'agent-pool',
    sprint: {
      id: options.sprintId ?? '3.1',
      optimization: 'Agent pooling',
      improvement: 'spawn-time',
      targets: { minimum: 2, ideal: 5, skipBelow: 1.5, statedAs: '2-5×' },
    },
    claim: options.claim ?? 'A leased agent is ready sooner.',
    metrics: {
      readyMs: { unit: 'ms', about: 'time to ready', summary: 'single' },
      hitRate: { unit: 'ratio', about: 'served from the pool', summary: 'single' },
    },
    sizes,
    design: {
      blocks: { quick: 6, standard: 6, full: 6 },
      warmupBlocks: 0,
      seed: 7,
      trialDeadlineMs: 1_000,
      confidence: 0.95,
    },
    arms: { cold: { about: 'a fresh agent', trial }, pool: { about: 'a leased one', trial } },
    simulated: options.simulated ?? [],
    criteria: [
      {
        id: 'spawn-time',
        statement: options.statement ?? 'At least 2x',
        because: 'below that a pool is not worth its upkeep',
        quantity: { kind: 'speedup', metric: 'readyMs', from: 'cold', to: 'pool' },
        bound: atLeast(2),
      },
      {
        id: 'hit-rate',
        statement: 'At least 70 % hits',
        because: 'a miss waits for somebody else',
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
  });
}
