import { checkDuration } from './check.ts';
import type { Goal } from './goal.ts';
import { type Crowd, crowdOf, type Load, loadOf } from './load.ts';
import { replay } from './replay.ts';
import type { Use } from './use.ts';

/** With fewer, resampling would shuffle single uses. */
const FEWEST_COUNTED = 20;

export interface TraceOptions {
  readonly uses: readonly Use[];
  readonly goal: Goal;
  readonly settlingMs?: number | undefined;
}

/** Recorded uses, to be replayed at any size, of which those count that come after a while. */
export interface CountedTrace {
  readonly load: Load;
  readonly crowd: Crowd;
  /** How many uses count. */
  readonly counted: number;
  /** How long they go on, in mean busy times. */
  readonly holds: number;
  /** How many of the first n counted uses a pool of this size serves in time, for each n from 0. */
  readonly servedUpTo: (size: number) => Uint32Array;
}

/** Throws a TypeError when too few uses would count. */
export function createCountedTrace(options: TraceOptions): CountedTrace {
  const { uses, goal } = options;
  const load = loadOf(uses);
  const { settlingMs = 10 * load.meanBusyMs } = options;
  checkDuration('settlingMs', settlingMs);
  const settledAtMs = (uses[0]?.atMs ?? 0) + settlingMs;
  const uncounted = uses.filter(({ atMs }) => atMs < settledAtMs).length;
  const counted = uses.length - uncounted;
  if (counted < FEWEST_COUNTED) {
    throw new TypeError(
      `\`uses\` must be at least ${FEWEST_COUNTED} after the first ${settlingMs} ms, got ${counted}`,
    );
  }
  const { withinMs = 0 } = goal;
  const replayed = new Map<number, Uint32Array>();
  return {
    load,
    crowd: crowdOf(uses, settledAtMs),
    counted,
    holds: ((uses.at(-1)?.atMs ?? settledAtMs) - settledAtMs) / load.meanBusyMs,
    servedUpTo: (size) => {
      const known = replayed.get(size);
      if (known !== undefined) return known;
      const waits = replay(uses, size).subarray(uncounted);
      const served = new Uint32Array(counted + 1);
      let total = 0;
      waits.forEach((waitMs, index) => {
        if (waitMs <= withinMs) total += 1;
        served[index + 1] = total;
      });
      replayed.set(size, served);
      return served;
    },
  };
}
