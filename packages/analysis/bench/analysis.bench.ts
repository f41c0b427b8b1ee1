import { atLeast, atMost, judgeExperiment, pairedRatio, type Block } from '@muster/analysis';
import { ratioBounds, Sample } from 'pragmastat';
import { createRandom } from '../../experiment/src/plan/random.ts';
import { micro, runBench, type BenchCase } from '../../../tooling/bench/index.ts';

const random = createRandom(1);
const around = (centre: number): number => centre * (0.8 + 0.4 * random.next());
const durations = (n: number, centre: number): number[] =>
  Array.from({ length: n }, () => around(centre));

const from = durations(30, 40);
const to = durations(30, 4);

const interval: BenchCase = {
  name: 'one paired interval of a ratio at n = 30 (pragmastat: bounds for unpaired samples)',
  unit: 'µs',
  rounds: 9,
  ours: micro(() => pairedRatio(from, to, 0.95)),
  peers: {
    'pragmastat ratioBounds, unpaired': micro(() =>
      ratioBounds(Sample.of(from), Sample.of(to), 0.05),
    ),
  },
  goal: { text: 'under 1 ms', holds: (micros) => micros < 1_000 },
};

const metrics = {
  readyMs: { unit: 'ms' },
  idleMb: { unit: 'MB' },
  hits: { unit: 'count' },
  acquires: { unit: 'count' },
};
const why = { statement: 'a claim', because: 'judging takes the same time whatever it is' };
const experiment = {
  metrics,
  shown: [],
  design: { confidence: 0.95 },
  criteria: [
    {
      ...why,
      id: 'faster',
      quantity: { kind: 'speedup', metric: 'readyMs', from: 'cold', to: 'pool' },
      bound: atLeast(2),
    },
    {
      ...why,
      id: 'small',
      quantity: { kind: 'level', metric: 'idleMb', arm: 'pool' },
      bound: atMost(50),
    },
    {
      ...why,
      id: 'hits',
      quantity: { kind: 'proportion', successes: 'hits', attempts: 'acquires', arm: 'pool' },
      bound: atLeast(0.7),
    },
  ],
} as const;
const blocks = Array.from({ length: 10 }, (_, at): Block => {
  const pool = { readyMs: around(4), idleMb: around(30), hits: 80, acquires: 100 };
  const ok = { outcome: 'ok' } as const;
  return {
    index: at + 1,
    trials: { cold: { ...ok, values: { readyMs: around(40) } }, pool: { ...ok, values: pool } },
  };
});

const judging: BenchCase = {
  name: 'judging an experiment of 3 criteria and 10 blocks',
  unit: 'µs',
  rounds: 9,
  ours: micro(() => judgeExperiment(experiment, { plannedBlocks: 10, blocks })),
  peers: {},
  goal: { text: 'under 1 ms', holds: (micros) => micros < 1_000 },
};

await runBench({
  measured: '@muster/analysis',
  from: import.meta,
  cases: [() => interval, () => judging],
});
