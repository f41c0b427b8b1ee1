import { solve, type Free, type Symmetric, type Triple } from './symmetric.ts';

/** The mean of some runs at one concurrency. */
export interface Observation {
  readonly concurrency: number;
  /** 0..1: a share of the highest throughput. */
  readonly mean: number;
  /** How many runs the mean is of. */
  readonly runs: number;
}

/** Where a descent may go, and where it ends. */
export interface DescentRules {
  /** The least u + v. */
  readonly leastStart: number;
  /** A step that changes no fitted throughput by more than this share of it is the last. */
  readonly lastStep: number;
  /** Whether no term may fall below 0. */
  readonly keepsBounds: boolean;
}

const MOST_STEPS = 200;
const LEAST_DAMPING = 1e-15;
const MOST_DAMPING = 1e12;

function fitted([u, v, w]: Triple, concurrency: number): number {
  return 1 / (u / concurrency + v + w * (concurrency - 1));
}

/** The sum of squares that a curve leaves, less what runs differ by within their level. */
export function squares(observations: readonly Observation[], curve: Triple): number {
  let sum = 0;
  for (const { concurrency, mean, runs } of observations) {
    const value = fitted(curve, concurrency);
    // Beyond a pole the curve comes back from below.
    if (!(value > 0)) return Infinity;
    sum += runs * (mean - value) ** 2;
  }
  return sum;
}

interface Slope {
  /** Half of the gradient of the squares. */
  readonly gradient: Triple;
  /** Half of their curvature, or a little more. */
  readonly curvature: Symmetric;
}

/**
 * The curvature has the residuals in it, as Newton's method wants: without them, runs far from the curve
 * make the steps overshoot for ever. Where they would turn it negative it is kept just above 0.
 */
function slopeAt(observations: readonly Observation[], curve: Triple): Slope {
  let [gu, gv, gw] = [0, 0, 0];
  let [uu, uv, uw, vv, vw, ww] = [0, 0, 0, 0, 0, 0];
  // Written out: resampling comes here ten thousand times.
  for (const { concurrency, mean, runs } of observations) {
    const value = fitted(curve, concurrency);
    const own = 1 / concurrency;
    const others = concurrency - 1;
    const pull = runs * (mean - value) * value * value;
    gu += pull * own;
    gv += pull;
    gw += pull * others;
    const bend = runs * value * value * value * Math.max(3 * value - 2 * mean, value / 10);
    uu += bend * own * own;
    uv += bend * own;
    uw += bend * own * others;
    vv += bend;
    vw += bend * others;
    ww += bend * others * others;
  }
  return { gradient: [gu, gv, gw], curvature: [uu, uv, uw, vv, vw, ww] };
}

/** The nearest curve within the bounds, or what serves for it. */
export function bounded([u, v, w]: Triple, { leastStart, keepsBounds }: DescentRules): Triple {
  if (!keepsBounds) return [u, Math.max(v, leastStart - u), w];
  const [first, second] = [Math.max(0, u), Math.max(0, v)];
  return [first, Math.max(second, leastStart - first), Math.max(0, w)];
}

/**
 * From a start to the nearest curve of least squares: Newton's steps, damped as Levenberg and Marquardt
 * do and projected onto the bounds; a term at its bound takes part only while letting go of it would
 * help (Kanzow, Yamashita and Fukushima, 2004). The squares never grow on the way.
 */
export function descend(
  observations: readonly Observation[],
  start: Triple,
  allowed: Free,
  rules: DescentRules,
): Triple {
  let curve = start;
  let left = squares(observations, curve);
  let damping = 1e-3;
  let slope = slopeAt(observations, curve);
  for (let step = 0; step < MOST_STEPS && damping < MOST_DAMPING; step += 1) {
    const next = bounded(stepFrom(curve, slope, allowed, damping, rules), rules);
    const after = squares(observations, next);
    const moved = changeBetween(observations, curve, next);
    const improves = after <= left;
    if (improves) {
      [curve, left] = [next, after];
      slope = slopeAt(observations, curve);
    }
    // A damped step is short wherever it is; one that is refused shows that rounding is all there is.
    if (moved <= rules.lastStep && (damping < 1 || !improves)) return curve;
    // Also where the step is not a number.
    damping = improves ? Math.max(damping / 10, LEAST_DAMPING) : damping * 10;
  }
  return curve;
}

function stepFrom(
  curve: Triple,
  { gradient, curvature }: Slope,
  allowed: Free,
  damping: number,
  { leastStart, keepsBounds }: DescentRules,
): Triple {
  const least: Triple = [0, Math.max(0, leastStart - curve[0]), 0];
  const helps = (at: 0 | 1 | 2): boolean =>
    allowed[at] && (!keepsBounds || curve[at] > least[at] || gradient[at] < 0);
  const free: Free = [helps(0), helps(1), helps(2)];
  const [uu, uv, uw, vv, vw, ww] = curvature;
  const more = 1 + damping;
  const step = solve([uu * more, uv, uw, vv * more, vw, ww * more], gradient, free);
  return [curve[0] - step[0], curve[1] - step[1], curve[2] - step[2]];
}

/** By how much of itself a fitted throughput moves at most. */
function changeBetween(observations: readonly Observation[], one: Triple, other: Triple): number {
  let most = 0;
  for (const { concurrency } of observations) {
    most = Math.max(most, Math.abs(1 - fitted(other, concurrency) / fitted(one, concurrency)));
  }
  return most;
}
