import { formatValue } from '../format.ts';
import { intervalOf, type CriterionJudgement } from '../judgement.ts';

/** A way to start agents that a sprint may be measured with. */
export interface LauncherCandidate {
  readonly name: string;
  /** Its agents in words, as a plural: "agents forked from a zygote". */
  readonly agents: string;
}

/** Why launchers cannot be had on the machine that was measured, by name; empty when all can. */
export type AbsentLaunchers = Readonly<Record<string, string>>;

/**
 * The launcher whose verdicts decide: the first candidate that can be had, since candidates are
 * listed in the order in which agents would be started with them. Whether its runs went well plays
 * no part: a launcher that is there and fails makes its criteria invalid, and is not replaced by
 * one that looks better. Throws a `TypeError` when none can be had.
 */
export function decidingLauncher<Candidate extends LauncherCandidate>(
  candidates: readonly Candidate[],
  absent: AbsentLaunchers,
): Candidate {
  const found = candidates.find(({ name }) => !Object.hasOwn(absent, name));
  if (found !== undefined) return found;
  const names = candidates.map(({ name }) => name).join(', ');
  throw new TypeError(
    `\`candidates\` must have a launcher that can be had, got ${names || 'none'}`,
  );
}

/** Whether a criterion counts: it is about no launcher in particular, or about the deciding one. */
export function decides({ launcher }: { readonly launcher: string | null }, by: string): boolean {
  return launcher === null || launcher === by;
}

/** What the sentence on the deciding launcher is made from. */
export interface LauncherSentenceInput {
  /** Who decides, for the sentence: "Sprint 3.1". */
  readonly subject: string;
  readonly candidates: readonly LauncherCandidate[];
  readonly absent: AbsentLaunchers;
  /** The criteria for all launchers. */
  readonly criteria: readonly CriterionJudgement[];
}

/**
 * One sentence: which launcher the decision uses and why, and what would be decided otherwise with
 * each of the others.
 */
export function launcherSentence(input: LauncherSentenceInput): string {
  const { subject, candidates, absent, criteria } = input;
  const chosen = decidingLauncher(candidates, absent);
  const at = candidates.indexOf(chosen);
  const better = candidates.slice(0, at).map((each) => cannotBeHad(each, absent));
  const why =
    better.length === 0
      ? ': they can be had here, and Phase 3 would start its agents this way'
      : `, because ${better.join(' and ')}`;
  const others = candidates.slice(at + 1).map((other) => {
    if (Object.hasOwn(absent, other.name)) return `; ${cannotBeHad(other, absent)}`;
    return `; with ${other.agents}, ${whatChanges(chosen.name, other.name, criteria)}`;
  });
  return `${subject} decides on ${chosen.agents}${why}${others.join('')}.`;
}

function cannotBeHad({ name, agents }: LauncherCandidate, absent: AbsentLaunchers): string {
  // Reasons come from error messages, of several lines at times, and must not end the sentence.
  const because = (absent[name] ?? '').replaceAll(/\s+/g, ' ').trim().replace(/\.$/, '');
  return `${agents} cannot be had here (${because})`;
}

function whatChanges(
  chosen: string,
  other: string,
  criteria: readonly CriterionJudgement[],
): string {
  const verdicts = new Map(
    criteria.filter(({ launcher }) => launcher === chosen).map(({ id, verdict }) => [id, verdict]),
  );
  const differing = criteria
    .filter(({ id, launcher, verdict }) => launcher === other && verdicts.get(id) !== verdict)
    .map(({ id, verdict, estimate, unit }) => {
      const measured =
        estimate === null ? '' : ` (${formatValue(intervalOf(estimate).value, unit)})`;
      return `${id} would ${verdict === 'not met' ? 'not be met' : `be ${verdict}`}${measured}`;
    });
  return differing.length === 0 ? 'no verdict would be another' : differing.join(' and ');
}
