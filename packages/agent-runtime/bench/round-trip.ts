import { createHistogram } from 'node:perf_hooks';
import { systemClock } from '@muster/agent-runtime';
import type { BenchCase, OpenCase, Sampler } from '../../../tooling/bench/index.ts';
import { agents, type Ask, type Crowd, forks, type OpenCrowd, sockets, threads } from './crowds.ts';
import { place, type Placement, placements } from './placement.ts';

const OURS = 'ours';
const FLOOR = 'bare socket, the same bytes';
/** In the order in which they start; threads last, as a process grown by hundreds of them forks slowly. */
const CONTESTANTS: Readonly<Record<string, OpenCrowd>> = {
  [OURS]: agents,
  [FLOOR]: sockets,
  'child_process IPC, json': forks('json'),
  'child_process IPC, advanced': forks('advanced'),
  'worker_threads postMessage': threads,
};

/** Of one contestant in one round, however many are asked at once. */
const TRIPS = 4_096;
const ROUNDS = { rounds: 10, warmupRounds: 3 };

/** What a round of round trips comes to. */
interface Trips {
  readonly p50Us: number;
  readonly p99Us: number;
  readonly perSecond: number;
}

type Figure = Pick<BenchCase, 'unit' | 'better' | 'goal'> & {
  readonly name: string;
  readonly of: (trips: Trips) => number;
};

const FIGURES: readonly Figure[] = [
  { name: 'p50', unit: 'µs', of: ({ p50Us }) => p50Us },
  { name: 'p99', unit: 'µs', of: ({ p99Us }) => p99Us },
  { name: 'in a second', unit: 'trips', better: 'more', of: ({ perSecond }) => perSecond },
];
const GOAL = { text: 'p50 under 100 µs', holds: (ours: number) => ours < 100 };

/**
 * One small object there and back, to as many agents at once as stand by, each asked again as soon as
 * it has answered. Beside one agent the placements differ most; more have a core to themselves.
 */
export const roundTrips: readonly OpenCase[] = [
  ...placements().flatMap((placement) => casesOf(1, placement)),
  ...[16, 256].flatMap((count) => casesOf(count, placements().at(-1) ?? 'any core')),
];

/** Three figures of the same round trips: the first case opens what all measure, the last closes it. */
function casesOf(count: number, placement: Placement): readonly OpenCase[] {
  let opened: Promise<Opened> | undefined;
  return FIGURES.map(({ name, of, ...figure }, index) => async () => {
    const { figureOf, close } = await (opened ??= open(count, placement));
    const { [OURS]: ours, ...peers } = figureOf(of);
    if (ours === undefined) throw new Error('ours is not among the contestants');
    return {
      name: `round trip of one task, ${count} at once, sides on ${placement}: ${name} (worker_threads: threads, not processes)`,
      ...figure,
      ...ROUNDS,
      ours,
      peers,
      floors: [FLOOR],
      ...(count === 1 && index === 0 && { goal: GOAL }),
      ...(index === FIGURES.length - 1 && { close }),
    };
  });
}

interface Opened {
  /** The samplers of one figure, by contestant. */
  readonly figureOf: (of: Figure['of']) => Record<string, Sampler>;
  readonly close: () => Promise<unknown>;
}

async function open(count: number, placement: Placement): Promise<Opened> {
  const crowds: [string, Crowd][] = [];
  // One kind after another: two cores have enough to do with hundreds of starts.
  for (const [name, openCrowd] of Object.entries(CONTESTANTS)) {
    crowds.push([name, await openCrowd(count)]);
  }
  const goBack = place(
    placement,
    crowds.flatMap(([, { members }]) => members),
  );
  const shared = crowds.map(
    ([name, { asks }]) => [name, remembered(() => measure(asks, TRIPS / count))] as const,
  );
  return {
    figureOf: (of) =>
      Object.fromEntries(shared.map(([name, replay]) => [name, samplerOf(replay(), of)])),
    close: async () => {
      goBack();
      await Promise.all(crowds.map(([, { close }]) => close()));
    },
  };
}

/** Every replay yields the same measurements in the same order; who asks first has them taken. */
function remembered<T>(take: () => Promise<T>): () => () => Promise<T> {
  const taken: Promise<T>[] = [];
  return () => {
    let next = 0;
    return () => (taken[next++] ??= take());
  };
}

function samplerOf(next: () => Promise<Trips>, of: Figure['of']): Sampler {
  return async () => of(await next());
}

async function measure(asks: readonly Ask[], tripsEach: number): Promise<Trips> {
  const durationsNs = createHistogram();
  const beganAtMs = systemClock.now();
  await Promise.all(
    asks.map(async (ask) => {
      for (let trip = 0; trip < tripsEach; trip += 1) {
        const askedAtMs = systemClock.now();
        await ask();
        durationsNs.record(Math.ceil((systemClock.now() - askedAtMs) * 1e6));
      }
    }),
  );
  const tookMs = systemClock.now() - beganAtMs;
  return {
    p50Us: durationsNs.percentile(50) / 1e3,
    p99Us: durationsNs.percentile(99) / 1e3,
    perSecond: (asks.length * tripsEach * 1e3) / tookMs,
  };
}
