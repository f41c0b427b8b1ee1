import { proportionAtLeast, proportionAtMost } from '@muster/analysis';

const CONFIDENCE = 0.95;

/** How often something came about, with exact bounds (Clopper and Pearson) of 95 % each. */
export interface Rate {
  readonly count: number;
  readonly of: number;
  /** 0..1. */
  readonly share: number;
  readonly atLeast: number;
  readonly atMost: number;
}

/** The rate of `count` in `of`; null when there was nothing it could have come about in. */
export function rateOf(count: number, of: number): Rate | null {
  if (of === 0) return null;
  return {
    count,
    of,
    share: count / of,
    atLeast: proportionAtLeast(count, of, CONFIDENCE),
    atMost: proportionAtMost(count, of, CONFIDENCE),
  };
}

/**
 * Whether one of several rates is shown to lie above what was promised. "At least one of them" is
 * claimed, and each has its own chance to be it by accident, so they share the 5 % (Bonferroni).
 */
export function anyAbove(rates: readonly (Rate | null)[], promised: number): boolean {
  const confidence = 1 - (1 - CONFIDENCE) / rates.length;
  return rates.some(
    (rate) => rate !== null && proportionAtLeast(rate.count, rate.of, confidence) > promised,
  );
}
