import { normalProbability } from '../normal.ts';
import { checkSample } from '../sample.ts';

/** Above it the normal approximation is as good as exact. */
const MOST_EXACT = 100;

/** A test of values for moving one way in their order. */
export interface TrendTest {
  /** Kendall's S: pairs that rise less pairs that fall; above 0 when values grow. */
  readonly statistic: number;
  /** Two-sided. */
  readonly p: number;
}

/**
 * The test of Mann (1945) and Kendall for a trend, exact for up to 100 values: the number of pairs
 * that fall is distributed as the inversions of a random order. Ties count for neither side against
 * the distribution without any, which makes it conservative. Infinite values are allowed.
 */
export function mannKendall(values: readonly number[]): TrendTest {
  checkSample(values, 'values', { infinite: true });
  let statistic = 0;
  for (const [at, earlier] of values.entries()) {
    for (const later of values.slice(at + 1)) {
      if (later > earlier) statistic += 1;
      else if (later < earlier) statistic -= 1;
    }
  }
  const n = values.length;
  const size = Math.abs(statistic);
  const tail = n <= MOST_EXACT ? exactTail(n, size) : normalTail(n, size);
  return { statistic, p: size === 0 ? 1 : Math.min(1, 2 * tail) };
}

/** P(S >= size): at most (pairs - size) / 2 inversions. */
function exactTail(n: number, size: number): number {
  const most = Math.floor(((n * (n - 1)) / 2 - size) / 2);
  return Math.min(1, inversionsAtMost(n)[most] ?? 0);
}

const byLength = new Map<number, Float64Array>();

/** P(I <= i) of the inversions of a random order of n, for i up to half of all pairs. */
function inversionsAtMost(n: number): Float64Array {
  const known = byLength.get(n);
  if (known !== undefined) return known;
  let mass = new Float64Array(Math.floor((n * (n - 1)) / 4) + 1);
  mass[0] = 1;
  for (let placed = 2; placed <= n; placed += 1) {
    let window = 0;
    const before = mass;
    mass = before.map((each, count) => {
      window += each - (before[count - placed] ?? 0);
      // What is taken away again leaves its rounding, which must not fall below nothing.
      return Math.max(0, window / placed);
    });
  }
  let sum = 0;
  const atMost = mass.map((each) => (sum += each));
  byLength.set(n, atMost);
  return atMost;
}

function normalTail(n: number, size: number): number {
  const sd = Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
  return normalProbability(-(size - 1) / sd);
}
