import { decidePhase } from '@muster/analysis';
import { type Decision, DECISION_VERSION } from './decision-schema.ts';
import { judgeRecorded } from './judge-recorded.ts';
import type { RecordedSprint } from './recorded-sprint.ts';
import { EXPECTED_SPRINTS } from './sprints.ts';

/**
 * From recorded results to the decision: a pure function. Every verdict is judged again from the raw
 * trials, so that it follows from the files and not from what was once said about them. `recorded`
 * must not be empty.
 */
export function decide(recorded: readonly [RecordedSprint, ...RecordedSprint[]]): Decision {
  const judged = recorded.map(judgeRecorded);
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
  return distinct.length === 1
    ? (distinct[0] ?? null)
    : distinct.map((commit) => commit ?? 'unknown').join(', ');
}
