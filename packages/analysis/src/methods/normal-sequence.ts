import { checkConfidence, twoSidedOf } from '../confidence.ts';
import type { Estimate } from '../interval.ts';
import { normalProbability } from '../normal.ts';
import { momentsOf } from './moments.ts';
import { rootOf } from './root.ts';

/** How sure a confidence sequence is at all times together, and when it is to be tightest. */
export interface SequencePlan {
  /** That no interval misses, however many are looked at: above 0, below 1. */
  readonly confidence: number;
  /** The number of values, or the variance of a sum, at which it is tightest: above 0. */
  readonly tightestAt: number;
}

/** From here on the variance is known well enough. */
const FEWEST = 10;

/**
 * The mean of the values so far, with an interval that may be looked at after every value and at which
 * one may stop whenever it suits: the normal-mixture confidence sequence (Howard, Ramdas, McAuliffe
 * and Sekhon, Annals of Statistics 49, 2021). Independent values. As their variance is estimated it
 * holds for large samples; a one-sided bound of 0.95, simulated with looks from 5 values on, erred in
 * 5.8 of 100. The price is an interval about 1.6 times as wide as that of one look.
 */
export function meanSequence(values: readonly number[], plan: SequencePlan): Estimate {
  const { mean: value, variance } = momentsOf(values);
  const n = values.length;
  const reach = (Math.sqrt(variance) * mixtureBound(n, plan)) / n;
  return {
    value,
    low: value - reach,
    high: value + reach,
    confidence: plan.confidence,
    n,
    method: 'mean, normal-mixture confidence sequence',
    warnings: n < FEWEST ? [`looks at fewer than ${FEWEST} values err a little more often`] : [],
  };
}

/** What a sum without drift exceeds in size, to either side, at whatever variance, with at most 1 - confidence. */
export function mixtureBound(variance: number, plan: SequencePlan): number {
  checkVariance(variance);
  const weight = mixtureWeight(plan);
  const whole = variance + weight;
  return Math.sqrt(whole * (Math.log(whole / weight) + doubtOf(plan.confidence)));
}

/** What a sum without drift exceeds, at whatever variance, with at most 1 - confidence. */
export function oneSidedMixtureBound(variance: number, plan: SequencePlan): number {
  checkVariance(variance);
  const { confidence, tightestAt } = plan;
  const weight = mixtureWeight({ confidence: twoSidedOf(confidence), tightestAt });
  const spread = Math.sqrt(variance + weight);
  // Mixed over the positive half of a normal, which therefore counts double.
  const logHalfMixture = (sum: number): number =>
    logMixture(sum, variance, weight) + Math.log(2 * normalProbability(sum / spread));
  const enough = 2 * mixtureBound(variance, plan);
  return rootOf((sum) => logHalfMixture(sum) - doubtOf(confidence) / 2, 0, enough);
}

/**
 * The logarithm of the normal mixture of likelihood ratios (Robbins, 1970) of a sum against no drift.
 * Without drift it ever passes ln(1 / (1 - confidence)) with at most 1 - confidence, whatever the weight.
 */
export function logMixture(sum: number, variance: number, weight: number): number {
  if (!Number.isFinite(sum)) throw new TypeError(`\`sum\` must be a finite number, got ${sum}`);
  checkVariance(variance);
  if (!(weight > 0 && Number.isFinite(weight))) {
    throw new TypeError(`\`weight\` must be a finite number above 0, got ${weight}`);
  }
  const whole = variance + weight;
  return Math.log(weight / whole) / 2 + (sum * sum) / (2 * whole);
}

/** rho: the weight whose mixture has the tightest bound where the plan wants it. */
export function mixtureWeight({ confidence, tightestAt }: SequencePlan): number {
  checkConfidence(confidence);
  if (!(tightestAt > 0 && Number.isFinite(tightestAt))) {
    throw new TypeError(`\`tightestAt\` must be a finite number above 0, got ${tightestAt}`);
  }
  const doubt = doubtOf(confidence);
  return tightestAt / (doubt + Math.log1p(doubt));
}

function checkVariance(variance: number): void {
  if (variance >= 0 && Number.isFinite(variance)) return;
  throw new TypeError(`\`variance\` must be a finite number of at least 0, got ${variance}`);
}

/** 2 ln(1 / (1 - confidence)). */
function doubtOf(confidence: number): number {
  return -2 * Math.log1p(-confidence);
}
