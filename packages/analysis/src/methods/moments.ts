import { checkSample } from '../sample.ts';

/** What a sample of at least two values says of where they lie and how far they scatter. */
export interface Moments {
  readonly mean: number;
  /** Over n - 1. */
  readonly variance: number;
}

/** The moments of the caller's `values`, once they are known to have both. */
export function momentsOf(values: readonly number[]): Moments {
  checkSample(values);
  const n = values.length;
  if (n < 2) throw new TypeError(`\`values\` must hold at least 2 numbers, got ${n}`);
  const variance = varianceOf(values);
  if (Number.isFinite(variance)) return { mean: meanOf(values), variance };
  throw new TypeError(`\`values\` must have a finite variance, got ${variance}`);
}

/** The mean: exact where all values are equal. */
export function meanOf(values: readonly number[]): number {
  // From the first value, equal ones leave nothing that could be rounded.
  const [first = NaN] = values;
  return first + values.reduce((sum, value) => sum + (value - first), 0) / values.length;
}

/** The sample variance, over n - 1: NaN for one value. */
export function varianceOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}
