import { binomialAtLeast, binomialAtMost, binomialQuantile } from './binomial.ts';
import { tailOf } from './confidence.ts';
import { formatValue } from './format.ts';
import type { Estimate } from './interval.ts';
import { atRank, middle, sortedSample } from './sample.ts';

/**
 * The value of which at least the given share of the sample is not above: the nearest rank, that
 * is the inverse of the empirical distribution (type 1 of Hyndman and Fan, 1996). It is always a
 * value that was measured; nothing is interpolated.
 */
export function quantile(values: readonly number[], probability: number): number {
  const ascending = sortedSample(values, 'values', { infinite: true });
  return atRank(ascending, nearestRank(ascending.length, probability));
}

/** The median: the midpoint of the two middle order statistics. */
export function median(values: readonly number[]): number {
  return middle(sortedSample(values, 'values', { infinite: true }));
}

function nearestRank(n: number, probability: number): number {
  checkProbability(probability);
  const position = n * probability;
  const nearest = Math.round(position);
  // 100 * 0.07 is 7.000000000000001 and must still be rank 7.
  const isWhole = Math.abs(position - nearest) <= 4 * Number.EPSILON * Math.max(1, position);
  return Math.max(1, isWhole ? nearest : Math.ceil(position));
}

function checkProbability(probability: number): void {
  if (!(probability > 0 && probability < 1)) {
    throw new TypeError(`\`probability\` must be above 0 and below 1, got ${probability}`);
  }
}

/** Which order statistics bound a quantile: 1-based ranks; 0 and n + 1 mean no bound on that side. */
export interface RankInterval {
  readonly low: number;
  readonly high: number;
  /** Achieved two-sided confidence, 0..1. */
  readonly confidence: number;
}

/**
 * The ranks whose order statistics hold the quantile with at least the given two-sided confidence,
 * each tail apart, whatever the distribution: the number of values up to the quantile is binomial
 * (Conover, "Practical Nonparametric Statistics", section 3.2). Ties only widen the coverage.
 */
export function quantileRanks(n: number, probability: number, confidence: number): RankInterval {
  checkProbability(probability);
  if (!Number.isSafeInteger(n) || n < 1) {
    throw new TypeError(`\`n\` must be a positive integer, got ${n}`);
  }
  const tail = tailOf(confidence);
  const low = lowRank(n, probability, tail);
  const high = n + 1 - lowRank(n, 1 - probability, tail);
  const missed = binomialAtMost(low - 1, n, probability) + binomialAtLeast(high, n, probability);
  return { low, high, confidence: 1 - missed };
}

/** The highest rank that lies above the quantile with at most the probability `tail`. */
function lowRank(n: number, probability: number, tail: number): number {
  const rank = binomialQuantile(tail, n, probability);
  // Rounding must not undo an exact match, such as 5 coins against a tail of 1/32.
  return binomialAtMost(rank, n, probability) <= tail * (1 + 1e-12) ? rank + 1 : rank;
}

/**
 * How many independent values a one-sided bound of the quantile takes: an upper bound for
 * quantiles from the median up (0.99 at confidence 0.95 takes 299), a lower bound below it.
 */
export function minimumSampleSize(probability: number, oneSidedConfidence: number): number {
  checkProbability(probability);
  const tail = 1 - oneSidedConfidence;
  const inner = Math.max(probability, 1 - probability);
  if (!(tail > 0 && tail < 1)) {
    throw new TypeError(`\`confidence\` must be above 0 and below 1, got ${oneSidedConfidence}`);
  }
  // Rounding can put the logarithms on the wrong side of an integer; the power decides.
  let n = Math.max(1, Math.floor(Math.log(tail) / Math.log(inner)) - 1);
  while (inner ** n > tail) n += 1;
  return n;
}

/**
 * A quantile with its distribution-free interval. The values must be independent: requests of one
 * run are not, so take one quantile a run and estimate across the runs. Infinite values are
 * allowed; they only have an order.
 */
export function quantileEstimate(
  values: readonly number[],
  probability: number,
  confidence: number,
): Estimate {
  const ascending = sortedSample(values, 'values', { infinite: true });
  const n = ascending.length;
  const ranks = quantileRanks(n, probability, confidence);
  return {
    value: atRank(ascending, nearestRank(n, probability)),
    low: atRank(ascending, ranks.low),
    high: atRank(ascending, ranks.high),
    confidence: ranks.confidence,
    n,
    method: 'nearest rank, exact order statistics',
    warnings: quantileWarnings(n, probability, ranks, confidence),
  };
}

function quantileWarnings(
  n: number,
  probability: number,
  ranks: RankInterval,
  confidence: number,
): string[] {
  const warnings: string[] = [];
  const name = `p${Number((probability * 100).toPrecision(6))}`;
  const oneSided = 1 - tailOf(confidence);
  const needed = (wanted: number): string =>
    `${minimumSampleSize(wanted, oneSided)} independent values are needed at ${formatValue(oneSided, 'ratio')} one-sided, got ${n}`;
  if (ranks.high > n)
    warnings.push(
      `no upper bound of the ${name}: ${needed(Math.max(probability, 1 - probability))}`,
    );
  if (ranks.low < 1) warnings.push(`no lower bound of the ${name}: ${needed(1 - probability)}`);
  if (n > 1 && probability > 0.5 && nearestRank(n, probability) === n) {
    warnings.push(`the ${name} of ${n} values is their maximum`);
  }
  return warnings;
}
