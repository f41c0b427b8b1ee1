import { LAWS, termsOf, type Law, type ScalingCurve } from './law.ts';
import { squares, type Observation } from './descend.ts';
import { leastSquares } from './least-squares.ts';
import { FEWEST_LEVELS, levelsOf, type Levels, type ScalingPoint } from './levels.ts';
import { inverseDiagonal, outerSum, type Free, type Symmetric, type Triple } from './symmetric.ts';

/** The curve of one law that leaves the least squares, with what they are. */
export interface LawFit extends ScalingCurve {
  readonly law: Law;
  /** How many runs it rests on. */
  readonly runs: number;
  /** The standard deviation of runs around the curve, as throughput; null without runs to spare. */
  readonly residual: number | null;
  /**
   * From the curvature of the squares, if errors were all of one size; null for a term that the law
   * has not, that lies at its bound, or where there are no runs to spare. Intervals come from
   * resampling (`fitScaling`), which does not suppose so.
   */
  readonly standardErrors: Readonly<Record<keyof ScalingCurve, number | null>>;
}

/** Throughput in proportion to concurrency: X = g N. Takes two levels or more, as all laws do here. */
export function fitLinear(points: readonly ScalingPoint[]): LawFit {
  return lawOf('linear', points);
}

/** Amdahl's law, X = g N / (1 + a (N - 1)), with 0 <= a <= 1. */
export function fitAmdahl(points: readonly ScalingPoint[]): LawFit {
  return lawOf('amdahl', points);
}

/**
 * The universal scalability law, X = g N / (1 + a (N - 1) + b N (N - 1)), with 0 <= a <= 1 and
 * b >= 0; b is 0 when the data show no retrograde term. Takes three levels or more.
 */
export function fitUsl(points: readonly ScalingPoint[]): LawFit {
  return lawOf('usl', points);
}

function lawOf(law: Law, points: readonly ScalingPoint[]): LawFit {
  const levels = levelsOf(points, Math.max(FEWEST_LEVELS, termsOf(law)));
  const found = fitLaws(levels).find(({ fit }) => fit.law === law);
  if (found === undefined)
    throw new TypeError(`\`law\` must be one of ${LAWS.join(', ')}, got ${law}`);
  return found.fit;
}

/** A fit, and the squares it leaves over all runs, as shares of the highest throughput. */
export interface FittedLaw {
  readonly fit: LawFit;
  readonly left: number;
  /** The terms of 1/X that the solver found. */
  readonly solution: Triple;
}

/** The fits of all laws that have no more terms than there are levels, from the simplest on. */
export function fitLaws({ levels, unit, runs }: Levels): readonly FittedLaw[] {
  const means = levels.map(({ concurrency, mean, shares }) => ({
    concurrency,
    mean,
    runs: shares.length,
  }));
  const within = levels.reduce((sum, { shares, mean }) => sum + squaresWithin(shares, mean), 0);
  const laws = LAWS.filter((law) => termsOf(law) <= levels.length);
  const curves = leastSquares(means, laws.length);
  return curves.flatMap((solution, at) => {
    const law = laws[at];
    if (law === undefined) return [];
    // Without any throughput there is no curve to leave anything.
    const left = unit > 0 ? within + squares(means, solution) : 0;
    const curve = curveOf(solution);
    const terms = termsOf(law);
    const residual = runs > terms ? Math.sqrt(left / (runs - terms)) : null;
    const fit: LawFit = {
      law,
      ...curve,
      rate: curve.rate * unit,
      runs,
      residual: residual === null ? null : residual * unit,
      standardErrors: standardErrors(law, curve, means, residual, unit),
    };
    return { fit, left, solution };
  });
}

function squaresWithin(shares: readonly number[], mean: number): number {
  return shares.reduce((sum, share) => sum + (share - mean) ** 2, 0);
}

/** From the terms of 1/X to the law's own. */
export function curveOf([u, v, w]: Triple): ScalingCurve {
  const start = u + v;
  return { rate: 1 / start, contention: v / start, coherency: w / start };
}

function standardErrors(
  law: Law,
  curve: ScalingCurve,
  means: readonly Observation[],
  residual: number | null,
  unit: number,
): LawFit['standardErrors'] {
  const none = { rate: null, contention: null, coherency: null };
  if (residual === null || unit === 0) return none;
  const { contention: a, coherency: b } = curve;
  const free: Free = [true, law !== 'linear' && a > 0 && a < 1, law === 'usl' && b > 0];
  const [g, ga, gb] = inverseDiagonal(information(curve, means), free);
  const errorOf = (variance: number): number => residual * Math.sqrt(variance);
  return {
    rate: errorOf(g) * unit,
    contention: free[1] ? errorOf(ga) : null,
    coherency: free[2] ? errorOf(gb) : null,
  };
}

/** How strongly throughput answers to each term, summed over runs. */
function information(curve: ScalingCurve, means: readonly Observation[]): Symmetric {
  const { rate, contention, coherency } = curve;
  return outerSum(
    means.map(({ concurrency: n, runs }) => {
      const slowdown = 1 + contention * (n - 1) + coherency * n * (n - 1);
      const each = n / slowdown;
      const answer = (-rate * each * (n - 1)) / slowdown;
      return { weight: runs, vector: [each, answer, answer * n] };
    }),
  );
}
