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
