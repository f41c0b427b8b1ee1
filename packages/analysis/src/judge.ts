import type { Criterion } from './criterion.ts';
import {
  criterionName,
  toJudged,
  type CriterionJudgement,
  type ExperimentJudgement,
  type QuantityJudgement,
  type Stop,
  type ShownQuantity,
} from './judgement.ts';
import { measure } from './measure.ts';
import { unitOf, type MetricUnits, type Quantity } from './quantity.ts';
import { failureWarnings, inOneSentence } from './run-problems.ts';
import type { Runs } from './runs.ts';
import { type JudgePlan, lookAt } from './sequential/look-at.ts';
import { stopAt } from './sequential/stop.ts';
import { judgeBound } from './verdict.ts';

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
  const { confidence, problems } = lookAt(runs, plan);
  const measured = measure(quantity, runs, confidence, problems);
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
  const { confidence, problems } = lookAt(runs, plan);
  const measured = measure(quantity, runs, confidence, problems);
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
 * Why measuring can end with these runs: they are as many as planned, or those of an early look with
 * nothing left to find out. Null when it is to go on.
 */
export function stopOf(definition: JudgedDefinition, runs: Runs): Stop | 'complete' | null {
  const { number, of } = lookAt(runs, definition.design);
  if (number === of) return 'complete';
  if (number === 0) return null;
  const { metrics, criteria, design } = definition;
  const judged = criteria.map((criterion) => judgeCriterion(criterion, metrics, runs, design));
  return stopAt(runs, design, judged);
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
  const { number, of, problems } = lookAt(runs, design);
  const judged = criteria.map((criterion) => judgeCriterion(criterion, metrics, runs, design));
  const stop = number > 0 && number < of ? stopAt(runs, design, judged) : null;
  const unfounded =
    number > 0 && number < of && stop === null
      ? [`measuring stopped at look ${number} of ${of} although something was left to find out`]
      : [];
  return {
    look: { number, of, blocks: runs.blocks.length, most: runs.plannedBlocks, stop },
    criteria: unfounded.length === 0 ? judged : judged.map(invalidated(unfounded)),
    shown: shown.map((each) => show(each, metrics, runs, design)),
    warnings: [...problems, ...unfounded, ...failureWarnings(runs)],
  };
}

/** As `measure` would have judged it, had it known. */
function invalidated(problems: readonly string[]) {
  return (judgement: CriterionJudgement): CriterionJudgement => ({
    ...judgement,
    verdict: 'invalid',
    because: inOneSentence(problems),
    estimate: null,
    median: null,
    warnings: [],
  });
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
