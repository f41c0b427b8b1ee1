import type { Criterion } from './criterion.ts';
import { toJudged, type CriterionJudgement, type QuantityJudgement } from './judgement.ts';
import { measure } from './measure.ts';
import { unitOf, type MetricUnits, type Quantity } from './quantity.ts';
import { inOneSentence } from './run-problems.ts';
import type { Runs } from './runs.ts';
import { type JudgePlan, lookAt, type RunsLook } from './sequential/look-at.ts';
import { judgeBound } from './verdict.ts';

/** A quantity as the runs show it; runs that are absent, failed or out of range make it invalid. */
export function judgeQuantity(quantity: Quantity, runs: Runs, plan: JudgePlan): QuantityJudgement {
  return quantityAt(quantity, runs, lookAt(runs, plan));
}

/** `judgeQuantity` at a look that is known. */
export function quantityAt(quantity: Quantity, runs: Runs, look: RunsLook): QuantityJudgement {
  const measured = measure(quantity, runs, look.confidence, look.problems);
  if (measured.outcome === 'invalid') {
    return { outcome: 'invalid', because: inOneSentence(measured.problems) };
  }
  return {
    outcome: 'estimated',
    estimate: toJudged(measured.estimate),
    median: measured.median === null ? null : toJudged(measured.median),
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
  const told = { id, launcher, statement, why, unit, quantity, bound };
  const measured = measure(quantity, runs, look.confidence, look.problems);
  if (measured.outcome === 'invalid') {
    const because = inOneSentence(measured.problems);
    return { ...told, verdict: 'invalid', because, estimate: null, median: null, warnings: [] };
  }
  const { estimate, median } = measured;
  return {
    ...told,
    ...judgeBound(estimate, bound, { unit, median: median === null ? null : median.value }),
    estimate: toJudged(estimate),
    median: median === null ? null : toJudged(median),
    warnings: estimate.warnings,
  };
}
