import { checkSample } from '../sample.ts';
import { chiSquaredAbove } from './chi-squared.ts';

/**
 * How much values resemble those 1, 2, .. `lags` places before them, -1..1 each, as R's `acf`. Zeros
 * where all values are the same. At least two values, and fewer lags than values.
 */
export function autocorrelations(values: readonly number[], lags: number): readonly number[] {
  checkSample(values);
  const n = values.length;
  if (!Number.isSafeInteger(lags) || lags < 1 || lags >= n) {
    throw new TypeError(`\`lags\` must be an integer from 1 up and below ${n}, got ${lags}`);
  }
  const mean = values.reduce((sum, value) => sum + value / n, 0);
  const apart = values.map((value) => value - mean);
  const whole = apart.reduce((sum, each) => sum + each * each, 0);
  return Array.from({ length: lags }, (_, index) => {
    const lag = index + 1;
    const shared = apart
      .slice(lag)
      .reduce((sum, each, at) => sum + each * (apart[at] ?? Number.NaN), 0);
    return whole === 0 ? 0 : shared / whole;
  });
}

/** A test of values for being independent of those before them. */
export interface SerialTest {
  readonly statistic: number;
  readonly p: number;
}

/**
 * The test of Ljung and Box (Biometrika 65, 1978) of the first `lags` autocorrelations together, of
 * either sign, as R's `Box.test(type = 'Ljung')`; chi-squared in large samples.
 */
export function ljungBox(values: readonly number[], lags: number): SerialTest {
  const n = values.length;
  const sum = autocorrelations(values, lags).reduce(
    (total, each, index) => total + each ** 2 / (n - index - 1),
    0,
  );
  const statistic = n * (n + 2) * sum;
  return { statistic, p: chiSquaredAbove(statistic, lags) };
}

/**
 * How many independent values would fix the mean as well as these do: n / (1 + 2 sum of the
 * autocorrelations), the sum ended before the first pair of neighbouring lags that adds nothing
 * (Geyer, Statistical Science 7, 1992). Between 1 and n; in a few tens of values it comes out too large.
 */
export function effectiveSampleSize(values: readonly number[]): number {
  const n = values.length;
  if (n < 2) {
    checkSample(values);
    return n;
  }
  const rho = [1, ...autocorrelations(values, n - 1)];
  let sum = -1;
  for (let lag = 0; lag < n; lag += 2) {
    const pair = (rho[lag] ?? 0) + (rho[lag + 1] ?? 0);
    if (pair <= 0) break;
    sum += 2 * pair;
  }
  return Math.min(n, Math.max(1, n / Math.max(sum, Number.MIN_VALUE)));
}
