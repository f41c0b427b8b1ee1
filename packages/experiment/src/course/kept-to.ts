import { formatCount } from '@muster/analysis';
import { droppedBlocks } from '../host/disturbance.ts';
import type { TrialLine } from '../journal/journal-lines.ts';
import type { Plan } from '../plan/plan.ts';
import { createSchedule, type Slot } from '../plan/schedule.ts';

/**
 * In what the trials of a run that has ended do not keep to the schedule that its plan fixed, one
 * phrase each; none when they do. A trial must be the one planned under its index, blocks must follow
 * each other without a gap and be whole unless they were dropped, and a spare block must have a
 * dropped one to stand for. So trials cannot be left out, or others put in their place, unseen.
 */
export function scheduleProblems(plan: Plan, trials: readonly TrialLine[]): readonly string[] {
  const schedule = createSchedule(plan);
  const strays = trials.flatMap((trial) => strayProblem(trial, schedule[trial.index]));
  // Of trials that are none of the plan it cannot be said which blocks they make up.
  return strays.length > 0
    ? strays
    : [...gapProblems(plan, trials), ...partProblems(plan, schedule, trials)];
}

function strayProblem(trial: TrialLine, slot: Slot | undefined): readonly string[] {
  if (slot === undefined) return [`trial ${trial.index} is not in the plan`];
  const same =
    trial.block === slot.block &&
    trial.position === slot.position &&
    trial.arm === slot.arm &&
    trial.warmup === slot.warmup;
  return same
    ? []
    : [
        `trial ${trial.index} must be ${nameOf(slot)}, position ${slot.position}, got ${nameOf(trial)}, position ${trial.position}`,
      ];
}

function gapProblems(plan: Plan, trials: readonly TrialLine[]): readonly string[] {
  const judged = trials.filter(({ warmup }) => !warmup);
  const begun = new Set(judged.map(({ block }) => block));
  const last = Math.max(-1, ...begun);
  const gaps = Array.from({ length: last + 1 }, (_, block) => block).filter(
    (block) => !begun.has(block),
  );
  const spare = [...begun].filter((block) => block >= plan.blocks).length;
  const dropped = droppedBlocks(plan.host, trials).length;
  return [
    ...(gaps.length === 0
      ? []
      : [`nothing is there of block ${gaps.join(', ')}, although block ${last} was begun`]),
    ...(spare <= dropped
      ? []
      : [`${formatCount(spare, 'spare block')} for ${formatCount(dropped, 'dropped block')}`]),
  ];
}

/** What is missing of the blocks that were begun, and of the warm-up. */
function partProblems(
  plan: Plan,
  schedule: readonly Slot[],
  trials: readonly TrialLine[],
): readonly string[] {
  const taken = new Set(trials.map(({ index }) => index));
  const begun = new Set(trials.filter(({ warmup }) => !warmup).map(({ block }) => block));
  const dropped = new Set(droppedBlocks(plan.host, trials).map(({ index }) => index));
  return schedule
    .filter(({ warmup, block }) => warmup || (begun.has(block) && !dropped.has(block)))
    .filter(({ index }) => !taken.has(index))
    .map((slot) => `trial ${slot.index} is missing: ${nameOf(slot)}`);
}

function nameOf({ warmup, block, arm }: Pick<Slot, 'warmup' | 'block' | 'arm'>): string {
  return `${arm} in ${warmup ? 'warm-up' : 'block'} ${block}`;
}
