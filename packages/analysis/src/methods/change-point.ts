import { checkSample } from '../sample.ts';
import { meanOf } from './moments.ts';

/** The best place to cut a series in two. */
export interface Change {
  /** How many values lie before it. */
  readonly after: number;
  /** The means before and after it. */
  readonly means: readonly [number, number];
  /** What the series costs as a whole and cut in two; smaller is better. */
  readonly whole: number;
  readonly cut: number;
}

/**
 * Where the mean changes, if it does anywhere: a cost is the sum of squares around the mean of each part. At
 * least 2 values, in the order in which they came.
 */
export function changeOfMean(values: readonly number[]): Change {
  return bestCut(values, 1, ({ squares }) => squares);
}

/**
 * Where mean or variance changes, if either does: a cost is n ln(variance) of each part, -2 ln of the normal
 * likelihood less what no cut changes. Whether `whole - cut` is worth a change depends on the penalty:
 * 3 ln n is that of a modified BIC (Zhang and Siegmund, Biometrics 63, 2007), 15 ln n is what finds
 * the end of warming up in Barrett and others (OOPSLA 2017) and takes far more. At least 4 values.
 */
export function changeOfMeanAndVariance(values: readonly number[]): Change {
  // What never varies still varies within the step of the scale it was read off.
  const least = 2 * Math.log(smallestStep(values)) - Math.log(12);
  return bestCut(values, 2, ({ n, squares }) => n * Math.max(Math.log(squares / n), least));
}

interface Part {
  readonly n: number;
  /** Of the distances from the part's mean. */
  readonly squares: number;
}

function bestCut(
  values: readonly number[],
  shortest: number,
  costOf: (part: Part) => number,
): Change {
  checkSample(values);
  const n = values.length;
  if (n < 2 * shortest) {
    throw new TypeError(`\`values\` must hold at least ${2 * shortest} numbers, got ${n}`);
  }
  const mean = meanOf(values);
  // From the mean, sums of squares lose no digits.
  const apart = values.map((value) => value - mean);
  const squares = apart.reduce((sum, each) => sum + each * each, 0);
  const whole = costOf({ n, squares });
  let best = { after: 0, means: [mean, mean] as const, cut: Infinity };
  let [sumBefore, squaresBefore] = [0, 0];
  for (const [index, each] of apart.entries()) {
    sumBefore += each;
    squaresBefore += each * each;
    const after = index + 1;
    if (after < shortest || n - after < shortest) continue;
    const [before, since] = [sumBefore / after, -sumBefore / (n - after)];
    const parts = [
      { n: after, squares: Math.max(0, squaresBefore - after * before ** 2) },
      { n: n - after, squares: Math.max(0, squares - squaresBefore - (n - after) * since ** 2) },
    ];
    const cut = parts.reduce((sum, part) => sum + costOf(part), 0);
    if (cut < best.cut) best = { after, means: [mean + before, mean + since], cut };
  }
  return { ...best, whole };
}

/** Values that lie apart by less than this share of the largest one differ by rounding alone. */
const ROUNDING = 16 * Number.EPSILON;

/** The smallest distance between two values that differ; where none do, any will serve. */
function smallestStep(values: readonly number[]): number {
  const ascending = values.toSorted((a, b) => a - b);
  const largest = Math.max(Math.abs(ascending[0] ?? 0), Math.abs(ascending.at(-1) ?? 0));
  const steps = ascending.map((value, at) => value - (ascending[at - 1] ?? value));
  const least = steps.reduce(
    (found, step) => (step > ROUNDING * largest ? Math.min(found, step) : found),
    Infinity,
  );
  return Number.isFinite(least) ? least : 1;
}
