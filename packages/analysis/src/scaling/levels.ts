import { checkSample } from '../sample.ts';

/** What was measured at one concurrency. */
export interface ScalingPoint {
  /** How many did work at once: an integer from 1 on. */
  readonly concurrency: number;
  /** One number a run, at least 0, all in the same unit. */
  readonly throughputs: readonly number[];
}

/** The runs of one concurrency, as the solver takes them. */
export interface Level {
  readonly concurrency: number;
  /** Ascending, as shares of the highest throughput there is. */
  readonly shares: readonly number[];
  /** Of the shares. */
  readonly mean: number;
}

/** All levels, by rising concurrency. */
export interface Levels {
  readonly levels: readonly Level[];
  /** The highest throughput: what a share of 1 is. 0 when nothing was ever done. */
  readonly unit: number;
  /** Over all levels. */
  readonly runs: number;
}

/** One level is no curve. */
export const FEWEST_LEVELS = 2;

/**
 * The points as levels. Points of one concurrency are one level, and neither the order of points nor
 * that of runs is kept: what follows cannot depend on it. Fewer levels than `fewest`, and anything that is no
 * concurrency or no throughput, is misuse, and a `TypeError` names it.
 */
export function levelsOf(points: readonly ScalingPoint[], fewest: number = FEWEST_LEVELS): Levels {
  const byConcurrency = new Map<number, number[]>();
  for (const [index, { concurrency, throughputs }] of points.entries()) {
    const where = `points[${index}]`;
    checkConcurrency(concurrency, `${where}.concurrency`);
    checkThroughputs(throughputs, `${where}.throughputs`);
    byConcurrency.set(concurrency, [...(byConcurrency.get(concurrency) ?? []), ...throughputs]);
  }
  checkLevelCount(byConcurrency.size, fewest);
  const groups = [...byConcurrency].toSorted(([one], [other]) => one - other);
  const all = groups.flatMap(([, throughputs]) => throughputs);
  const unit = all.reduce((most, each) => Math.max(most, each), 0);
  const levels = groups.map(([concurrency, throughputs]): Level => {
    const shares = throughputs
      .toSorted((a, b) => a - b)
      .map((each) => (unit > 0 ? each / unit : 0));
    return { concurrency, shares, mean: meanOf(shares) };
  });
  return { levels, unit, runs: all.length };
}

function checkLevelCount(levels: number, least: number): void {
  if (levels >= least) return;
  throw new TypeError(
    `\`points\` must hold at least ${least} different values of \`concurrency\`, got ${levels}`,
  );
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function checkConcurrency(value: number, name: string): void {
  if (Number.isSafeInteger(value) && value >= 1) return;
  throw new TypeError(`\`${name}\` must be a positive integer, got ${String(value)}`);
}

function checkThroughputs(values: readonly number[], name: string): void {
  checkSample(values, name);
  const index = values.findIndex((value) => value < 0);
  if (index >= 0) {
    throw new TypeError(`\`${name}[${index}]\` must be at least 0, got ${values[index]}`);
  }
}
