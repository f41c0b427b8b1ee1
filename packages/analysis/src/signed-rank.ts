import type { Interval } from './interval.ts';
import { middle } from './sample.ts';
import { criticalRank, signedRankAtMost } from './signed-rank-distribution.ts';
import { walshAverages } from './walsh.ts';

/** What may be missed at each end of an interval: probabilities, above 0 and at most 0.5. */
export interface Tails {
  readonly low: number;
  readonly high: number;
}

/** The centre of a sample with its exact interval and what each end of it misses with. */
export interface SignedRankInterval extends Interval {
  /** Achieved probabilities; 0 at an end without bound. */
  readonly tails: Tails;
}

/**
 * The Hodges-Lehmann centre with its exact signed-rank interval (Tukey's, in Hollander, Wolfe and
 * Chicken, "Nonparametric Statistical Methods", section 3.3): order statistics of the Walsh
 * averages. Assumes independent values, symmetric about their centre; ties and zeros make it
 * conservative. A sample too small for a bound gets an infinite end, not an error.
 */
export function signedRankInterval(values: readonly number[], tails: Tails): SignedRankInterval {
  const averages = walshAverages(values);
  const low = criticalRank(values.length, tails.low);
  const high = criticalRank(values.length, tails.high);
  return {
    value: middle(averages),
    low: low.rank === 0 ? -Infinity : (averages[low.rank - 1] ?? -Infinity),
    high: high.rank === 0 ? Infinity : (averages[averages.length - high.rank] ?? Infinity),
    tails: { low: low.tail, high: high.tail },
  };
}

/** The smallest sample that can be bounded with the given probability of missing: 5 at 0.05. */
export function smallestBounded(tail: number): number {
  let n = 1;
  while (0.5 ** n > tail) n += 1;
  return n;
}

/** A test of one hypothetical centre. */
export interface CentreTest {
  readonly n: number;
  /** The signed-rank sum (mid-ranks, half for zeros) or, in a sign test, how many lie above. */
  readonly statistic: number;
  /** One-sided p-value against "the centre is at most the shift". */
  readonly greater: number;
  /** One-sided p-value against "the centre is at least the shift". */
  readonly less: number;
  readonly twoSided: number;
}

/**
 * The exact signed-rank test of the hypothesis that the values lie symmetrically about `shift`.
 *
 * The statistic is counted over Walsh averages, which is the sum of mid-ranks where differences
 * tie. The p-values count every tie and every zero against the alternative: break them by an
 * arbitrarily small symmetric noise and the statistic can only grow, while its distribution
 * becomes the exact one, so the level holds whatever the ties. It also makes test and interval
 * two views of one thing: `greater <= tail` exactly when the lower bound lies above the shift.
 */
export function signedRankTest(values: readonly number[], shift = 0): CentreTest {
  if (!Number.isFinite(shift)) {
    throw new TypeError(`\`shift\` must be a finite number, got ${shift}`);
  }
  const averages = walshAverages(values);
  const n = values.length;
  let above = 0;
  let below = 0;
  for (const average of averages) {
    if (average > shift) above += 1;
    else if (average < shift) below += 1;
  }
  const greater = signedRankAtMost(averages.length - above, n);
  const less = signedRankAtMost(averages.length - below, n);
  return {
    n,
    statistic: (averages.length + above - below) / 2,
    greater,
    less,
    twoSided: Math.min(1, 2 * Math.min(greater, less)),
  };
}
