import type { Experiment } from '@muster/experiment';
import { exampleExperiment } from './example.ts';

/** The launchers of the example, that of choice first. */
export const LAUNCHERS = [
  { name: 'zygote', agents: 'forked agents', absence: async (): Promise<null> => null },
  { name: 'exec', agents: 'fresh processes' },
] as const;

/** The example, judged for both launchers: its arms `cold` and `pool` once more as `forked…`. */
export function withLaunchers(example: Experiment = exampleExperiment()): Experiment {
  const { cold, pool } = example.arms;
  const [speed, hits] = example.criteria;
  if (!cold || !pool || speed?.quantity.kind !== 'speedup' || !hits) {
    throw new TypeError('the example must have the arms cold and pool, and both of its criteria');
  }
  const forked = { ...speed.quantity, from: 'forkedCold', to: 'forkedPool' };
  return {
    ...example,
    launchers: LAUNCHERS,
    arms: {
      cold: { ...cold, launcher: 'exec' },
      pool: { ...pool, launcher: 'exec' },
      forkedCold: { ...cold, launcher: 'zygote' },
      forkedPool: { ...pool, launcher: 'zygote' },
      loaded: pool,
    },
    criteria: [
      { ...speed, launcher: 'zygote', quantity: forked },
      { ...speed, launcher: 'exec' },
      { ...hits, quantity: { kind: 'level', metric: 'hitRate', arm: 'loaded' } },
    ],
  };
}
