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
  /** Of samples without fault, the share that screens doubt all the same, 0..1. @default 0 */
  readonly doubted?: number;
}

/** Points of the integral over all samples: the logarithm of the result is good to 2 %. */
const POINTS = 4096;
/** Halvings of a range of 64 standard deviations: to 4e-6 of one. */
const HALVINGS = 24;

/**
 * The smallest true ratio, as a multiple of the threshold of a speed-up, that will be found met at the
 * last look with the given power; above 1. Infinity when so few blocks can prove nothing. An early look
 * adds next to nothing: what is clear enough for it is clear at the last.
 *
 * Assumes that logarithms of pairs are independent and normal. The test is the one that judges, the
 * exact signed-rank test at the looks' shared tails, so its steps and its efficiency (0.955 of a t
 * test's) are in the number: up to 1.5 % above a paired t test's at 10 blocks and 20 %. A sample that
 * screens doubt is taken for lost. What stopping for futility costs is left out.
 */
export function smallestProvable(budget: Budget): number {
  const { looks, confidence, sdLog, power = 0.8, doubted = 0 } = budget;
  if (!(sdLog >= 0 && Number.isFinite(sdLog))) {
    throw new TypeError(`\`sdLog\` must be a finite number from 0 up, got ${sdLog}`);
  }
  if (!(power > 0 && power < 1)) {
    throw new TypeError(`\`power\` must be above 0 and below 1, got ${power}`);
  }
  if (!(doubted >= 0 && doubted < 1)) {
    throw new TypeError(`\`doubted\` must be from 0 up and below 1, got ${doubted}`);
  }
  const gate = gateOf(looks, confidence);
  const needed = power / (1 - doubted);
  if (gate.most < 0 || needed >= 1) return Infinity;
  const samples = latticePoints(POINTS, gate.blocks).map((point) =>
    point.map(normalQuantile).toSorted((a, b) => a - b),
  );
  let [low, high] = [0, 64];
  for (let step = 0; step < HALVINGS; step += 1) {
    const shift = (low + high) / 2;
    const found = samples.filter((sample) => averagesUpTo(sample, -shift) <= gate.most).length;
    if (found < needed * POINTS) low = shift;
    else high = shift;
  }
  return Math.exp(sdLog * high);
}

/** A look: of so many values, at most `most` Walsh averages may lie at or under the threshold. */
interface Gate {
  readonly blocks: number;
  readonly most: number;
}

function gateOf(looks: readonly number[], confidence: number): Gate {
  const last = planLooks(looks, confidence).at(-1);
  if (last === undefined) return { blocks: 0, most: -1 };
  return { blocks: last.blocks, most: criticalRank(last.blocks, last.tail).rank - 1 };
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
