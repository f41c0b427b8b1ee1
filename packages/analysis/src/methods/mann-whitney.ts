import { tailOf } from '../confidence.ts';
import type { CriticalRank } from '../signed-rank-distribution.ts';

/** More pairs of values than this would take too long. */
const MOST_PAIRS = 10_000;

/**
 * P(U <= u) for u = 0..floor(mn/2), where U is the number of pairs in which a value of a second sample,
 * of n, lies above one of a first, of m, and all orders of the m + n values are equally likely (Mann
 * and Whitney, Annals of Mathematical Statistics 18, 1947). The largest value of all belongs to one of
 * them; all terms are positive, so tails keep their relative accuracy. Up to 10,000 pairs.
 */
export function mannWhitneyLowerHalf(m: number, n: number): Float64Array {
  checkSizes(m, n);
  // Which sample is the first makes no difference to the distribution.
  const [small, large] = m <= n ? [m, n] : [n, m];
  const half = Math.floor((m * n) / 2);
  // The masses of U by the size of the first sample, while the second one grows.
  const masses = Array.from({ length: small + 1 }, () => new Float64Array(half + 1));
  for (const mass of masses) mass[0] = 1;
  for (let second = 1; second <= large; second += 1) {
    let fewer = new Float64Array(half + 1);
    for (const [first, mass] of masses.entries()) {
      for (let u = Math.min(half, first * second); u >= 0; u -= 1) {
        const firstHasLargest = fewer[u] ?? 0;
        const secondHasLargest = u >= first ? (mass[u - first] ?? 0) : 0;
        mass[u] = (first * firstHasLargest + second * secondHasLargest) / (first + second);
      }
      fewer = mass;
    }
  }
  let sum = 0;
  return (masses[small] ?? new Float64Array(0)).map((each) => (sum += each));
}

/** P(U <= u), as R's `pwilcox(u, m, n)`. */
export function mannWhitneyAtMost(u: number, m: number, n: number): number {
  if (Number.isNaN(u)) throw new TypeError('`u` must be a number, got NaN');
  const lower = mannWhitneyLowerHalf(m, n);
  const rank = Math.floor(u);
  if (rank < 0) return 0;
  if (rank >= m * n) return 1;
  // U and mn - U have the same distribution.
  return lower[rank] ?? 1 - (lower[m * n - rank - 1] ?? 0);
}

/**
 * The largest k with P(U <= k - 1) <= tail: the k-th difference from either end bounds the shift
 * between the samples and misses it with at most that. 0 where the samples are too small.
 */
export function mannWhitneyRank(m: number, n: number, confidence: number): CriticalRank {
  const tail = tailOf(confidence);
  const lower = mannWhitneyLowerHalf(m, n);
  const first = lower.findIndex((each) => each > tail);
  const rank = first === -1 ? lower.length : first;
  return { rank, tail: rank === 0 ? 0 : (lower[rank - 1] ?? 0) };
}

function checkSizes(m: number, n: number): void {
  const isSize = (size: number): boolean => Number.isSafeInteger(size) && size >= 1;
  if (!isSize(m) || !isSize(n) || m * n > MOST_PAIRS) {
    throw new TypeError(
      `\`m\` and \`n\` must be positive integers with a product of at most ${MOST_PAIRS}, got ${m} and ${n}`,
    );
  }
}
