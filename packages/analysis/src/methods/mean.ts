import { tailOf } from '../confidence.ts';
import { pairedRatios } from '../estimate.ts';
import type { Estimate } from '../interval.ts';
import type { CentreTest } from '../signed-rank.ts';
import { momentsOf } from './moments.ts';
import { studentBelow, studentQuantile } from './student-t.ts';

/**
 * The mean with Student's interval: for costs and totals, where the mean is what is asked and no value is
 * wild. Of 10 to 30 runs of which one in ten is a spike it covers less than it says, as every
 * interval of a mean does; `typicalLevel` does not. At least two independent values.
 */
export function meanEstimate(values: readonly number[], confidence: number): Estimate {
  const { mean, error, df } = standardError(values);
  const reach = studentQuantile(1 - tailOf(confidence), df) * error;
  return {
    value: mean,
    low: mean - reach,
    high: mean + reach,
    confidence,
    n: values.length,
    method: 'mean, Student t',
    warnings: [],
  };
}

/**
 * Student's test of the hypothesis that the mean is `shift`; the statistic is t with n - 1 degrees of
 * freedom. With the logarithm of a margin as the shift, `greater` is the test that ratios are above it.
 */
export function meanTest(values: readonly number[], shift = 0): CentreTest {
  if (!Number.isFinite(shift)) {
    throw new TypeError(`\`shift\` must be a finite number, got ${shift}`);
  }
  const { mean, error, df } = standardError(values);
  // Values that never vary and equal the shift say nothing against it.
  const statistic = mean === shift ? 0 : (mean - shift) / error;
  const greater = studentBelow(-statistic, df);
  const less = studentBelow(statistic, df);
  const twoSided = Math.min(1, 2 * Math.min(greater, less));
  return { n: values.length, statistic, greater, less, twoSided };
}

/**
 * The geometric mean of the paired ratios `from[i] / to[i]`, with Student's interval of their
 * logarithms: it multiplies as totals do, and one wild pair moves it, as it does not move `pairedRatio`.
 */
export function geometricMeanRatio(
  from: readonly number[],
  to: readonly number[],
  confidence: number,
): Estimate {
  const estimate = meanEstimate(pairedRatios(from, to).map(Math.log), confidence);
  return {
    ...estimate,
    value: Math.exp(estimate.value),
    low: Math.exp(estimate.low),
    high: Math.exp(estimate.high),
    method: 'geometric mean, Student t of the logarithms of paired ratios',
  };
}

function standardError(values: readonly number[]): { mean: number; error: number; df: number } {
  const { mean, variance } = momentsOf(values);
  return { mean, error: Math.sqrt(variance / values.length), df: values.length - 1 };
}
