import { CONCURRENCIES, type Metric, rateAt } from './spawn-metrics.ts';

/** The arms of each population: one after another first, what is judged last. */
export const ARMS = {
  forked: [
    'forkedOneByOne',
    'forkedWaves10',
    'forkedWaves50',
    'forkedWaves100',
    'forkedWindow',
    'forkedAdaptive',
  ],
  cold: [
    'coldOneByOne',
    'coldWaves10',
    'coldWaves50',
    'coldWaves100',
    'coldWindow',
    'coldAdaptive',
  ],
  shell: ['shellOneByOne', 'shellWaves50', 'shellAdaptive'],
} as const;

type Arm = (typeof ARMS)[keyof typeof ARMS][number];

const [, ...parallelForks] = ARMS.forked;

/** What is told beside the criteria: the one on forks holds what parallelism and what forking give. */
export const besideTheCriteria = [
  speedup('forking', 'Forking alone, one after another', 'coldOneByOne', 'forkedOneByOne'),
  speedup('parallel-forked', 'Parallelism alone, forked', 'forkedOneByOne', 'forkedAdaptive'),
  speedup('parallel-cold', 'Parallelism alone, fresh processes', 'coldOneByOne', 'coldAdaptive'),
  {
    id: 'batch-size',
    statement: 'The best of five ways to fork in parallel, over one after another',
    quantity: {
      kind: 'selected',
      metric: 'initMs',
      arms: parallelForks,
      baseline: 'forkedOneByOne',
      prefer: 'low',
    },
  },
  ...Object.values(ARMS).flatMap((arms) => arms.map(time)),
  ...Object.values(ARMS).flatMap((arms) => arms.slice(0, -1).map(failures)),
  ...lowest('alive', 'Fewest alive together', 'alive'),
  ...highest('loop-delay', 'Coordinator late, 99th percentile', 'loopP99Ms'),
  ...highest('loop-most', 'Coordinator late, at most', 'loopMaxMs'),
  ...lowest('available', 'Least memory available', 'availableShare'),
  ...highest('recover', 'Load back near rest after', 'recoveryMs'),
  ...highest('busy', 'Processors used', 'busyShare'),
  ...highest('run-queue', 'Run queue', 'runQueue'),
  ...highest('stall', 'Something waited for a processor', 'processorStallShare'),
  ...highest('memory-stall', 'Something waited for memory', 'memoryStallShare'),
  ...highest('held', 'Starts held by the spawner', 'heldMs'),
] as const;

/** How the rate of starts follows the number of them that are underway. */
export const startCurves = [
  {
    id: 'start-curve',
    statement: 'Agents ready per second over starts underway',
    points: CONCURRENCIES.map((concurrency) => ({
      concurrency,
      metric: rateAt(concurrency),
      arm: 'startCurve' as const,
    })),
  },
] as const;

function time(arm: Arm) {
  return {
    id: `time-${kebab(arm)}`,
    statement: `All ready, ${inWords(arm)}`,
    quantity: { kind: 'level', metric: 'initMs', arm },
  } as const;
}

function failures(arm: Arm) {
  return {
    id: `failures-${kebab(arm)}`,
    statement: `Failed, ${inWords(arm)}`,
    quantity: { kind: 'proportion', successes: 'failed', attempts: 'wanted', arm },
  } as const;
}

function lowest(id: string, statement: string, metric: Metric) {
  return Object.entries(ARMS).map(([population, arms]) => ({
    id: `${id}-${population}`,
    statement: `${statement}, any ${population} arm`,
    quantity: { kind: 'lowest', metric, arms } as const,
  }));
}

function highest(id: string, statement: string, metric: Metric) {
  return Object.entries(ARMS).map(([population, arms]) => ({
    id: `${id}-${population}`,
    statement: `${statement}, worst ${population} arm`,
    quantity: { kind: 'highest', metric, arms } as const,
  }));
}

function speedup(id: string, statement: string, from: Arm, to: Arm) {
  return { id, statement, quantity: { kind: 'speedup', metric: 'initMs', from, to } } as const;
}

/** `coldWaves50` as `cold-waves-50`. */
function kebab(arm: Arm): string {
  return arm.replaceAll(/[A-Z]|\d+/g, (each) => `-${each.toLowerCase()}`);
}

/** `coldWaves50` as `cold waves 50`. */
function inWords(arm: Arm): string {
  return kebab(arm).replaceAll('-', ' ');
}
