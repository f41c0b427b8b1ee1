import { normalQuantile } from '../normal.ts';
import { planLooks } from '../sequential/looks.ts';
import { criticalRank } from '../signed-rank-distribution.ts';
import { latticePoints } from './lattice.ts';

/** What the runs of an experiment will be judged by, and how much its pairs vary. */
export interface Budget {
  /** The numbers of blocks after which the runs are judged, as in a `JudgePlan`. */
  readonly looks: readonly number[];
  /** One-sided confidence of the verdict. */
  readonly confidence: number;
  /** Standard deviation of the logarithms of the paired ratios: 0.1 is about 10 %. */
  readonly sdLog: number;
  /** How likely the claim must come out met where it is true, above 0 and below 1. @default 0.8 */
  readonly power?: number;
}

/** Points of the integral over all samples: the logarithm of the result is good to 2 %. */
const POINTS = 4096;
/** Halvings of a range of 64 standard deviations: to 4e-6 of one. */
const HALVINGS = 24;

/**
 * The smallest true ratio, as a multiple of the threshold of a speed-up, that will be found met at one
 * of the looks with the given power; above 1. Infinity when so few blocks can prove nothing.
 *
 * Assumes that logarithms of pairs are independent and normal. The test is the one that judges, the
 * exact signed-rank test at the looks' shared tails, so its steps and its efficiency (0.955 of a t
 * test's) are in the number: up to 1.5 % above a paired t test's at 10 blocks and 20 %. What
 * stopping for futility and false alarms of the screens cost is left out.
 */
export function smallestProvable({ looks, confidence, sdLog, power = 0.8 }: Budget): number {
  if (!(sdLog >= 0 && Number.isFinite(sdLog))) {
    throw new TypeError(`\`sdLog\` must be a finite number from 0 up, got ${sdLog}`);
  }
  if (!(power > 0 && power < 1)) {
    throw new TypeError(`\`power\` must be above 0 and below 1, got ${power}`);
  }
  const gates = gatesOf(looks, confidence);
  if (gates.every(({ most }) => most < 0)) return Infinity;
  const samples = standardSamples(Math.max(...looks), gates);
  let [low, high] = [0, 64];
  for (let step = 0; step < HALVINGS; step += 1) {
    const shift = (low + high) / 2;
    const found = samples.filter((sample) => passes(sample, gates, shift)).length;
    if (found < power * POINTS) low = shift;
    else high = shift;
  }
  return Math.exp(sdLog * high);
}

/** A look: of so many values, at most `most` Walsh averages may lie at or under the threshold. */
interface Gate {
  readonly blocks: number;
  readonly most: number;
}

function gatesOf(looks: readonly number[], confidence: number): Gate[] {
  return planLooks(looks, confidence).map(({ blocks, tail }) => ({
    blocks,
    most: criticalRank(blocks, tail).rank - 1,
  }));
}

/** Every sample's first values at every look, ascending. */
function standardSamples(most: number, gates: readonly Gate[]): readonly (readonly number[][])[] {
  return latticePoints(POINTS, most).map((point) => {
    const values = point.map(normalQuantile);
    return gates.map(({ blocks }) => values.slice(0, blocks).toSorted((a, b) => a - b));
  });
}

function passes(
  sample: readonly (readonly number[])[],
  gates: readonly Gate[],
  shift: number,
): boolean {
  return gates.some(({ most }, look) => averagesUpTo(sample[look] ?? [], -shift) <= most);
}

/** How many Walsh averages of ascending values are at most `limit`: two fingers, no n^2 averages. */
function averagesUpTo(ascending: readonly number[], limit: number): number {
  let count = 0;
  let right = ascending.length - 1;
  for (const [left, value] of ascending.entries()) {
    while (right >= left && value + (ascending[right] ?? 0) > 2 * limit) right -= 1;
    if (right < left) break;
    count += right - left + 1;
  }
  return count;
}
