import type { Criterion } from './criterion.ts';
import { criterionAt, quantityAt } from './judge.ts';
import {
  criterionName,
  type CriterionJudgement,
  type ExperimentJudgement,
  type ShownQuantity,
  type Stop,
} from './judgement.ts';
import { unitOf, type MetricUnits, type Quantity } from './quantity.ts';
import { failureWarnings } from './run-problems.ts';
import type { Runs } from './runs.ts';
import { type JudgePlan, lookAt, type RunsLook } from './sequential/look-at.ts';
import { stopAt } from './sequential/stop.ts';

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

/**
 * Why measuring can end with these runs: they are as many as planned, or those of an early look with
 * nothing left to find out. Null when it is to go on.
 */
export function stopOf(definition: JudgedDefinition, runs: Runs): Stop | 'complete' | null {
  const look = lookAt(runs, definition.design);
  if (look.number === look.of) return 'complete';
  if (look.number === 0) return null;
  return stopAt(runs, definition.design, criteriaAt(definition, runs, look));
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
  const planned = lookAt(runs, design);
  const { number, of } = planned;
  const early = number > 0 && number < of;
  const stop = early ? stopAt(runs, design, criteriaAt(definition, runs, planned)) : null;
  const look = early && stop === null ? unfounded(planned, runs) : planned;
  return {
    look: { number, of, blocks: runs.blocks.length, most: runs.plannedBlocks, stop },
    criteria: criteriaAt(definition, runs, look),
    shown: shown.map((each) => show(each, metrics, runs, look)),
    warnings: [...look.problems, ...failureWarnings(runs)],
  };
}

/** To stop when it suits is what the looks are there to prevent; for want of blocks it is no better. */
function unfounded(look: RunsLook, { blocks, plannedBlocks, dropped = [] }: Runs): RunsLook {
  const problem =
    dropped.length > 0
      ? `${blocks.length} of ${plannedBlocks} planned blocks were measured, not counting ${dropped.length} dropped`
      : `measuring stopped at look ${look.number} of ${look.of} although something was left to find out`;
  return { ...look, problems: [...look.problems, problem] };
}

function criteriaAt(
  { criteria, metrics }: JudgedDefinition,
  runs: Runs,
  look: RunsLook,
): readonly CriterionJudgement[] {
  return criteria.map((criterion) => criterionAt(criterion, metrics, runs, look));
}

function show(shown: Shown, metrics: MetricUnits, runs: Runs, look: RunsLook): ShownQuantity {
  const { id, statement, quantity } = shown;
  const told = { id, statement, unit: unitOf(quantity, metrics), quantity };
  const judged = quantityAt(quantity, runs, look);
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
