import type { Ends } from '../interval.ts';
import type { Quantity } from '../quantity.ts';

/**
 * Where a quantity can lie, as far as its kind, its unit and the runs tell: a share from 0 to 1, an
 * amount from 0 up, a difference anywhere. What is widened needs it: nothing is repaid before it is
 * used, and no rate exceeds 100 %. What was shown, runs or bound, lies in it: a level below 0 is no
 * amount.
 */
export function naturalRange(kind: Quantity['kind'], unit: string, shown: Ends): Ends {
  if (kind === 'difference' || shown.low < 0) return { low: -Infinity, high: Infinity };
  return { low: 0, high: unit === 'ratio' && shown.high <= 1 ? 1 : Infinity };
}

/** As much of an interval as lies in a range. */
export function keptTo<Kept extends Ends>(interval: Kept, { low, high }: Ends): Kept {
  const end = (value: number): number => Math.min(high, Math.max(low, value));
  return { ...interval, low: end(interval.low), high: end(interval.high) };
}
