import { tailOf } from './confidence.ts';
import type { Estimate, Interval } from './interval.ts';
import { medianInterval, tooSmall } from './sign-test.ts';
import { signedRankInterval } from './signed-rank.ts';

/** The run-level values of one arm. */
export interface ArmValues {
  readonly arm: string;
  readonly values: readonly number[];
}

/** An extreme with its interval, and the same from the arms' medians. */
export interface ExtremeMeasurement {
  readonly estimate: Estimate;
  readonly median: Estimate;
}

/**
 * The lowest or highest of several arms' typical levels, all with the same number of runs.
 *
 * For `lowest`: the lower end is the lowest of the arms' lower ends. It lies above the truth only
 * if the truly lowest arm's own end does, so it takes no correction. The upper end is the lowest of
 * the arms' upper ends; any arm can drag it under the truth, so each is taken at 1/k of the tail.
 */
export function measureExtreme(
  kind: 'lowest' | 'highest',
  arms: readonly ArmValues[],
  confidence: number,
): ExtremeMeasurement {
  // The highest of the values is the lowest of their mirror images.
  const sign = kind === 'lowest' ? 1 : -1;
  const tail = tailOf(confidence);
  const k = arms.length;
  const each = arms.map(({ arm, values }) => {
    const facing = values.map((value) => sign * value);
    return {
      arm,
      interval: signedRankInterval(facing, { low: tail, high: tail / k }),
      median: medianOf(facing, confidence, 1 - (1 - confidence) / k),
    };
  });
  const lowest = lowestOf(each.map(({ interval }) => interval));
  const near = each.find(({ interval }) => interval.low === lowest.low);
  const n = arms[0]?.values.length ?? 0;
  const tails = near?.interval.tails ?? { low: 0, high: 0 };
  return {
    estimate: {
      ...facingBack(lowest, sign),
      confidence: 1 - tails.low - k * tails.high,
      n,
      method: describe(kind, k, near?.arm ?? ''),
      warnings: openEnds(lowest, kind, n, tail, k),
    },
    median: {
      ...facingBack(lowestOf(each.map(({ median }) => median)), sign),
      confidence: 1 - (near?.median.lowTail ?? 0) - k * (near?.median.highTail ?? 0),
      n,
      method: `${kind} median of ${k} arms, exact order statistics`,
      warnings: [],
    },
  };
}

function openEnds(
  { low, high }: Interval,
  kind: 'lowest' | 'highest',
  n: number,
  tail: number,
  k: number,
): string[] {
  if (low === -Infinity) return [tooSmall(n, tail)];
  if (high !== Infinity) return [];
  return [
    `no ${kind === 'lowest' ? 'upper' : 'lower'} end for ${k} arms: ${tooSmall(n, tail / k)}`,
  ];
}

function describe(kind: 'lowest' | 'highest', k: number, arm: string): string {
  const [near, far] = kind === 'lowest' ? ['lower', 'upper'] : ['upper', 'lower'];
  return (
    `${kind} of ${k} arms, each Hodges-Lehmann, exact signed rank: the ${near} end is that of ${arm}, ` +
    `uncorrected since every arm must pass alone; the ${far} end is corrected for ${k} arms (Bonferroni)`
  );
}

function lowestOf(intervals: readonly Interval[]): Interval {
  return {
    value: Math.min(...intervals.map(({ value }) => value)),
    low: Math.min(...intervals.map(({ low }) => low)),
    high: Math.min(...intervals.map(({ high }) => high)),
  };
}

function facingBack({ value, low, high }: Interval, sign: 1 | -1): Interval {
  return sign === 1 ? { value, low, high } : { value: -value, low: -high, high: -low };
}

/** The median's interval, each end at its own confidence, and what each end misses with. */
function medianOf(
  values: readonly number[],
  near: number,
  far: number,
): Interval & { readonly lowTail: number; readonly highTail: number } {
  const low = medianInterval(values, near);
  const high = medianInterval(values, far);
  return {
    value: low.value,
    low: low.low,
    high: high.high,
    lowTail: (1 - low.confidence) / 2,
    highTail: (1 - high.confidence) / 2,
  };
}
