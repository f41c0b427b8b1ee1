import { type CriterionJudgement, decidingLauncher, launcherSentence } from '@muster/analysis';
import type { LauncherDecision } from './decision-schema.ts';
import type { RecordedSprint } from './recorded-sprint.ts';

/** Which launcher a recorded sprint decides on, and why; null when it was measured without any. */
export function launcherDecisionOf(
  { sprint, result, raw }: RecordedSprint,
  criteria: readonly CriterionJudgement[],
): LauncherDecision | null {
  const candidates = result.definition.launchers;
  if (candidates.length === 0) return null;
  const absent = raw.header.plan.launchers?.absent ?? {};
  return {
    decides: decidingLauncher(candidates, absent).name,
    sentence: launcherSentence({ subject: `Sprint ${sprint.id}`, candidates, absent, criteria }),
    candidates: candidates.map(({ name, agents }) => ({
      name,
      agents,
      absent: absent[name] ?? null,
    })),
  };
}
