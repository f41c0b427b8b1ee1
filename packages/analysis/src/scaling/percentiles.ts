import { tailOf } from '../confidence.ts';
import { toJudged, type JudgedEstimate } from '../judgement.ts';
import { atRank } from '../sample.ts';

/** How the intervals of one fit are made. */
export interface IntervalRules {
  /** Two-sided, 0..1. */
  readonly confidence: number;
  readonly runs: number;
}

/** What a number can be at all. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

const AT_LEAST_0: Range = { least: 0, most: Infinity };

/**
 * A fitted number with the percentiles of its resampled values, as data: the ends are kept within the
 * range that the number can have, and around the number. Infinities have their place in the order.
 * Without resampled values neither end is known.
 */
export function percentileEstimate(
  value: number,
  resampled: readonly number[],
  { confidence, runs }: IntervalRules,
  { least, most }: Range = AT_LEAST_0,
): JudgedEstimate {
  const count = resampled.length;
  const ascending = Float64Array.from(resampled).toSorted();
  const rank = lowRank(count, confidence);
  const within = (end: number): number => Math.min(most, Math.max(least, end));
  return toJudged({
    value,
    low: count === 0 ? -Infinity : Math.min(value, within(atRank(ascending, rank))),
    high: count === 0 ? Infinity : Math.max(value, within(atRank(ascending, count + 1 - rank))),
    confidence,
    n: runs,
    method: `least squares, percentiles of ${count} resamples of runs within levels`,
    warnings: [],
  });
}

/** The rank, from either end, that leaves at most the tail outside. */
function lowRank(count: number, confidence: number): number {
  // 0.025 of 1000 must not become 24.999.
  return Math.floor((count + 1) * tailOf(confidence) * (1 + 1e-12));
}

/** The fewest resamples that have a percentile for either end. */
export function leastResamples(confidence: number): number {
  return Math.ceil((1 / tailOf(confidence)) * (1 - 1e-12)) - 1;
}
