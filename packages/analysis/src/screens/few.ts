import { formatCount } from '../format.ts';
import type { Interval } from '../interval.ts';
import type { Quantity } from '../quantity.ts';
import { type Doubt, scaleOf } from './doubt.ts';
import { STRETCH, STRETCH_OF_PAIRS, stretched } from './stretched.ts';

/** So many blocks show whether they depend on each other, fewer hardly ever do. */
const ENOUGH = 20;

/**
 * Of which each value compares two arms of a block. Not the best of several: an arm that wandered down
 * while it was selected is still low right after.
 */
const PAIRED: ReadonlySet<Quantity['kind']> = new Set(['speedup', 'difference', 'payback']);

/**
 * How many times as wide an interval a verdict must hold for, after so many blocks: few cannot show
 * whether they depend on each other, and at an early look not whether what is seen of an arm is the
 * beginning of a drift.
 */
export function stretchFor(kind: Quantity['kind'], blocks: number, early = false): number {
  // Of totals only their dispersion matters, which is looked at whenever they are.
  if (kind === 'proportion') return 1;
  if (early) return STRETCH;
  if (blocks >= ENOUGH) return 1;
  return PAIRED.has(kind) ? STRETCH_OF_PAIRS : STRETCH;
}

/** The interval that a verdict after so few blocks, or so early, must hold for. */
export function allowingForFew(
  kind: Quantity['kind'],
  estimate: Interval & { readonly n: number },
  early = false,
): Interval {
  const times = stretchFor(kind, estimate.n, early);
  return times === 1 ? estimate : stretched(estimate, scaleOf(kind), times);
}

/** The doubt that is always there, and told where it changes something. */
export function doubtsAboutFew(
  kind: Quantity['kind'],
  estimate: Interval & { readonly n: number },
  early: boolean,
): readonly Doubt[] {
  const cautious = allowingForFew(kind, estimate, early);
  if (cautious === estimate) return [];
  const blocks = formatCount(estimate.n, 'block');
  const because = early
    ? `after ${blocks} it is too early to tell whether they depend on each other or drift`
    : `${blocks} cannot show whether they depend on each other`;
  return [{ p: 1, because, cautious }];
}

/**
 * What is left to doubt of a verdict at the last look of few blocks, since it was not asked to hold for
 * it: that an arm wanders by itself, so slowly that a block is much like the one before. Null where
 * nothing is.
 */
export function doubtLeftByFew(
  kind: Quantity['kind'],
  estimate: Interval & { readonly n: number },
  independent: string | null,
): (Doubt & { readonly cautious: Interval }) | null {
  if (stretchFor(kind, estimate.n) === 1) return null;
  const blocks = formatCount(estimate.n, 'block');
  const because =
    independent === null
      ? `${blocks} cannot show whether an arm wanders by itself; if it does`
      : `${blocks} are taken for independent of each other, which so few cannot show (${independent.replace(/\.$/, '')}); if they are not`;
  return { p: 1, because, cautious: stretched(estimate, scaleOf(kind)) };
}
