import type { Estimate } from '../interval.ts';
import { wilson } from '../proportion.ts';
import { shareOf, type Share } from './share.ts';

/**
 * How much one share lies above another, with Newcombe's interval, which joins the Wilson intervals of
 * both (method 10 in Statistics in Medicine 17, 1998). Good for display: simple, never outside -1..1,
 * and near to what is asked on average.
 */
export function newcombe(one: Share, other: Share, confidence: number): Estimate {
  const value = shareOf(one, 'one') - shareOf(other, 'other');
  const first = wilson(one.successes, one.attempts, confidence);
  const second = wilson(other.successes, other.attempts, confidence);
  return {
    value,
    low: value - Math.hypot(first.value - first.low, second.high - second.value),
    high: value + Math.hypot(first.high - first.value, second.value - second.low),
    confidence,
    n: one.attempts + other.attempts,
    method: 'difference of shares, Newcombe',
    warnings: [],
  };
}
