import { formatCount } from '../format.ts';
import type { Estimate, Interval } from '../interval.ts';
import type { Quantity } from '../quantity.ts';
import { screenBlocks } from './screen.ts';
import { type Scale, stretched } from './stretched.ts';

/** Something in the values that an estimate takes to be otherwise. */
export interface Doubt {
  /** How often values that are as they are taken to be would show as much. */
  readonly p: number;
  readonly because: string;
  /**
   * The interval that allows for it: a verdict must hold for this one too. Null where nothing has to be
   * allowed for, and the doubt is only told.
   */
  readonly cautious: Interval | null;
}

/** What the order of the blocks says against independent values, in any of the series. */
export function doubtsAboutOrder(
  kind: Quantity['kind'],
  series: readonly (readonly number[])[],
  estimate: Interval,
): readonly Doubt[] {
  return series.flatMap((values) =>
    screenBlocks(values, series.length).map(({ p, because, downgrades }) => ({
      p,
      because,
      cautious: downgrades ? stretched(estimate, scaleOf(kind)) : null,
    })),
  );
}

/**
 * That the interval is one single value which not all runs share: ties make a rank test blind for those
 * that differ. Nothing is known of how far they reach, so what is allowed for is all that was seen.
 */
export function doubtsAboutTies(
  series: readonly (readonly number[])[],
  { value, low, high }: Interval,
): readonly Doubt[] {
  // Of several arms those matter that have the value.
  const values = series.filter((each) => each.includes(value)).flat();
  const others = values.filter((each) => each !== value);
  if (low !== value || high !== value || others.length === 0) return [];
  return [
    {
      p: 0,
      because: `${others.length} of ${formatCount(values.length, 'value')} differ from all the rest, which are the same`,
      cautious: { value, low: Math.min(...values), high: Math.max(...values) },
    },
  ];
}

/** Where distances of a quantity are taken. */
export function scaleOf(kind: Quantity['kind']): Scale {
  return kind === 'speedup' || kind === 'selected' ? 'log' : 'linear';
}

/** Doubts so strong that they are told beside any number, and its interval allows for them. */
const TOLD = 0.01;

/** An estimate that allows for the strong ones of its doubts and has them among its warnings. */
export function withDoubts(estimate: Estimate, doubts: readonly Doubt[]): Estimate {
  const strong = doubts.filter(({ p }) => p < TOLD);
  const warnings = [...new Set([...estimate.warnings, ...strong.map(({ because }) => because)])];
  const ends = strong.flatMap(({ cautious }) => cautious ?? []);
  return { ...(ends.length === 0 ? estimate : widened(estimate, ends)), warnings };
}

/** The estimate with an interval that reaches as far as each of these. */
export function widened(estimate: Estimate, reaching: readonly Interval[]): Estimate {
  return {
    ...estimate,
    low: Math.min(estimate.low, ...reaching.map(({ low }) => low)),
    high: Math.max(estimate.high, ...reaching.map(({ high }) => high)),
    method: `${estimate.method}, widened`,
  };
}
