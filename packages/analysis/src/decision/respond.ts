import { atLeast } from '../criterion.ts';
import { formatRange } from '../format.ts';
import type { Interval } from '../interval.ts';
import { type CriterionJudgement, intervalOf } from '../judgement.ts';
import { judgeBound, type Verdict } from '../verdict.ts';
import { times, type Targets } from './targets.ts';

/** The target that the data support, in place of the one that was stated. */
export interface AdjustedTarget {
  readonly low: number;
  readonly high: number;
  readonly statedAs: string;
}

/** What to do with an optimization after its sprint. */
export interface SprintResponse {
  readonly action: 'keep' | 'adjust target' | 'skip' | 'focus on others' | 'measure again';
  readonly because: string;
}

/** What a response is decided from. */
export interface RespondInput {
  /** The verdict on all criteria of the sprint together. */
  readonly verdict: Verdict;
  /** The verdict on the improvement alone. */
  readonly improvement: Verdict;
  /** The measured improvement; null when it could not be estimated. */
  readonly speedup: Interval | null;
  /** Where it lies against half of the target's gain. */
  readonly half: Half;
  readonly targets: Targets;
  /** The ids of the criteria that are not met, for the sentence. */
  readonly failed: readonly string[];
}

/** The improvement against half of the target's gain; `unclear` when neither side is shown. */
export type Half = 'over' | 'under' | 'unclear';

/**
 * Where an improvement lies against the share of the target below which it is not worth having: the
 * verdict that a criterion with that bound would have, since it must hold for the same intervals.
 */
export function halfway(
  { estimate, cautious, median }: Pick<CriterionJudgement, 'estimate' | 'cautious' | 'median'>,
  targets: Targets,
): Half {
  if (estimate === null || cautious === null) return 'unclear';
  const { verdict } = judgeBound(
    intervalOf({ ...estimate, ...cautious }),
    atLeast(targets.skipBelow),
    { unit: 'x', median: median === null ? null : intervalOf(median) },
  );
  if (verdict === 'met') return 'over';
  return verdict === 'not met' ? 'under' : 'unclear';
}

/**
 * The plan's failure response as a table:
 *
 * | sprint's verdict | improvement against `skipBelow` | action |
 * |---|---|---|
 * | invalid | | measure again |
 * | met | | keep |
 * | not met | shown below | skip |
 * | not met | above, or not shown | adjust target |
 * | not met | without bound on one side | measure again |
 * | not met | its own target is met | focus on others |
 * | inconclusive | | measure again |
 *
 * A target is adjusted because it was missed: one that is met, in a sprint that fails on another
 * criterion, stands as it is.
 */
export function respond(input: RespondInput): SprintResponse {
  const { verdict, speedup, targets } = input;
  switch (verdict) {
    case 'invalid':
      return { action: 'measure again', because: 'runs are missing or invalid, and show nothing' };
    case 'met':
      return { action: 'keep', because: keepBecause(speedup, targets) };
    case 'inconclusive':
      return {
        action: 'measure again',
        because: `nothing failed, but not every criterion is shown to be met: more blocks would tell${doubt(input)}`,
      };
    default:
      return failureResponse(input);
  }
}

function failureResponse(input: RespondInput): SprintResponse {
  const { speedup, targets, half, failed, improvement } = input;
  if (speedup !== null && half === 'under') {
    const skip = times(targets.skipBelow);
    return {
      action: 'skip',
      because: `the plan says to skip it "if improvement <${skip}", and ${rangeOf(speedup)} lies wholly below that`,
    };
  }
  const notMet = `not met: ${failed.join(', ')}`;
  if (improvement === 'met' && speedup !== null) {
    return {
      action: 'focus on others',
      because: `${notMet}; the improvement itself is met with ${rangeOf(speedup)}. Until the rest is too, the plan: "Focus on other optimizations with better ROI"`,
    };
  }
  const adjusted = adjustedTarget(speedup);
  if (adjusted === null) {
    return {
      action: 'measure again',
      because: `${notMet}; the improvement is not bounded, so there is no empirical result to adjust the target to`,
    };
  }
  return {
    action: 'adjust target',
    because: `${notMet}; the plan: 'Adjust Phase 3 target from "${targets.statedAs}" to empirical result', which is ${adjusted.statedAs}${doubt(input)}`,
  };
}

/** Said when skipping is neither shown nor ruled out. */
function doubt({ speedup, targets, half }: RespondInput): string {
  if (speedup === null || half !== 'unclear') return '';
  return `; it may lie below ${times(targets.skipBelow)}, where the plan says to skip it, but that is not shown`;
}

function keepBecause(speedup: Interval | null, targets: Targets): string {
  const target = `"${times(targets.minimum)} minimum, ${times(targets.ideal)} ideal"`;
  const ideal = speedup !== null && speedup.low > targets.ideal ? ', and the ideal is reached' : '';
  return `every criterion is met (target: ${target})${ideal}`;
}

/** The interval as a target; null unless both ends are known and above 0. */
export function adjustedTarget(speedup: Interval | null): AdjustedTarget | null {
  if (speedup === null || !(speedup.low > 0) || !Number.isFinite(speedup.high)) return null;
  const { low, high } = speedup;
  const from = times(low).slice(0, -1);
  const statedAs = `${from}×` === times(high) ? times(high) : `${from}-${times(high)}`;
  return { low, high, statedAs };
}

function rangeOf({ low, high }: Interval): string {
  return `the measured ${formatRange(low, high, 'x')}`;
}
