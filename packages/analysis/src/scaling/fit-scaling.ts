import { checkConfidence } from '../confidence.ts';
import type { JudgedEstimate } from '../judgement.ts';
import { chooseLaw, supportOf } from './choose.ts';
import { fitLaws, type FittedLaw } from './fit.ts';
import { curveAt, type Law, type ScalingCurve } from './law.ts';
import { levelsOf, type Levels, type ScalingPoint } from './levels.ts';
import { furthestOf, optimumOf, type Optimum } from './optimum.ts';
import { modelOf, type ResampledLaw, type ScalingModel } from './model.ts';
import { leastResamples, percentileEstimate } from './percentiles.ts';
import { resampleCurves, type RandomNumber } from './resample.ts';
import { scalingWarnings } from './warnings.ts';

/** How a scalability law is fitted. */
export interface ScalingOptions {
  /** How many processors there are; concurrency above it is oversubscription. A positive integer. */
  readonly cores: number;
  /** Uniform in [0, 1); from a seed, the intervals can be had again. */
  readonly random: RandomNumber;
  /** How many sets of runs the intervals are read off: at least 39 at confidence 0.95; 500 will do. */
  readonly resamples: number;
  /** Two-sided, of every interval, each on its own: above 0, below 1. */
  readonly confidence: number;
}

/** What was measured at a concurrency, beside the chosen law. */
export interface ScalingLevel {
  readonly concurrency: number;
  readonly runs: number;
  readonly mean: number;
  /** The chosen law's throughput here. */
  readonly expected: JudgedEstimate;
  /** More concurrency than cores: what is measured is how they are shared, not how work scales. */
  readonly oversubscribed: boolean;
}

/** A scalability law fitted to runs: plain data that survives JSON. */
export interface Scaling {
  readonly chosen: Law;
  /** From the simplest on; a law with more terms than there are levels is not among them. */
  readonly models: readonly ScalingModel[];
  readonly optimum: Optimum;
  /** By rising concurrency. */
  readonly levels: readonly ScalingLevel[];
  /** The largest concurrency that anything is said of: twice the largest measured. */
  readonly furthest: number;
  readonly warnings: readonly string[];
}

/**
 * Which law throughput follows with concurrency, with what numbers, and where it is highest.
 *
 * All laws are fitted to all runs by least squares of throughput, a and b kept at 0 or above, g
 * free; the choice among them is by AICc, which takes a term too many in about one case of six. With
 * few runs it takes one too few: in SPEC SDM91, a single run at each of seven levels, it sets Amdahl
 * before usl by 3.0, where AIC without the correction has usl by 9.0 and `fitUsl` finds a peak at
 * 96.5. Three runs a level that scatter by 2 % would do.
 *
 * Intervals are percentiles over fits to runs drawn anew within each level, so that levels may scatter
 * differently; each law's intervals take that law for granted. Simulated with runs that scatter by 5 %
 * at seven levels, a 95 % interval of a, b, g or N* covers 93-97 % at ten runs a level, 91-98 % at five
 * and 86-96 % at three; at a bound of 0, up to all.
 */
export function fitScaling(points: readonly ScalingPoint[], options: ScalingOptions): Scaling {
  const { cores, confidence } = options;
  checkOptions(options);
  const levels = levelsOf(points);
  const rules = { confidence, runs: levels.runs };
  const fitted = supportOf(fitLaws(levels), levels.unit);
  const resampled = curvesOf(levels, fitted, options);
  const laws = fitted.map((each, at): ResampledLaw => {
    const curves = resampled[at] ?? [];
    return { ...each, curves, model: modelOf(each, each.fit, curves, rules) };
  });
  const chosen = chooseLaw(laws);
  const furthest = furthestOf(levels.levels);
  const optimum = optimumOf({ laws, chosen, furthest, rules });
  return {
    chosen: chosen.law,
    models: laws.map(({ model }) => model),
    optimum,
    levels: levels.levels.map(({ concurrency, shares, mean }) => ({
      concurrency,
      runs: shares.length,
      mean: mean * levels.unit,
      expected: percentileEstimate(
        curveAt(chosen.fit, concurrency),
        chosen.curves.map((curve) => curveAt(curve, concurrency)),
        rules,
      ),
      oversubscribed: concurrency > cores,
    })),
    furthest,
    warnings: scalingWarnings({ levels, cores, confidence, laws, chosen, optimum }),
  };
}

/** Resampled curves of each law, in the unit of the throughputs; none where runs are single. */
function curvesOf(
  { levels, unit }: Levels,
  fitted: readonly FittedLaw[],
  { resamples, random }: ScalingOptions,
): readonly (readonly ScalingCurve[])[] {
  if (levels.some(({ shares }) => shares.length < 2)) return [];
  const solutions = fitted.map(({ solution }) => solution);
  return resampleCurves(levels, solutions, resamples, random).map((curves) =>
    curves.map((curve) => ({ ...curve, rate: curve.rate * unit })),
  );
}

function checkOptions({ cores, random, resamples, confidence }: ScalingOptions): void {
  if (!(Number.isSafeInteger(cores) && cores >= 1)) {
    throw new TypeError(`\`cores\` must be a positive integer, got ${cores}`);
  }
  if (typeof random !== 'function') {
    throw new TypeError(`\`random\` must be a function, got ${typeof random}`);
  }
  checkConfidence(confidence);
  const least = leastResamples(confidence);
  if (!(Number.isSafeInteger(resamples) && resamples >= least)) {
    throw new TypeError(
      `\`resamples\` must be an integer of at least ${least} at confidence ${confidence}, got ${resamples}`,
    );
  }
}
