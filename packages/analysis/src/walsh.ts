import { checkSample, middle } from './sample.ts';

/** More values than this would take too many pairs; runs are counted in tens. */
const MOST_VALUES = 1000;

/**
 * The mean of every pair of values, each value with itself included: n(n + 1)/2 numbers, ascending
 * (Walsh, 1949). Takes up to 1000 values.
 */
export function walshAverages(values: readonly number[]): Float64Array {
  checkSample(values);
  const n = values.length;
  if (n > MOST_VALUES) {
    throw new TypeError(
      `\`values\` must hold at most ${MOST_VALUES} numbers, got ${n}: give one number a run, or take the median`,
    );
  }
  const averages = new Float64Array((n * (n + 1)) / 2);
  let at = 0;
  for (const [i, one] of values.entries()) {
    for (let j = i; j < n; j += 1) {
      const other = values[j] ?? one;
      averages[at] = one === other ? one : one / 2 + other / 2;
      at += 1;
    }
  }
  // A typed array sorts by number.
  return averages.toSorted();
}

/**
 * The Hodges-Lehmann estimate of the centre: the median of the Walsh averages. For a symmetric
 * distribution it is the median; otherwise it is the pseudo-median, which the sign interval checks.
 */
export function hodgesLehmann(values: readonly number[]): number {
  return middle(walshAverages(values));
}
