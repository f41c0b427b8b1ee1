import { twoSidedOf } from './confidence.ts';
import type { Criterion } from './criterion.ts';
import {
  criterionName,
  toJudged,
  type CriterionJudgement,
  type ExperimentJudgement,
  type QuantityJudgement,
  type ShownQuantity,
} from './judgement.ts';
import { measure } from './measure.ts';
import { unitOf, type MetricUnits, type Quantity } from './quantity.ts';
import { blockProblems, failureWarnings, inOneSentence } from './run-problems.ts';
import type { Runs } from './runs.ts';
import { judgeBound } from './verdict.ts';

/** How sure a verdict must be. */
export interface JudgePlan {
  /**
   * One-sided confidence of each verdict, above 0.5 and below 1. Intervals have it at each of
   * their ends: 0.95 shows two-sided 90 % intervals.
   */
  readonly confidence: number;
}

/** A quantity to be told beside the criteria. */
export interface Shown<Metric extends string = string, Arm extends string = string> {
  readonly id: string;
  readonly statement: string;
  readonly quantity: Quantity<Metric, Arm>;
}

/** As much of an experiment's definition as judging takes. */
export interface JudgedDefinition {
  readonly metrics: MetricUnits;
  readonly criteria: readonly Criterion[];
  readonly shown: readonly Shown[];
  readonly design: JudgePlan;
}

/** A quantity as the runs show it; runs that are absent, failed or out of range make it invalid. */
export function judgeQuantity(quantity: Quantity, runs: Runs, plan: JudgePlan): QuantityJudgement {
  const measured = measure(quantity, runs, twoSidedOf(plan.confidence));
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
  const { id, statement, because: why, quantity, bound } = criterion;
  const derivedUnit = unitOf(quantity, metrics);
  const unit = criterion.unit ?? derivedUnit;
  const launcher = criterion.launcher ?? null;
  const told = { id, launcher, statement, why, unit, quantity, bound };
  const measured = measure(quantity, runs, twoSidedOf(plan.confidence));
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

/**
 * Everything that follows from an experiment's runs, as a pure function of both: judged again from
 * the same files it comes out the same. All of it is data that survives JSON.
 */
export function judgeExperiment(definition: JudgedDefinition, runs: Runs): ExperimentJudgement {
  const { metrics, criteria, shown, design } = definition;
  checkIds([
    ...criteria.map(({ id, launcher = null }) => criterionName({ id, launcher })),
    ...shown.map(({ id }) => id),
  ]);
  return {
    criteria: criteria.map((criterion) => judgeCriterion(criterion, metrics, runs, design)),
    shown: shown.map((each) => show(each, metrics, runs, design)),
    warnings: [...blockProblems(runs), ...failureWarnings(runs)],
  };
}

function show(shown: Shown, metrics: MetricUnits, runs: Runs, plan: JudgePlan): ShownQuantity {
  const { id, statement, quantity } = shown;
  const told = { id, statement, unit: unitOf(quantity, metrics), quantity };
  const judged = judgeQuantity(quantity, runs, plan);
  if (judged.outcome === 'invalid') {
    return { ...told, estimate: null, median: null, because: judged.because, warnings: [] };
  }
  const { estimate, median } = judged;
  return { ...told, estimate, median, because: null, warnings: estimate.warnings };
}

function checkIds(ids: readonly string[]): void {
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) {
    throw new TypeError(
      `\`id\` of a criterion or shown quantity must be its own, got ${twice} twice`,
    );
  }
}
