import type { ArmDefinition } from '@muster/experiment';

/** How many starts are underway at once, at the points of the curve. */
export const CONCURRENCIES = [1, 2, 4, 8, 16, 32, 64] as const;

type RateMetric = `rate${(typeof CONCURRENCIES)[number]}`;

/** What the curve's arm observes at a concurrency. */
export const rateAt = (concurrency: (typeof CONCURRENCIES)[number]): RateMetric =>
  `rate${concurrency}`;

/** Every metric is one number of a burst. */
function once(unit: string, about: string) {
  return { unit, about, summary: 'single' } as const;
}

const rates = Object.fromEntries(
  CONCURRENCIES.map((each) => [
    rateAt(each),
    once('agents/s', `agents ready per second with ${each} starts underway at any time`),
  ]),
) as Readonly<Record<RateMetric, ReturnType<typeof once>>>;

/** What every arm of the spawner's experiment may observe. */
export const metrics = {
  initMs: once('ms', 'first request to the last agent that is ready and has answered a ping'),
  wanted: once('agents', 'agents wanted'),
  failed: once(
    'agents',
    'agents wanted that were not ready at their first try, did not answer, or were gone before all were there',
  ),
  alive: once('agents', 'agents alive together when the last one had answered'),
  loopP99Ms: once(
    'ms',
    'how late timers of the coordinator were during the burst, 99th percentile',
  ),
  loopMaxMs: once('ms', 'how late the latest of them was'),
  availableShare: once('ratio', 'the least memory that was available during the burst, of all'),
  recoveryMs: once(
    'ms',
    'from the last agent ready until the processors were used within 10 % of all their time of what they were at rest; all agents go on living, and a look takes 250 ms',
  ),
  busyShare: once('ratio', "processors' time that was used during the burst, of all"),
  runQueue: once('threads', 'threads running or ready to run during the burst, on average'),
  processorStallShare: once(
    'ratio',
    'share of the burst in which something waited for a processor',
  ),
  memoryStallShare: once('ratio', 'share of the burst in which something waited for memory'),
  heldMs: once('ms', 'how long the spawner held starts because of the load'),
  ...rates,
} as const;

export type Metric = keyof typeof metrics;
export type SpawnSizes = {
  /** Of a burst. */
  readonly agents: number;
  /** Of a burst at one point of the curve. */
  readonly curveAgents: number;
};
export type SpawnArm = ArmDefinition<Metric, SpawnSizes>;
export type Trial = Parameters<SpawnArm['trial']>[0];
