import { bounded, descend, squares, type Observation } from './descend.ts';
import { outerSum, solve, type Free, type Triple } from './symmetric.ts';

/** A step that changes no fitted throughput by more than this share is the last. */
const LAST_STEP = 1e-10;
/** The same for curves of which only the percentiles are of interest: the error left is its square. */
const LAST_STEP_NEAR = 1e-5;
/** The curve of no throughput at all. */
const NOTHING: Triple = [Infinity, 0, 0];
/** Throughput at 1 is at most this often the highest throughput of one that was seen. */
const MOST_RATE = 1e6;

/**
 * The least-squares curves with one term, with two and so on, each as [u, v, w] of
 * 1/X = u/N + v + w (N - 1), where each must be at least 0.
 *
 * In these terms the law's bounds are plain signs: u >= 0 says a <= 1, v >= 0 says a >= 0 and w >= 0
 * says b >= 0. The squares are of X itself and not of 1/X, which would let the slowest level decide;
 * 1/X only gives a place to start. The curve with a term less is another, wherever the first ends up
 * worse than it: a term more never makes a fit worse.
 */
export function leastSquares(
  observations: readonly Observation[],
  terms: number,
): readonly Triple[] {
  const line = lineThrough(observations);
  // Where nothing was ever done the rate is 0, and there is nothing for other terms to slow down.
  if (line === undefined) return Array.from({ length: terms }, () => NOTHING);
  const rules = { leastStart: leastStartOf(observations), lastStep: LAST_STEP, keepsBounds: true };
  const found = [line];
  let best = line;
  for (let count = 2; count <= terms; count += 1) {
    const allowed = allowedOf(count);
    const start = bounded(reciprocalFit(observations, allowed), rules);
    const fresh = descend(observations, start, allowed, rules);
    const improves = squares(observations, fresh) <= squares(observations, best);
    best = improves ? fresh : descend(observations, best, allowed, rules);
    found.push(best);
  }
  return found;
}

/**
 * The least-squares curves of observations much like others, whose curves are near: from there it is
 * not far. Here terms may fall below 0: how far they scatter is not to be seen from what a bound lets
 * through.
 */
export function leastSquaresNear(
  observations: readonly Observation[],
  near: readonly Triple[],
): readonly Triple[] {
  const line = lineThrough(observations);
  if (line === undefined) return near.map(() => NOTHING);
  const leastStart = leastStartOf(observations);
  const rules = { leastStart, lastStep: LAST_STEP_NEAR, keepsBounds: false };
  return near.map((start, at) =>
    at === 0 ? line : descend(observations, bounded(start, rules), allowedOf(at + 1), rules),
  );
}

function allowedOf(terms: number): Free {
  return [true, terms > 1, terms > 2];
}

function lineThrough(observations: readonly Observation[]): Triple | undefined {
  let product = 0;
  let square = 0;
  for (const { concurrency, mean, runs } of observations) {
    product += runs * concurrency * mean;
    square += runs * concurrency * concurrency;
  }
  return product > 0 ? [square / product, 0, 0] : undefined;
}

/** The least u + v: without a level at 1 nothing else keeps the rate there from being infinite. */
function leastStartOf(observations: readonly Observation[]): number {
  const most = observations.reduce(
    (found, { concurrency, mean }) => Math.max(found, mean / concurrency),
    0,
  );
  return 1 / (MOST_RATE * most);
}

/** Ordinary least squares in 1/X, each level weighted as an error in X weighs there. */
function reciprocalFit(observations: readonly Observation[], allowed: Free): Triple {
  const rows = observations.map(({ concurrency, mean, runs }) => {
    const size = mean * mean;
    const vector: Triple = [size / concurrency, size, size * (concurrency - 1)];
    return { weight: runs, vector, mean };
  });
  const matrix = outerSum(rows);
  const right: Triple = [0, 1, 2].map((at) =>
    rows.reduce((sum, { weight, vector, mean }) => sum + weight * mean * (vector[at] ?? 0), 0),
  ) as [number, number, number];
  let free = allowed;
  let found = solve(matrix, right, free);
  // A term that comes out negative is set to 0 and the others are fitted again.
  while (found.some((each) => each < 0)) {
    free = [free[0] && !(found[0] < 0), free[1] && !(found[1] < 0), free[2] && !(found[2] < 0)];
    found = solve(matrix, right, free);
  }
  return found.every(Number.isFinite) ? found : [0, 0, 0];
}
