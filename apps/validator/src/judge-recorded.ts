import {
  type CriterionJudgement,
  judgeExperiment,
  type JudgedEstimate,
  judgeSprint,
  type ShownQuantity,
  type SprintJudgement,
} from '@muster/analysis';
import { runsOf } from '@muster/experiment';
import type { CriterionDecision, ShownDecision, SprintDecision } from './decision-schema.ts';
import type { RecordedSprint } from './recorded-sprint.ts';

/** A sprint judged: for the phase, and as it stands in the decision. */
export interface JudgedSprint {
  readonly judgement: SprintJudgement;
  readonly decision: SprintDecision;
}

/** Judges a sprint again from its raw trials; what its result says of verdicts is not looked at. */
export function judgeRecorded({ sprint, result, raw }: RecordedSprint): JudgedSprint {
  const { definition, plan } = result;
  if (definition.sprint === null) {
    throw new TypeError(`experiment ${definition.id} stands for no sprint, ${sprint.id} expected`);
  }
  const runs = runsOf(definition.metrics, plan.blocks, raw.trials);
  const { criteria, shown, warnings } = judgeExperiment(
    {
      metrics: definition.metrics,
      criteria: definition.criteria,
      shown: definition.shown,
      design: { confidence: plan.confidence },
    },
    runs,
  );
  const judgement = judgeSprint({ ...definition.sprint, criteria });
  const { id, optimization, verdict, speedup, targets, adjustedTarget, response } = judgement;
  return {
    judgement,
    decision: {
      id,
      optimization,
      claim: definition.claim,
      verdict,
      speedup,
      targets,
      adjustedTarget,
      criteria: criteria.map(criterionOf),
      shown: shown.map(shownOf),
      response,
      simulated: definition.simulated,
      warnings: [...new Set([...result.warnings, ...warnings, ...judgement.warnings])],
      blocks: plan.blocks,
      measuredAt: result.measuredAt.endedAt,
    },
  };
}

function criterionOf(judgement: CriterionJudgement): CriterionDecision {
  const { id, statement, unit, bound, verdict, because, estimate } = judgement;
  const method = estimate?.method ?? null;
  return { id, statement, unit, ...endsOf(estimate), bound, verdict, because, method };
}

function shownOf(quantity: ShownQuantity): ShownDecision {
  const { id, statement, unit, because } = quantity;
  return { id, statement, unit, ...endsOf(quantity.estimate), because };
}

function endsOf(
  estimate: JudgedEstimate | null,
): Pick<CriterionDecision, 'estimate' | 'low' | 'high'> {
  return {
    estimate: estimate?.value ?? null,
    low: estimate?.low ?? null,
    high: estimate?.high ?? null,
  };
}
