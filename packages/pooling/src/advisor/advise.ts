import type { Random } from '@muster/agent-runtime';
import { systemRandom } from '../random.ts';
import { createCountedTrace } from './counted-trace.ts';
import { checkObject, checkSize, refuse } from './check.ts';
import { doubtsOf } from './doubts.ts';
import { checkGoal, type Goal } from './goal.ts';
import type { Load } from './load.ts';
import { leastUpTo } from './least-up-to.ts';
import { modelledShare, modelledSize } from './model.ts';
import { CONFIDENCE, middleOf, resample, shareIn, type Stretch } from './resample.ts';
import type { Use } from './use.ts';

export interface AdviceOptions {
  /** What was asked of a pool, in the order of arrival; recorded on a pool of any size. */
  readonly uses: readonly Use[];
  readonly goal: Goal;
  /**
   * Uses in the first so many milliseconds are replayed and not counted: nobody holds an agent when
   * a replay begins, which flatters. @default ten times as long as agents are busy with a use
   */
  readonly settlingMs?: number | undefined;
  /** Sizes that the curve is to have beside those of the interval. */
  readonly sizes?: readonly number[] | undefined;
  /** @default Math.random */
  readonly random?: Random | undefined;
}

/** What a pool of one size gives. */
export interface SizePoint {
  readonly size: number;
  /** Share of the uses that the replay serves within the goal's time, and its interval. */
  readonly share: number;
  readonly low: number;
  readonly high: number;
  /** The share by the formula of {@link modelledShare}. */
  readonly modelled: number;
}

/** The smallest pool that meets a goal, and how far the trace bears that out. */
export interface Advice {
  readonly size: number;
  /** The sizes that the trace does not exclude; `high` is the one to take where a miss is dear. */
  readonly low: number;
  readonly high: number;
  /** Of this interval, and of each in the curve by itself. */
  readonly confidence: number;
  /**
   * The advised size, some twenty from `low` to `high` (all, where there are no more) and those that
   * were asked for; ascending.
   */
  readonly curve: readonly SizePoint[];
  readonly load: Load;
  /** As in {@link Crowd}: 1 where arrivals are independent. */
  readonly peakedness: number;
  /** The size by the formula. It is told for comparison and has no part in the advice. */
  readonly modelledSize: number;
  readonly warnings: readonly string[];
}

const RESAMPLES = 1000;
const CURVE_POINTS = 20;

/**
 * The smallest pool that meets the goal on recorded uses, found by replaying them at one size after
 * another: nothing is assumed of how arrivals and holds are spread. Its interval says which sizes
 * other traces of the same demand might have asked for. Throws a TypeError that names the field
 * when an option is wrong or the trace too short.
 */
export function adviseSize(options: AdviceOptions): Advice {
  checkObject('options', options);
  const { goal, sizes = [], random = systemRandom } = options;
  checkGoal(goal);
  if (!Array.isArray(sizes)) refuse('sizes', 'an array', sizes);
  for (const [index, size] of sizes.entries()) checkSize(`sizes[${index}]`, size);
  if (typeof random !== 'function') refuse('random', 'a function', random);
  const { load, crowd, counted, holds, servedUpTo } = createCountedTrace(options);
  const { most, peakedness } = crowd;

  const shareAt = (size: number, trace: readonly Stretch[]): number =>
    shareIn(trace, servedUpTo(size));
  const smallest = (trace: readonly Stretch[]): number =>
    leastUpTo(most, (size) => shareAt(size, trace) >= goal.share);

  const recorded: readonly Stretch[] = [{ from: 0, length: counted }];
  const resamples = Array.from({ length: RESAMPLES }, () => resample(counted, random));
  const { low, high } = middleOf(resamples.map(smallest));
  const size = smallest(recorded);
  const step = Math.ceil((high - low + 1) / CURVE_POINTS);
  const inside = Array.from({ length: CURVE_POINTS }, (_, index) => low + step * index);
  const points = [...inside.filter((each) => each < high), high, size, ...sizes];
  const told = {
    size,
    low,
    high,
    load,
    peakedness,
    modelledSize: modelledSize(load, goal),
  };
  return {
    ...told,
    confidence: CONFIDENCE,
    curve: [...new Set(points)]
      .toSorted((a, b) => a - b)
      .map((each) => ({
        size: each,
        share: shareAt(each, recorded),
        ...middleOf(resamples.map((trace) => shareAt(each, trace))),
        modelled: modelledShare(load, each, goal.withinMs),
      })),
    warnings: doubtsOf({ ...told, most, holds }),
  };
}
