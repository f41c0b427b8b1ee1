import { binomialAtLeast } from './binomial.ts';
import { tailOf } from './confidence.ts';
import { formatValue } from './format.ts';
import type { Estimate } from './interval.ts';
import { quantileRanks } from './quantile.ts';
import { atRank, checkSample, middle, sortedSample } from './sample.ts';
import { smallestBounded, type CentreTest } from './signed-rank.ts';

/**
 * The median with its exact order-statistic interval, which is the sign test turned round. Needs
 * independent values and nothing else: no symmetry, and infinite values are allowed, since only
 * their order counts. A sample too small for a bound gets infinite ends and a warning.
 */
export function medianInterval(values: readonly number[], confidence: number): Estimate {
  const ascending = sortedSample(values, 'values', { infinite: true });
  const n = ascending.length;
  const ranks = quantileRanks(n, 0.5, confidence);
  return {
    value: middle(ascending),
    low: atRank(ascending, ranks.low),
    high: atRank(ascending, ranks.high),
    confidence: ranks.confidence,
    n,
    method: 'median, exact order statistics',
    warnings: ranks.low < 1 ? [tooSmall(n, tailOf(confidence))] : [],
  };
}

/** The warning that goes with an unbounded interval of a centre. */
export function tooSmall(n: number, tail: number): string {
  const runs = n === 1 ? '1 value bounds' : `${n} values bound`;
  return `${runs} nothing at ${formatValue(1 - tail, 'ratio')} one-sided confidence: at least ${smallestBounded(tail)} are needed`;
}

/**
 * The exact sign test of the hypothesis that the median is `shift`. Values equal to it count
 * against the alternative, which is conservative and agrees with the interval.
 */
export function signTest(values: readonly number[], shift = 0): CentreTest {
  checkSample(values, 'values', { infinite: true });
  if (Number.isNaN(shift)) throw new TypeError('`shift` must be a number, got NaN');
  const n = values.length;
  const above = values.filter((value) => value > shift).length;
  const below = values.filter((value) => value < shift).length;
  const greater = binomialAtLeast(above, n, 0.5);
  const less = binomialAtLeast(below, n, 0.5);
  return { n, statistic: above, greater, less, twoSided: Math.min(1, 2 * Math.min(greater, less)) };
}
