import { normalQuantile } from '../normal.ts';
import { allowingForFew } from '../screens/few.ts';
import { type Look, planLooks } from '../sequential/looks.ts';
import { medianInterval } from '../sign-test.ts';
import { signedRankInterval } from '../signed-rank.ts';
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
const POINTS = 1024;
/** Of more values than these a shift shrinks with the root of their number, to less than 1 %. */
const MOST_DRAWN = 40;

/**
 * The smallest true ratio, as a multiple of the threshold of a speed-up, that will be found met at the
 * last look with the given power; above 1. Infinity when so few blocks can prove nothing. An early look
 * adds next to nothing: what is clear enough for it is clear at the last.
 *
 * Assumes that logarithms of pairs are independent and normal. Samples of them are judged as runs are,
 * by the signed-rank interval, the median's, and the wider one that few blocks have to hold for; what
 * stopping for futility costs is left out.
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
  const last = planLooks(looks, confidence).at(-1);
  const shift = last === undefined ? Infinity : shiftFound(last, power, doubted);
  return Number.isFinite(shift) ? Math.exp(sdLog * shift) : Infinity;
}

/** The shift of standard normal values that is found above 0 in a share `power` of the samples. */
function shiftFound({ blocks, tail }: Look, power: number, doubted: number): number {
  const needed = power / (1 - doubted);
  if (needed >= 1) return Infinity;
  const drawn = Math.min(blocks, MOST_DRAWN);
  const shifts = latticePoints(POINTS, drawn).map(
    (point) => -lowerEnd(point.map(normalQuantile), tail),
  );
  const shift = shifts.toSorted((a, b) => a - b)[Math.ceil(needed * POINTS) - 1] ?? Infinity;
  return shift * Math.sqrt(drawn / blocks);
}

/** The end that must lie above a bound for values to be judged above it. */
function lowerEnd(values: readonly number[], tail: number): number {
  const interval = signedRankInterval(values, { low: tail, high: tail });
  const cautious = allowingForFew('difference', { ...interval, n: values.length });
  return Math.min(cautious.low, medianInterval(values, 1 - 2 * tail).low);
}
