import { normalProbability } from '../normal.ts';

/**
 * The probability that a chi-squared variable with `df` degrees of freedom lies above `x`, as R's
 * `pchisq(x, df, lower.tail = FALSE)`. Whole degrees of freedom make it a finite sum (Abramowitz and
 * Stegun, 26.4.4 and 26.4.5), so that no incomplete gamma function is
 * needed. Good to 1e-14; where less is left, the order of magnitude is right.
 */
export function chiSquaredAbove(x: number, df: number): number {
  if (!Number.isSafeInteger(df) || df < 1) {
    throw new TypeError(`\`df\` must be a positive integer, got ${df}`);
  }
  if (Number.isNaN(x)) throw new TypeError('`x` must be a number, got NaN');
  if (x <= 0) return 1;
  const isOdd = df % 2 === 1;
  const root = Math.sqrt(x);
  // From two degrees below to the next, the tail grows by one term.
  let tail = isOdd ? 2 * normalProbability(-root) : Math.exp(-x / 2);
  let term = isOdd ? root * Math.sqrt(2 / Math.PI) * Math.exp(-x / 2) : (x / 2) * tail;
  for (let below = isOdd ? 1 : 2; below < df; below += 2) {
    tail += term;
    term *= x / (below + 2);
  }
  return Math.min(1, tail);
}
