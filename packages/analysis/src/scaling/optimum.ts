import { formatInterval, formatValue } from '../format.ts';
import { intervalOf, type JudgedEstimate } from '../judgement.ts';
import { isFlat, peakOf } from './law.ts';
import type { ResampledLaw } from './model.ts';
import { percentileEstimate, type IntervalRules } from './percentiles.ts';

/** Nothing is said of concurrencies above this many times the largest that was measured. */
const EXTRAPOLATION = 2;

/** The largest concurrency that a fit to these levels speaks of. */
export function furthestOf(levels: readonly { readonly concurrency: number }[]): number {
  return EXTRAPOLATION * Math.max(...levels.map(({ concurrency }) => concurrency));
}

/** Where throughput is highest, as data. */
export type Optimum =
  | {
      readonly found: 'peak';
      /** Not necessarily a whole number. An end of null lies too far out to be told. */
      readonly concurrency: JudgedEstimate;
      readonly throughput: JudgedEstimate;
      readonly because: string;
    }
  /** `beyond`: further out than the fit speaks of. `none`: throughput does not turn down, or never changes. */
  | { readonly found: 'beyond' | 'none'; readonly because: string };

/** What the optimum is read off. */
export interface OptimumInput {
  readonly laws: readonly ResampledLaw[];
  readonly chosen: ResampledLaw;
  readonly furthest: number;
  readonly rules: IntervalRules;
}

/** The peak of the chosen law's curve, where it has one that can be told. */
export function optimumOf({ laws, chosen, furthest, rules }: OptimumInput): Optimum {
  if (chosen.fit.rate === 0) return { found: 'none', because: 'every throughput is 0' };
  if (isFlat(chosen.fit)) {
    return {
      found: 'none',
      because: 'throughput is the same at every concurrency: no more from more at once',
    };
  }
  const peak = peakOf(chosen.fit);
  if (peak.concurrency === Infinity) return { found: 'none', because: noPeak(laws, chosen) };
  const far = formatValue(furthest, 'count');
  if (peak.concurrency > furthest) {
    return {
      found: 'beyond',
      because: `the peak lies beyond a concurrency of ${far}, twice the largest measured: measure further out`,
    };
  }
  const peaks = chosen.curves.map(peakOf).map((each) => {
    const told = each.concurrency <= furthest;
    return told ? each : { concurrency: Infinity, throughput: Infinity };
  });
  const estimateOf = (part: 'concurrency' | 'throughput'): JudgedEstimate =>
    percentileEstimate(
      peak[part],
      peaks.map((each) => each[part]),
      rules,
    );
  const concurrency = estimateOf('concurrency');
  return {
    found: 'peak',
    concurrency,
    throughput: estimateOf('throughput'),
    because: `throughput is highest at a concurrency of ${formatInterval(intervalOf(concurrency), '')}`,
  };
}

function noPeak(laws: readonly ResampledLaw[], chosen: ResampledLaw): string {
  const usl = laws.find(({ law }) => law === 'usl');
  if (usl === undefined) return 'no retrograde term can be detected with fewer than 3 levels';
  if (usl.fit.coherency === 0) return 'no retrograde term detected';
  return `no retrograde term detected: AICc does not prefer usl to ${chosen.law}`;
}
