import { binomialPmf } from '../binomial.ts';
import { shareOf, type Share } from './share.ts';

/** A test of two shares for being the same. */
export interface SharesTest {
  /** One-sided p-value against "one is at most the other". */
  readonly greater: number;
  /** One-sided p-value against "one is at least the other". */
  readonly less: number;
  /** The probability of all tables that are no likelier than this one. */
  readonly twoSided: number;
}

/** Tables are as likely as another that rounding sets apart by this. */
const ROUNDING = 1e-7;

/**
 * Fisher's exact test of two shares for being the same, with all counts in the margins taken as given
 * (Fisher, 1935; R's `fisher.test`). Never errs more often than it says, and often much less.
 */
export function fisherExact(one: Share, other: Share): SharesTest {
  shareOf(one, 'one');
  shareOf(other, 'other');
  const successes = one.successes + other.successes;
  const all = one.attempts + other.attempts;
  const pooled = successes / all;
  const whole = binomialPmf(successes, all, pooled);
  // Of two independent binomials with this sum: hypergeometric.
  const probability = (count: number): number =>
    (binomialPmf(count, one.attempts, pooled) *
      binomialPmf(successes - count, other.attempts, pooled)) /
    whole;
  const seen = probability(one.successes);
  const sums = { greater: 0, less: 0, twoSided: 0 };
  const most = Math.min(successes, one.attempts);
  for (let count = Math.max(0, successes - other.attempts); count <= most; count += 1) {
    const each = probability(count);
    if (count >= one.successes) sums.greater += each;
    if (count <= one.successes) sums.less += each;
    if (each <= seen * (1 + ROUNDING)) sums.twoSided += each;
  }
  return {
    greater: Math.min(1, sums.greater),
    less: Math.min(1, sums.less),
    twoSided: Math.min(1, sums.twoSided),
  };
}
