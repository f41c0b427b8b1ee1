import type { Estimate, Interval } from '../interval.ts';
import { normalProbability } from '../normal.ts';
import type { Quantity } from '../quantity.ts';
import { screenBlocks } from './screen.ts';
import { type Scale, stretched } from './stretched.ts';
import { triplesStatistic } from './triples.ts';

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

/** A sample is taken for skewed when a symmetric one would look so this seldom, to either side. */
const SKEWED = 0.05;

/** What the order of the blocks says against independent values, in any of the series. */
export function doubtsAboutOrder(
  series: readonly (readonly number[])[],
  estimate: Interval,
  scale: Scale,
): readonly Doubt[] {
  return series.flatMap((values) =>
    screenBlocks(values, series.length).map(({ p, because, downgrades }) => ({
      p,
      because,
      cautious: downgrades ? stretched(estimate, scale) : null,
    })),
  );
}

/**
 * What the values say against symmetry, which the signed-rank interval assumes: a long tail pulls its
 * near end after it. Where there is one, that end is taken from the median's interval, which needs no
 * symmetry, if that lies farther out.
 */
export function doubtsAboutSymmetry(
  values: readonly number[],
  estimate: Interval,
  median: Interval,
): readonly Doubt[] {
  const skewness = triplesStatistic(values);
  const p = normalProbability(-Math.abs(skewness));
  if (p >= SKEWED) return [];
  const right = skewness > 0;
  return [
    {
      p,
      because: `the runs are not symmetric about their centre: a long tail of ${right ? 'high' : 'low'} values (triples test, p = ${p.toFixed(3)})`,
      cautious: {
        ...estimate,
        low: right ? Math.min(estimate.low, median.low) : estimate.low,
        high: right ? estimate.high : Math.max(estimate.high, median.high),
      },
    },
  ];
}

/** All doubts about one series that an estimate takes for independent and symmetric. */
export function doubtsAbout(
  values: readonly number[],
  estimate: Interval,
  median: Interval,
  scale: Scale,
): readonly Doubt[] {
  return [
    ...doubtsAboutOrder([values], estimate, scale),
    ...doubtsAboutSymmetry(values, estimate, median),
  ];
}

/**
 * What an early look cannot know: whether blocks depend on each other, which so few do not show, and
 * whether what it sees of an arm by itself is the beginning of a drift. The doubt is always there, and
 * told where it changes something: an early verdict must be one that holds in any case.
 */
export function doubtsAtAnEarlyLook(kind: Quantity['kind'], estimate: Interval): readonly Doubt[] {
  // Of totals only their dispersion matters, which is looked at whenever they are.
  if (kind === 'proportion') return [];
  const because = 'so early there is no telling whether the blocks depend on each other';
  return [{ p: 1, because, cautious: stretched(estimate, scaleOf(kind)) }];
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
