import type { RunClock } from '../clock.ts';
import type { Experiment } from '../definition/definition.ts';
import type { Plan } from '../plan/plan.ts';
import { createRandom } from '../plan/random.ts';
import { runTrial, type TrialReport } from './run-trial.ts';
import { createScratch } from './scratch.ts';
import type { Slot } from '../plan/schedule.ts';

/** What is kept of a slot's trial. */
export type SlotReport = TrialReport & {
  /**
   * Observations that came during this trial from trials that had ended. They are in no data, and
   * show that something which those trials left behind was still running beside this one.
   */
  readonly lateObservations: number;
};

/**
 * A function that runs the trial of a slot for real: in a folder of its own, with the chance that
 * all arms of the block share.
 */
export function createSlotRunner(
  experiment: Experiment,
  plan: Plan,
  clock: RunClock,
): (slot: Slot, signal: AbortSignal) => Promise<SlotReport> {
  let late = 0;
  return async (slot, signal) => {
    const arm = experiment.arms[slot.arm];
    if (arm === undefined) throw new TypeError(`\`slot.arm\` must be an arm, got ${slot.arm}`);
    const scratch = createScratch();
    try {
      const report = await runTrial({
        arm: slot.arm,
        metrics: experiment.metrics,
        trial: ({ observe, signal: trialSignal }) =>
          arm.trial({
            sizes: plan.sizes,
            observe,
            signal: trialSignal,
            clock: { now: clock.now },
            launcher: plan.launchers?.ofArms[slot.arm] ?? null,
            random: createRandom(plan.seed, slot.warmup ? 'warmup' : 'block', slot.block),
            get scratchDir() {
              return scratch.path();
            },
          }),
        deadlineMs: plan.trialDeadlineMs,
        graceMs: plan.abortGraceMs,
        signal,
        clock,
        onLate: (count) => {
          late += count;
        },
      });
      const lateObservations = late;
      late = 0;
      return { ...report, lateObservations };
    } finally {
      await scratch.remove(slot.arm);
    }
  };
}
