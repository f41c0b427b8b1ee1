import { tailOf } from '../confidence.ts';
import { normalQuantile } from '../normal.ts';
import type { Level } from './levels.ts';

/** A slope of less than this share of the mean over the whole range is rounding. */
const ROUNDING = 1e-9;

/**
 * Whether throughput per worker rises with concurrency, as none of the laws has it: the
 * least-squares slope of every run's X/N over N lies above 0 by more than its standard error leaves
 * to chance at this two-sided confidence. A screen, not a verdict.
 */
export function growsFasterThanLinear(levels: readonly Level[], confidence: number): boolean {
  const runs = levels.flatMap(({ concurrency, shares }) =>
    shares.map((share) => ({ x: concurrency, y: share / concurrency })),
  );
  const n = runs.length;
  if (n < 3) return false;
  const meanX = runs.reduce((sum, { x }) => sum + x, 0) / n;
  const meanY = runs.reduce((sum, { y }) => sum + y, 0) / n;
  const spread = runs.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  const slope = runs.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) / spread;
  const left = runs.reduce((sum, { x, y }) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0);
  const error = Math.sqrt(left / (n - 2) / spread);
  const noise = normalQuantile(1 - tailOf(confidence)) * error;
  return slope > noise && slope * Math.sqrt(spread) > ROUNDING * meanY;
}
