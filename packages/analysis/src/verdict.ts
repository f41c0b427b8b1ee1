import type { Bound } from './criterion.ts';
import { formatBeside, formatBound, formatExact, formatRange } from './format.ts';
import type { Interval } from './interval.ts';

/**
 * `met` and `not met` are shown by the data, `inconclusive` data show neither, and `invalid` means
 * that there are no data to judge by.
 */
export type Verdict = 'met' | 'not met' | 'inconclusive' | 'invalid';

/** A verdict and the sentence that justifies it with its numbers. */
export interface Judged {
  readonly verdict: Verdict;
  readonly because: string;
}

/** What the judging of an interval may take into account. */
export interface JudgeOptions {
  readonly unit: string;
  /**
   * The median's interval of the same quantity, which needs no symmetry; null where the interval
   * that is judged is itself free of that assumption.
   */
  readonly median: Pick<Interval, 'low' | 'high'> | null;
}

type Side = 'above' | 'below' | 'on';

/**
 * Judges a bound by an interval, never by its point: decided only when the whole interval lies
 * strictly on one side. Each end must miss with at most the alpha of the verdict, so a verdict
 * errs with at most alpha in either direction.
 *
 * An interval that is one single value, equal to the bound, is what counts give that never vary
 * (0 lost of 0 allowed); there alone the bound's words decide, "at least" and "at most" include it.
 *
 * The signed-rank interval assumes symmetry, which a long tail breaks; the median's interval, the sign
 * test turned round, assumes nothing of the kind. A verdict that the sign test does not share is
 * inconclusive (asymmetric). Of 30 runs it asks for what 20 symmetric ones would bear.
 */
export function judgeBound(interval: Interval, bound: Bound, options: JudgeOptions): Judged {
  checkInterval(interval);
  if (!Number.isFinite(bound.value)) {
    throw new TypeError(`\`bound.value\` must be a finite number, got ${bound.value}`);
  }
  const side = sideOf(interval, bound.value);
  const { unit, median } = options;
  const beside = (value: number): string => formatBeside(value, bound.value, unit);
  const range = `the interval ${formatRange(interval.low, interval.high, unit, beside)}`;
  const limit = formatExact(bound.value, unit);
  if (side === null) {
    const isNone = interval.low === -Infinity && interval.high === Infinity;
    const held = isNone ? 'so few runs have no interval' : `${range} contains ${limit}`;
    return { verdict: 'inconclusive', because: `${held}: neither side is shown` };
  }
  if (median !== null && sideOf(median, bound.value) !== side) {
    const medians = formatRange(median.low, median.high, unit, beside);
    return {
      verdict: 'inconclusive',
      because: `${range} lies ${side} ${limit}, but the interval of the median, ${medians}, does not: asymmetric`,
    };
  }
  const met = satisfies(side, bound.is);
  const where = side === 'on' ? 'is nothing but' : `lies wholly ${side}`;
  const verdict = met ? 'met' : 'not met';
  const wanted = met ? '' : `, not ${formatBound(bound, unit)}`;
  return { verdict, because: `${range} ${where} ${limit}${wanted}` };
}

function sideOf({ low, high }: Pick<Interval, 'low' | 'high'>, limit: number): Side | null {
  if (low > limit) return 'above';
  if (high < limit) return 'below';
  return low === limit && high === limit ? 'on' : null;
}

function satisfies(side: Side, is: Bound['is']): boolean {
  switch (is) {
    case 'at least':
      return side !== 'below';
    case 'more than':
      return side === 'above';
    case 'at most':
      return side !== 'above';
    default:
      return side === 'below';
  }
}

function checkInterval({ value, low, high }: Interval): void {
  // NaN compares false, and must not pass for a side.
  if (low <= value && value <= high) return;
  throw new TypeError(`\`interval\` must be low <= value <= high, got ${low}, ${value}, ${high}`);
}

/** Worst first: a conjunction is as bad as its worst part. */
const WORST_FIRST: readonly Verdict[] = ['invalid', 'not met', 'inconclusive', 'met'];

/**
 * The verdict of "all of these": invalid before not met before inconclusive before met. Each part
 * may be judged at the full alpha, since all must pass (an intersection-union test). Invalid comes
 * first although one part that is not met would settle the logic: the parts share their runs, and
 * runs that did not go to plan settle nothing until they are measured again. No parts are invalid.
 */
export function conjunction(verdicts: readonly Verdict[]): Verdict {
  return WORST_FIRST.find((verdict) => verdicts.includes(verdict)) ?? 'invalid';
}
