import {
  criterionName,
  type CriterionJudgement,
  decides,
  judgeExperiment,
  type JudgedEstimate,
  judgeSprint,
  type ShownQuantity,
  type SprintJudgement,
} from '@muster/analysis';
import { runsOf, scalingOf } from '@muster/experiment';
import type { CriterionDecision, ShownDecision, SprintDecision } from './decision-schema.ts';
import { launcherDecisionOf } from './launcher-decision.ts';
import type { RecordedSprint } from './recorded-sprint.ts';
import { scalingDecisionOf } from './scaling-decision.ts';

/** A sprint judged: for the phase, and as it stands in the decision. */
export interface JudgedSprint {
  readonly judgement: SprintJudgement;
  readonly decision: SprintDecision;
}

/** Judges a sprint again from its raw trials; what its result says of verdicts is not looked at. */
export function judgeRecorded(recorded: RecordedSprint): JudgedSprint {
  const { sprint, result, raw } = recorded;
  const { definition } = result;
  const { plan } = raw.header;
  if (definition.sprint === null) {
    throw new TypeError(`experiment ${definition.id} stands for no sprint, ${sprint.id} expected`);
  }
  const runs = runsOf(definition.metrics, plan, raw.trials);
  const { scaling } = scalingOf(definition, raw.header, runs);
  const { criteria, shown, warnings } = judgeExperiment(
    {
      metrics: definition.metrics,
      criteria: definition.criteria,
      shown: definition.shown,
      design: plan,
    },
    runs,
  );
  const launcher = launcherDecisionOf(recorded, criteria);
  const judgement = judgeSprint({ ...definition.sprint, criteria, launcher: launcher?.decides });
  const { id, optimization, verdict, speedup, targets, adjustedTarget, response } = judgement;
  return {
    judgement,
    decision: {
      id,
      optimization,
      claim: definition.claim,
      launcher,
      verdict,
      speedup,
      targets,
      adjustedTarget,
      criteria: criteria.map((each) => criterionOf(each, launcher?.decides ?? null)),
      shown: shown.map(shownOf),
      ...(scaling === undefined ? {} : { scaling: scaling.map(scalingDecisionOf) }),
      response,
      simulated: definition.simulated,
      warnings: [
        ...new Set([
          ...result.warnings,
          ...warnings,
          ...criteria.flatMap(warningsOf),
          ...shown.flatMap(selectionOf),
        ]),
      ],
      blocks: runs.blocks.length,
      measuredAt: result.measuredAt.endedAt,
    },
  };
}

function criterionOf(judgement: CriterionJudgement, deciding: string | null): CriterionDecision {
  const { id, statement, unit, bound, verdict, because, estimate } = judgement;
  return {
    id,
    statement,
    launcher: judgement.launcher ?? deciding,
    decides: deciding === null || decides(judgement, deciding),
    unit,
    ...endsOf(estimate),
    bound,
    verdict,
    because,
    method: estimate?.method ?? null,
  };
}

function warningsOf(criterion: CriterionJudgement): readonly string[] {
  return criterion.warnings.map((warning) => `${criterionName(criterion)}: ${warning}`);
}

/** Which arm it is about, where it is about the best of several, and which ones are as good. */
function selectionOf({ id, quantity, warnings }: ShownQuantity): readonly string[] {
  return quantity.kind === 'selected' ? warnings.map((warning) => `${id}: ${warning}`) : [];
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
