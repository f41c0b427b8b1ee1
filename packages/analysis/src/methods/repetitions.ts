import { checkSample } from '../sample.ts';
import { meanOf, varianceOf } from './moments.ts';

/** Measurements within repetitions within repetitions: as many at one level wherever it is repeated. */
export type Nested = number | readonly Nested[];

/** How one level of repetition makes results vary. */
export interface LevelVariance {
  /** How often the level was repeated each time. */
  readonly repetitions: number;
  /** S^2: the variance of the level's means, with what lower levels bring into them. */
  readonly seen: number;
  /** T^2: what the level adds of its own. Below 0 where that is too little to be seen: take it for 0. */
  readonly own: number;
}

/**
 * The variance of each level, from the innermost out: iterations within processes within builds, say
 * (Kalibera and Jones, "Rigorous Benchmarking in Reasonable Time", ISMM 2013). A level that adds
 * nothing of its own need not be repeated. Every level takes two repetitions or more.
 */
export function levelVariances(measurements: readonly Nested[]): readonly LevelVariance[] {
  const levels: LevelVariance[] = [];
  let level: Nested = measurements;
  let below = 0;
  while (typeof level !== 'number') {
    const groups = innermost(level);
    const repetitions = repetitionsOf(groups);
    const seen = meanOf(groups.map(varianceOf));
    levels.push({ repetitions, seen, own: seen - below });
    below = seen / repetitions;
    level = averaged(level);
  }
  return levels;
}

/**
 * How often to repeat each level but the outermost for the most precise mean at a price, from the
 * innermost out: `costs` are what one more repetition of each level costs beside what is in it, `own`
 * the T^2 of the levels. At least 1, to be rounded up; Infinity where the next level out adds nothing.
 */
export function optimalRepetitions(
  own: readonly number[],
  costs: readonly number[],
): readonly number[] {
  checkSample(own, 'own');
  checkSample(costs, 'costs');
  if (costs.length !== own.length) {
    throw new TypeError(
      `\`costs\` must hold ${own.length} numbers, one a level, got ${costs.length}`,
    );
  }
  const free = costs.findIndex((cost) => cost <= 0);
  if (free >= 0) throw new TypeError(`\`costs[${free}]\` must be above 0, got ${costs[free]}`);
  return own.slice(1).map((outer, at) => {
    const [inner = 0, cost = 1, outerCost = 1] = [own[at], costs[at], costs[at + 1]];
    const optimum = Math.sqrt(((outerCost / cost) * Math.max(0, inner)) / Math.max(0, outer));
    return inner > 0 ? Math.max(1, optimum) : 1;
  });
}

/** The groups of the innermost level, wherever they are. */
function innermost(nested: readonly Nested[]): readonly (readonly number[])[] {
  const numbers = nested.filter((each) => typeof each === 'number');
  if (numbers.length === nested.length) return [numbers];
  if (numbers.length > 0) throw new TypeError('`measurements` must be equally deep everywhere');
  return nested.flatMap((each) => (typeof each === 'number' ? [] : innermost(each)));
}

/** The level above: each innermost group gives way to its mean. */
function averaged(nested: readonly Nested[]): Nested {
  const numbers = nested.filter((each) => typeof each === 'number');
  if (numbers.length === nested.length) return meanOf(numbers);
  return nested.map((each) => (typeof each === 'number' ? each : averaged(each)));
}

function repetitionsOf(groups: readonly (readonly number[])[]): number {
  for (const group of groups) checkSample(group, 'measurements');
  const [size = 0, ...others] = new Set(groups.map((group) => group.length));
  if (size >= 2 && others.length === 0) return size;
  throw new TypeError(
    `\`measurements\` must repeat a level equally often everywhere, 2 or more times, got ${[size, ...others].join(', ')}`,
  );
}
