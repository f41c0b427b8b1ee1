import type { SprintJudgement } from './sprint.ts';

/** The sprints that the phase decision waits for. */
export const PHASE_SPRINTS: readonly string[] = ['3.1', '3.2', '3.3', '3.4'];

/** How many optimizations must meet their targets for the phase to go on as planned. */
const ENOUGH = 2;

/** The decision over all sprints, as data. All lists hold sprint ids. */
export interface PhaseDecision {
  readonly decision: 'proceed' | 'adjust' | 're-evaluate' | 'undecided';
  readonly because: string;
  /** All criteria met. */
  readonly met: readonly string[];
  /** The improvement is met, another criterion is not: does not count as met. */
  readonly improvedOnly: readonly string[];
  /** The improvement is shown to reach half of the target's gain. */
  readonly overHalf: readonly string[];
  /** The improvement is shown to stay under half of the target's gain. */
  readonly underHalf: readonly string[];
  /** Expected and not there. */
  readonly missing: readonly string[];
  /** There, but without a valid measurement, which tells as little. */
  readonly invalid: readonly string[];
}

/**
 * The plan's decision point. An optimization meets its targets when all criteria of its sprint are
 * met: the plan calls all of them success criteria, and a fast pool that costs too much memory is
 * no success. Those with the improvement alone are listed as `improvedOnly`. Inconclusive counts
 * as not met. All under half re-evaluates only when each is shown to be under.
 *
 * Sprints that are missing or invalid leave the phase undecided only while they could change it.
 * The count takes the verdicts as they are: each errs with its own alpha, and "at least two of
 * four" is not corrected for their number.
 */
export function decidePhase(
  sprints: Readonly<Record<string, SprintJudgement>>,
  expected: readonly string[] = PHASE_SPRINTS,
): PhaseDecision {
  checkSprints(sprints, expected);
  const there = expected.flatMap((id) => (Object.hasOwn(sprints, id) ? (sprints[id] ?? []) : []));
  const valid = there.filter(({ verdict }) => verdict !== 'invalid');
  const lists = {
    met: idsOf(valid.filter(({ verdict }) => verdict === 'met')),
    improvedOnly: idsOf(
      valid.filter((each) => each.improvementVerdict === 'met' && each.verdict !== 'met'),
    ),
    overHalf: idsOf(valid.filter(({ half }) => half === 'over')),
    underHalf: idsOf(valid.filter(({ half }) => half === 'under')),
    missing: expected.filter((id) => !Object.hasOwn(sprints, id)),
    invalid: idsOf(there.filter(({ verdict }) => verdict === 'invalid')),
  };
  return { ...decide(lists, expected.length), ...lists };
}

type Lists = Omit<PhaseDecision, 'decision' | 'because'>;

function decide(lists: Lists, expected: number): Pick<PhaseDecision, 'decision' | 'because'> {
  const { met, underHalf, missing, invalid } = lists;
  const open = [...missing, ...invalid];
  const known = expected - open.length;
  const tally = `${met.length} of ${expected} optimizations meet their targets${named(met)}`;
  if (met.length >= ENOUGH) {
    return {
      decision: 'proceed',
      because: `${tally}; the plan: "≥2 optimizations meet targets → Proceed with Phase 3 as planned"`,
    };
  }
  const couldProceed = met.length + open.length >= ENOUGH;
  const allUnder = underHalf.length === known;
  if (open.length > 0 && (couldProceed || allUnder)) {
    return { decision: 'undecided', because: `${tally}; ${waitsFor(missing, invalid)}` };
  }
  if (allUnder) {
    return {
      decision: 're-evaluate',
      because: `all ${expected} optimizations are shown to stay under half of their target's gain; the plan: "All optimizations <50% of targets → Re-evaluate optimization strategy"`,
    };
  }
  return {
    decision: 'adjust',
    because: `${tally}; the plan: "<2 optimizations meet targets → Adjust Phase 3 scope, prioritize best ROI"`,
  };
}

function waitsFor(missing: readonly string[], invalid: readonly string[]): string {
  const parts = [
    ...(missing.length > 0 ? [`${missing.join(', ')} not measured`] : []),
    ...(invalid.length > 0 ? [`${invalid.join(', ')} without a valid measurement`] : []),
  ];
  return `what is open could still change the decision: ${parts.join('; ')}`;
}

function named(ids: readonly string[]): string {
  return ids.length === 0 ? '' : ` (${ids.join(', ')})`;
}

function idsOf(sprints: readonly SprintJudgement[]): readonly string[] {
  return sprints.map(({ id }) => id);
}

function checkSprints(
  sprints: Readonly<Record<string, SprintJudgement>>,
  expected: readonly string[],
): void {
  if (expected.length === 0 || new Set(expected).size !== expected.length) {
    throw new TypeError(
      `\`expected\` must list sprint ids once each, got ${expected.join(', ') || 'none'}`,
    );
  }
  for (const [id, sprint] of Object.entries(sprints)) {
    if (!expected.includes(id)) {
      throw new TypeError(`\`sprints\` must be among ${expected.join(', ')}, got ${id}`);
    }
    if (sprint.id !== id) {
      throw new TypeError(`\`sprints["${id}"].id\` must be ${id}, got ${sprint.id}`);
    }
  }
}
