import { stopOf } from '@muster/analysis';
import type { Experiment } from '../definition/definition.ts';
import { type DroppedBlock, droppedBlocks } from '../host/disturbance.ts';
import type { TrialLine } from '../journal/journal-lines.ts';
import type { Plan } from '../plan/plan.ts';
import { isInBlock, type Slot } from '../plan/schedule.ts';
import { runsOf } from '../result/runs-of.ts';

/** Where a run stands and how it goes on. */
export interface Course {
  /** The trial to run; null when the run has ended. */
  readonly next: Slot | null;
  /** Every trial of the run, those that were run and those to come if nothing more is dropped. */
  readonly schedule: readonly Slot[];
  /** Whether an early look, at which the run may end, is still to come. */
  readonly mayEndEarly: boolean;
  readonly dropped: readonly DroppedBlock[];
  /** Why it has ended, when it is not because all planned blocks are there; one phrase. */
  readonly endedBecause: string | null;
  /**
   * How many blocks are there undisturbed, when it has ended with too few because of dropped ones;
   * null otherwise.
   */
  readonly tooFew: number | null;
}

/**
 * The course of a run after the trials so far: a pure function of plan and journal, so that a run that
 * was interrupted goes on, and ends, as it would have without.
 *
 * A disturbed block is given up at once, and a spare one is run in its place, after the planned ones.
 * After each whole block that makes the undisturbed ones as many as at an early look, the runs are
 * judged, and the run ends if nothing is left to find out.
 */
export function courseOf(
  experiment: Pick<Experiment, 'metrics' | 'criteria' | 'shown'>,
  plan: Plan,
  schedule: readonly Slot[],
  trials: readonly TrialLine[],
): Course {
  const dropped = droppedBlocks(plan.host, trials);
  const droppedIndices = new Set(dropped.map(({ index }) => index));
  const taken = new Set(trials.map(({ index }) => index));
  const expected = schedule.filter(
    ({ index, block, warmup }) =>
      taken.has(index) ||
      warmup ||
      (block < plan.blocks + dropped.length && !droppedIndices.has(block)),
  );
  const next = expected.find(({ index }) => !taken.has(index)) ?? null;
  const early = plan.looks.slice(0, -1);
  const { whole, begun } = countBlocks(plan, trials, droppedIndices);

  if (whole === begun && early.includes(whole)) {
    const { metrics, criteria, shown } = experiment;
    const runs = runsOf(metrics, plan, trials);
    const stop = stopOf({ metrics, criteria, shown, design: plan }, runs);
    if (stop !== null && stop !== 'complete') {
      const ran = schedule.filter(({ index }) => taken.has(index));
      const endedBecause = `stopped early: ${stop.because}`;
      return { next: null, schedule: ran, mayEndEarly: false, dropped, endedBecause, tooFew: null };
    }
  }
  const tooFew = next === null && whole < plan.blocks ? whole : null;
  return {
    next,
    schedule: expected,
    mayEndEarly: next !== null && early.some((look) => look > whole),
    dropped,
    endedBecause:
      tooFew === null
        ? null
        : `ended with ${tooFew} of ${plan.blocks} blocks: with ${dropped.length} dropped, no spare one is left`,
    tooFew,
  };
}

/** The judged blocks that are there, dropped ones not counted: all of them, and the whole ones. */
function countBlocks(
  plan: Plan,
  trials: readonly TrialLine[],
  dropped: ReadonlySet<number>,
): { readonly begun: number; readonly whole: number } {
  const kept = trials.filter(({ warmup, block }) => !warmup && !dropped.has(block));
  const begun = [...Map.groupBy(kept, ({ block }) => block)];
  const whole = begun.filter(
    ([block, { length }]) =>
      length === plan.arms.filter((arm) => isInBlock(arm, { warmup: false, block }, plan)).length,
  );
  return { begun: begun.length, whole: whole.length };
}
