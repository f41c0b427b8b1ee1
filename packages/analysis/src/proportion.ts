import { binomialAtLeast, binomialAtMost } from './binomial.ts';
import { tailOf, twoSidedOf } from './confidence.ts';
import type { Estimate } from './interval.ts';
import { normalQuantile } from './normal.ts';

function checkCounts(successes: number, attempts: number): void {
  if (!Number.isSafeInteger(attempts) || attempts < 1) {
    throw new TypeError(`\`attempts\` must be a positive integer, got ${attempts}`);
  }
  if (!Number.isSafeInteger(successes) || successes < 0 || successes > attempts) {
    throw new TypeError(
      `\`successes\` must be an integer between 0 and \`attempts\` (${attempts}), got ${successes}`,
    );
  }
}

/** The largest double in 0..1 at which a predicate that holds at 0 and stops holding once still holds. */
function lastHolding(holds: (p: number) => boolean): number {
  let held = 0;
  let failed = 1;
  if (holds(failed)) return failed;
  for (;;) {
    const p = held + (failed - held) / 2;
    if (p === held || p === failed) return held;
    if (holds(p)) held = p;
    else failed = p;
  }
}

/** The exact lower bound that misses with probability at most `tail`; 0 when nothing succeeded. */
function lowerBound(successes: number, attempts: number, tail: number): number {
  if (successes === 0) return 0;
  return lastHolding((p) => binomialAtLeast(successes, attempts, p) <= tail);
}

/** The exact upper bound that misses with probability at most `tail`; 1 when nothing failed. */
function upperBound(successes: number, attempts: number, tail: number): number {
  if (successes === attempts) return 1;
  return lastHolding((p) => binomialAtMost(successes, attempts, p) >= tail);
}

/**
 * A proportion with its exact two-sided interval, each tail apart (Clopper and Pearson, 1934): it
 * never covers less than it says, so it is the one for claims. The attempts must be independent.
 * The confidence is what was asked for; what is achieved depends on the unknown proportion and is
 * at least that.
 */
export function clopperPearson(successes: number, attempts: number, confidence: number): Estimate {
  checkCounts(successes, attempts);
  const tail = tailOf(confidence);
  return {
    value: successes / attempts,
    low: lowerBound(successes, attempts, tail),
    high: upperBound(successes, attempts, tail),
    confidence,
    n: attempts,
    method: 'Clopper-Pearson',
    warnings: [],
  };
}

/** The exact bound below which the proportion lies with the given one-sided confidence. */
export function proportionAtMost(successes: number, attempts: number, confidence: number): number {
  checkCounts(successes, attempts);
  return upperBound(successes, attempts, tailOf(twoSidedOf(confidence)));
}

/** The exact bound above which the proportion lies with the given one-sided confidence. */
export function proportionAtLeast(successes: number, attempts: number, confidence: number): number {
  checkCounts(successes, attempts);
  return lowerBound(successes, attempts, tailOf(twoSidedOf(confidence)));
}

/**
 * A proportion with Wilson's score interval (1927): nearer to what is asked on average than the
 * exact one and therefore good for display, but it may cover less, so no claim rests on it.
 */
export function wilson(successes: number, attempts: number, confidence: number): Estimate {
  checkCounts(successes, attempts);
  const z = -normalQuantile(tailOf(confidence));
  const value = successes / attempts;
  const spread = (z * z) / attempts;
  const centre = value + spread / 2;
  const reach = z * Math.sqrt((value * (1 - value)) / attempts + spread / attempts / 4);
  return {
    value,
    low: successes === 0 ? 0 : Math.max(0, (centre - reach) / (1 + spread)),
    high: successes === attempts ? 1 : Math.min(1, (centre + reach) / (1 + spread)),
    confidence,
    n: attempts,
    method: 'Wilson score',
    warnings: [],
  };
}
