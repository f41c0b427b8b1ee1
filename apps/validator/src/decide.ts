import {
  type CriterionJudgement,
  decidePhase,
  judgeExperiment,
  type JudgedEstimate,
  judgeSprint,
  type ShownQuantity,
  type SprintJudgement,
} from '@muster/analysis';
import { runsOf } from '@muster/experiment';
import type { RecordedSprint } from './collect.ts';
import { type Decision, DECISION_VERSION, type SprintDecision } from './decision-schema.ts';
import { EXPECTED_SPRINTS } from './sprints.ts';

/**
 * From recorded results to the decision: a pure function. Every verdict is judged again from the raw
 * trials, so that it follows from the files and not from what was once said about them. `recorded`
 * must not be empty.
 */
export function decide(recorded: readonly [RecordedSprint, ...RecordedSprint[]]): Decision {
  const judged = recorded.map(judge);
  const [{ result }] = recorded;
  // Which machine it was is told by the fingerprint; what that was made from stays in the result.
  const { id, platform, arch, cpuModel, cores, memoryGiB, kernel, node } = result.machine;
  return {
    schemaVersion: DECISION_VERSION,
    profile: result.profile,
    machine: { id, platform, arch, cpuModel, cores, memoryGiB, kernel, node },
    commit: commitOf(recorded),
    measuredAt: recorded.map(measuredAt).toSorted().at(-1) ?? measuredAt(recorded[0]),
    sprints: judged.map(({ decision }) => decision),
    phase: decidePhase(
      Object.fromEntries(judged.map(({ judgement }) => [judgement.id, judgement])),
      EXPECTED_SPRINTS,
    ),
  };
}

function judge({ sprint, result, raw }: RecordedSprint): {
  readonly judgement: SprintJudgement;
  readonly decision: SprintDecision;
} {
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

function criterionOf(judgement: CriterionJudgement): SprintDecision['criteria'][number] {
  const { id, statement, unit, bound, verdict, because, estimate } = judgement;
  const method = estimate?.method ?? null;
  return { id, statement, unit, ...endsOf(estimate), bound, verdict, because, method };
}

function shownOf(quantity: ShownQuantity): SprintDecision['shown'][number] {
  const { id, statement, unit, because } = quantity;
  return { id, statement, unit, ...endsOf(quantity.estimate), because };
}

function endsOf(estimate: JudgedEstimate | null): {
  estimate: number | null;
  low: number | null;
  high: number | null;
} {
  return {
    estimate: estimate?.value ?? null,
    low: estimate?.low ?? null,
    high: estimate?.high ?? null,
  };
}

function measuredAt({ result }: RecordedSprint): string {
  return result.measuredAt.endedAt;
}

/** One commit for all, or all of them: results may be cached from different ones. */
function commitOf(recorded: readonly RecordedSprint[]): string | null {
  const commits = recorded.map(({ result: { provenance } }) =>
    provenance.commit === null
      ? null
      : `${provenance.commit}${provenance.dirty === true ? '+changes' : ''}`,
  );
  const distinct = [...new Set(commits)];
  return distinct.length === 1 ? (distinct[0] ?? null) : distinct.map(String).join(', ');
}
