import type { Estimate } from '../interval.ts';
import { atRank, checkSample, middle } from '../sample.ts';
import type { CentreTest } from '../signed-rank.ts';
import { mannWhitneyAtMost, mannWhitneyRank } from './mann-whitney.ts';

const METHOD = 'Hodges-Lehmann, exact Mann-Whitney';

/**
 * How much higher `to` typically lies than `from`, two samples without pairs: the median of all
 * differences with its exact interval (Hodges and Lehmann, Annals of Mathematical Statistics 34, 1963; R's
 * `wilcox.test(to, from)`). The samples must be independent and of one shape. Where runs come in blocks, their
 * pairs are far more precise under drift: `pairedDifference`. Too few values give infinite ends and a warning.
 */
export function unpairedDifference(
  from: readonly number[],
  to: readonly number[],
  confidence: number,
): Estimate {
  const differences = differencesOf(from, to);
  const { rank, tail } = mannWhitneyRank(from.length, to.length, confidence);
  return {
    value: middle(differences),
    low: atRank(differences, rank),
    high: atRank(differences, differences.length + 1 - rank),
    confidence: 1 - 2 * tail,
    n: from.length + to.length,
    method: METHOD,
    warnings:
      rank === 0 ? [`samples of ${from.length} and ${to.length} are too small for a bound`] : [],
  };
}

/** How many times `to` typically goes into `from`, both above 0: how much faster it is, of durations. */
export function unpairedRatio(
  from: readonly number[],
  to: readonly number[],
  confidence: number,
): Estimate {
  const estimate = unpairedDifference(logsOf(to, 'to'), logsOf(from, 'from'), confidence);
  return {
    ...estimate,
    value: Math.exp(estimate.value),
    low: Math.exp(estimate.low),
    high: Math.exp(estimate.high),
    method: `${METHOD}, of logarithms`,
  };
}

/**
 * The exact test of the hypothesis that `to` lies `shift` above `from`. Differences that equal the shift
 * count against the alternative, so that test and interval are two views of one thing.
 */
export function mannWhitneyTest(
  from: readonly number[],
  to: readonly number[],
  shift = 0,
): CentreTest {
  if (!Number.isFinite(shift)) {
    throw new TypeError(`\`shift\` must be a finite number, got ${shift}`);
  }
  const differences = differencesOf(from, to);
  const above = differences.filter((each) => each > shift).length;
  const below = differences.filter((each) => each < shift).length;
  const greater = mannWhitneyAtMost(differences.length - above, from.length, to.length);
  const less = mannWhitneyAtMost(differences.length - below, from.length, to.length);
  return {
    n: from.length + to.length,
    statistic: (differences.length + above - below) / 2,
    greater,
    less,
    twoSided: Math.min(1, 2 * Math.min(greater, less)),
  };
}

/** Every value of `to` less every value of `from`, ascending. */
function differencesOf(from: readonly number[], to: readonly number[]): Float64Array {
  checkSample(from, 'from');
  checkSample(to, 'to');
  const differences = to.flatMap((high) => from.map((low) => high - low));
  return Float64Array.from(differences).toSorted();
}

function logsOf(values: readonly number[], name: string): number[] {
  checkSample(values, name);
  return values.map((value, index) => {
    if (value > 0) return Math.log(value);
    throw new TypeError(`\`${name}[${index}]\` must be above 0 for a ratio, got ${value}`);
  });
}
