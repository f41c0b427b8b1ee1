import { tailOf } from '../confidence.ts';
import type { Estimate } from '../interval.ts';
import { normalQuantile } from '../normal.ts';
import { rootOf } from './root.ts';
import { shareOf, type Share } from './share.ts';

/** Where both shares are 0 or 1 their variance is 0, but not next to it. */
const NEXT = 1e-12;

/**
 * How much one share lies above another, with the score interval of Miettinen and Nurminen (Statistics
 * in Medicine 4, 1985): every difference that a test with the variance it implies itself does not
 * reject.
 */
export function differenceOfShares(one: Share, other: Share, confidence: number): Estimate {
  const value = shareOf(one, 'one') - shareOf(other, 'other');
  const z = -normalQuantile(tailOf(confidence));
  return {
    value,
    low: lowestDifference(one, other, value, z),
    // To look for the other end is to look for this one with the shares exchanged.
    high: -lowestDifference(other, one, -value, z),
    confidence,
    n: one.attempts + other.attempts,
    method: 'difference of shares, Miettinen-Nurminen score',
    warnings: [],
  };
}

/**
 * How many times as large one share is as another, with the score interval of Miettinen and Nurminen;
 * 0 or Infinity where one of them is 0, and misuse where both are.
 */
export function ratioOfShares(one: Share, other: Share, confidence: number): Estimate {
  const value = shareOf(one, 'one') / shareOf(other, 'other');
  if (Number.isNaN(value)) {
    throw new TypeError('`one.successes` or `other.successes` must be above 0 for a ratio, got 0');
  }
  const z = -normalQuantile(tailOf(confidence));
  return {
    value,
    low: lowestRatio(one, other, value, z),
    high: 1 / lowestRatio(other, one, 1 / value, z),
    confidence,
    n: one.attempts + other.attempts,
    method: 'ratio of shares, Miettinen-Nurminen score',
    warnings: [],
  };
}

function lowestDifference(one: Share, other: Share, value: number, z: number): number {
  if (value === -1) return -1;
  const excess = (difference: number): number => {
    const reference = referenceAtDifference(one, other, difference);
    const spread = varianceOf(reference + difference, one) + varianceOf(reference, other);
    return value - difference - z * Math.sqrt(spread * correctionOf(one, other));
  };
  return rootOf(excess, -1, value - NEXT);
}

function lowestRatio(one: Share, other: Share, value: number, z: number): number {
  if (value === 0) return 0;
  const [first, second] = [one.successes / one.attempts, other.successes / other.attempts];
  const excess = (ratio: number): number => {
    const reference = referenceAtRatio(one, other, ratio);
    const spread =
      varianceOf(ratio * reference, one) + ratio * ratio * varianceOf(reference, other);
    return first - ratio * second - z * Math.sqrt(spread * correctionOf(one, other));
  };
  if (Number.isFinite(value)) return rootOf(excess, 0, value * (1 - NEXT));
  let enough = 1;
  while (excess(enough) > 0) enough *= 2;
  return rootOf(excess, 0, enough);
}

function varianceOf(share: number, { attempts }: Share): number {
  return (Math.max(0, share) * Math.max(0, 1 - share)) / attempts;
}

function correctionOf(one: Share, other: Share): number {
  const all = one.attempts + other.attempts;
  return all / (all - 1);
}

/** The other share, where both fit best among those that differ by so much: the middle root of a cubic. */
function referenceAtDifference(one: Share, other: Share, difference: number): number {
  const all = one.attempts + other.attempts;
  const successes = one.successes + other.successes;
  const square = ((one.attempts + 2 * other.attempts) * difference - all - successes) / (3 * all);
  const linear =
    ((other.attempts * difference - all - 2 * other.successes) * difference + successes) / all;
  const constant = (other.successes * difference * (1 - difference)) / all;
  const half = square ** 3 - (square * linear) / 2 + constant / 2;
  const size = Math.sign(half || 1) * Math.sqrt(Math.max(0, square * square - linear / 3));
  const cosine = size === 0 ? 0 : half / size ** 3;
  const angle = (Math.PI + Math.acos(Math.min(1, Math.max(-1, cosine)))) / 3;
  const least = Math.max(0, -difference);
  return Math.min(
    1 - Math.max(0, difference),
    Math.max(least, 2 * size * Math.cos(angle) - square),
  );
}

/** The other share, where both fit best among those of this ratio: the smaller root of a quadratic. */
function referenceAtRatio(one: Share, other: Share, ratio: number): number {
  const square = (one.attempts + other.attempts) * ratio;
  const linear = one.attempts * ratio + one.successes + other.attempts + other.successes * ratio;
  const successes = one.successes + other.successes;
  const root = Math.sqrt(Math.max(0, linear * linear - 4 * square * successes));
  // The form of the root that has no cancellation.
  return (2 * successes) / (linear + root);
}
