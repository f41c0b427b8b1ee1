import type { JudgedEstimate } from '../judgement.ts';
import type { Support } from './choose.ts';
import type { LawFit } from './fit.ts';
import { limitOf, type ScalingCurve } from './law.ts';
import { percentileEstimate, type IntervalRules, type Range } from './percentiles.ts';

/** One law as the runs show it, as data. Null stands for a term that the law has not. */
export interface ScalingModel extends Support {
  /** g, in the unit of the throughputs. */
  readonly rate: JudgedEstimate;
  /** a, 0..1. */
  readonly contention: JudgedEstimate | null;
  /** b, at least 0. */
  readonly coherency: JudgedEstimate | null;
  /** g / a: an asymptote, not a prediction; a value of null is Infinity. */
  readonly limit: JudgedEstimate | null;
  /** The standard deviation of runs around the curve; null without runs to spare. */
  readonly residual: number | null;
}

/** A fitted law with its curves through resampled runs, in the unit of the throughputs. */
export interface ResampledLaw extends Support {
  readonly fit: LawFit;
  /** None where there are too few runs to resample. */
  readonly curves: readonly ScalingCurve[];
  readonly model: ScalingModel;
}

const SHARE: Range = { least: 0, most: 1 };

/** A law's numbers with their intervals. */
export function modelOf(
  support: Support,
  fit: LawFit,
  curves: readonly ScalingCurve[],
  rules: IntervalRules,
): ScalingModel {
  const estimateOf = (read: (curve: ScalingCurve) => number, range?: Range): JudgedEstimate =>
    percentileEstimate(read(fit), curves.map(read), rules, range);
  const slowed = fit.law !== 'linear';
  return {
    law: support.law,
    aicc: support.aicc,
    difference: support.difference,
    rate: estimateOf(({ rate }) => rate),
    contention: slowed ? estimateOf(({ contention }) => contention, SHARE) : null,
    coherency: fit.law === 'usl' ? estimateOf(({ coherency }) => coherency) : null,
    limit: slowed ? estimateOf(limitOf) : null,
    residual: fit.residual,
  };
}
