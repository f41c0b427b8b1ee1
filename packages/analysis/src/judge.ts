import type { Bound, Criterion } from './criterion.ts';
import type { Estimate, Interval } from './interval.ts';
import {
  toJudged,
  type CriterionJudgement,
  type JudgedEstimate,
  type QuantityJudgement,
} from './judgement.ts';
import { type Estimated, measure } from './measure.ts';
import { unitOf, type MetricUnits, type Quantity } from './quantity.ts';
import { inOneSentence } from './run-problems.ts';
import type { Runs } from './runs.ts';
import { widened } from './screens/doubt.ts';
import { doubtLeftByFew, doubtsAboutFew } from './screens/few.ts';
import { type JudgePlan, lookAt, type RunsLook } from './sequential/look-at.ts';
import { judgeBound, type Judged } from './verdict.ts';

/** A quantity as the runs show it; runs that are absent, failed or out of range make it invalid. */
export function judgeQuantity(quantity: Quantity, runs: Runs, plan: JudgePlan): QuantityJudgement {
  return quantityAt(quantity, runs, lookAt(runs, plan));
}

/** `judgeQuantity` at a look that is known. */
export function quantityAt(quantity: Quantity, runs: Runs, look: RunsLook): QuantityJudgement {
  const measured = measure(quantity, runs, look);
  if (measured.outcome === 'invalid') {
    return { outcome: 'invalid', because: inOneSentence(measured.problems) };
  }
  return {
    outcome: 'estimated',
    estimate: atLook(measured.estimate, look),
    median: measured.median === null ? null : atLook(measured.median, look),
  };
}

/** The verdict on one criterion. `metrics` gives the units to tell it in. */
export function judgeCriterion(
  criterion: Criterion,
  metrics: MetricUnits,
  runs: Runs,
  plan: JudgePlan,
): CriterionJudgement {
  return criterionAt(criterion, metrics, runs, lookAt(runs, plan));
}

/** `judgeCriterion` at a look that is known. */
export function criterionAt(
  criterion: Criterion,
  metrics: MetricUnits,
  runs: Runs,
  look: RunsLook,
): CriterionJudgement {
  const { id, statement, because: why, quantity, bound } = criterion;
  const derivedUnit = unitOf(quantity, metrics);
  const unit = criterion.unit ?? derivedUnit;
  const launcher = criterion.launcher ?? null;
  const independent = criterion.independent ?? null;
  const told = { id, launcher, statement, why, unit, quantity, bound, independent };
  const measured = measure(quantity, runs, look);
  if (measured.outcome === 'invalid') {
    const because = inOneSentence(measured.problems);
    return {
      ...told,
      verdict: 'invalid',
      because,
      estimate: null,
      median: null,
      selected: null,
      warnings: [],
    };
  }
  const { median, selected } = measured;
  const few = doubtsAboutFew(quantity.kind, measured.plain, look.number < look.of);
  const doubts = [...measured.doubts, ...(independent === null ? few : [])];
  const { judged, estimate } = judgeInDoubt({ ...measured, doubts }, bound, unit);
  const left = doubtLeftByFew(quantity.kind, measured.plain, independent);
  return {
    ...told,
    ...judged,
    estimate: atLook(estimate, look),
    median: median === null ? null : atLook(median, look),
    selected,
    warnings: [
      ...estimate.warnings,
      ...(left === null ? [] : unlessItHolds(judged, left, bound, unit)),
    ],
  };
}

/**
 * A verdict that holds whatever speaks against what the estimate takes the runs for. One that does not
 * is none, and the interval that goes with it is the one that allows for the doubt.
 */
function judgeInDoubt(
  { estimate, median, doubts }: Estimated,
  bound: Bound,
  unit: string,
): { readonly judged: Judged; readonly estimate: Estimate } {
  const judged = judgeBound(estimate, bound, { unit, median });
  if (judged.verdict === 'inconclusive') return { judged, estimate };
  for (const { because, cautious } of doubts) {
    if (cautious === null) continue;
    const cautiously = judgeBound(cautious, bound, { unit, median: null });
    if (cautiously.verdict === judged.verdict) continue;
    return {
      judged: {
        verdict: 'inconclusive',
        because: `${judged.because}, but ${because}; where that is allowed for, ${cautiously.because}`,
      },
      estimate: widened(estimate, [cautious]),
    };
  }
  return { judged, estimate };
}

/** The warning of a verdict that would not hold if a doubt were justified. */
function unlessItHolds(
  { verdict }: Judged,
  { because, cautious }: { readonly because: string; readonly cautious: Interval },
  bound: Bound,
  unit: string,
): readonly string[] {
  if (verdict === 'inconclusive') return [];
  const cautiously = judgeBound(cautious, bound, { unit, median: null });
  if (cautiously.verdict === verdict) return [];
  return [`${because}, ${cautiously.because}`];
}

/**
 * An estimate as data, with the confidence it has however many looks there are. The interval of one
 * look has more by itself; that measuring stops when it suits takes the rest away.
 */
function atLook(estimate: Estimate, { of, promised }: RunsLook): JudgedEstimate {
  return toJudged(of === 1 ? estimate : { ...estimate, confidence: promised });
}
