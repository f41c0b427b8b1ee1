import { checkConfidence } from '../confidence.ts';
import { normalProbability, normalQuantile } from '../normal.ts';
import { integral, nodesOver, type Node } from './quadrature.ts';
import { rootOf } from './root.ts';
import { spreadNodes } from './spread-nodes.ts';
import { studentQuantile } from './student-t.ts';

/** Several arms, each compared with one baseline, all with as many runs. */
export interface Comparisons {
  /** How many arms are compared with the baseline: a positive integer. */
  readonly arms: number;
  /** 1 where only one direction counts, 2 where both do. */
  readonly sides: 1 | 2;
  /** Of the pooled standard deviation: runs less arms less 1; Infinity where it is known. */
  readonly df: number;
}

/** Beyond this a standard normal variable does not count. */
const FARTHEST = 6;
/** For each standard deviation. */
const NODES_EACH = 3;
/** More than what the integrals are wrong by. */
const MARGIN = 1e-3;

/**
 * The probability that, where no arm differs from the baseline, every t statistic stays within
 * `limit`: 1 less it is the p-value of the largest one, corrected for being several. Errors of one
 * size, normal and independent; since all share the baseline, any two statistics correlate by 1/2
 * (Dunnett, Journal of the American Statistical Association 50, 1955).
 */
export function dunnettWithin(limit: number, comparisons: Comparisons): number {
  const { arms, sides, df } = comparisons;
  checkComparisons(comparisons);
  if (Number.isNaN(limit)) throw new TypeError('`limit` must be a number, got NaN');
  // Where both sides count, a baseline that is high is like one that is low.
  const [least, times] = sides === 2 ? [0, 2] : [-FARTHEST, 1];
  const nodes = nodesOver(least, FARTHEST, (FARTHEST - least) * NODES_EACH);
  const scale = times / Math.sqrt(2 * Math.PI);
  const baseline = nodes.map(({ at, weight }): Node => {
    return { at, weight: weight * scale * Math.exp((-at * at) / 2) };
  });
  // Given the baseline and the spread, the arms are independent.
  return integral(spreadNodes(df), (spread) => {
    const reach = Math.SQRT2 * limit * spread;
    return integral(baseline, (at) => {
      const below = sides === 2 ? normalProbability(at - reach) : 0;
      return Math.max(0, normalProbability(at + reach) - below) ** arms;
    });
  });
}

/**
 * The critical value of Dunnett's comparisons: with the given confidence not one of the t statistics
 * passes it by chance. An arm's interval is its difference from the baseline plus and minus this
 * times s sqrt(2 / n), of n runs an arm. Good to four digits from 3 degrees of freedom on, to six from
 * 10 on.
 */
export function dunnettCritical(confidence: number, comparisons: Comparisons): number {
  checkConfidence(confidence);
  checkComparisons(comparisons);
  const { arms, sides, df } = comparisons;
  const tail = (1 - confidence) / sides;
  const quantile = (probability: number): number =>
    df === Infinity ? normalQuantile(probability) : studentQuantile(probability, df);
  // No less than one comparison takes, no more than Bonferroni's inequality does.
  const [least, most] = [quantile(1 - tail) - MARGIN, quantile(1 - tail / arms) + MARGIN];
  return rootOf((limit) => dunnettWithin(limit, comparisons) - confidence, least, most);
}

function checkComparisons({ arms, sides, df }: Comparisons): void {
  if (!(Number.isSafeInteger(arms) && arms >= 1)) {
    throw new TypeError(`\`arms\` must be a positive integer, got ${arms}`);
  }
  if (![1, 2].includes(sides)) throw new TypeError(`\`sides\` must be 1 or 2, got ${sides}`);
  if (!(df === Infinity || (Number.isSafeInteger(df) && df >= 1))) {
    throw new TypeError(`\`df\` must be a positive integer or Infinity, got ${df}`);
  }
}
