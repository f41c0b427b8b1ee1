import type { AbsentLaunchers } from '@muster/analysis';
import { courseOf } from '../course/course.ts';
import type { Experiment, Profile } from '../definition/definition.ts';
import { executeSlots } from './executor.ts';
import type { HostUse } from '../host/host-use.ts';
import type { TrialLine } from '../journal/journal-lines.ts';
import { planOf } from '../plan/plan.ts';
import { createRecorder } from './recorder.ts';
import type { TrialOutcome } from './run-trial.ts';
import { createSchedule, type Slot } from '../plan/schedule.ts';

/** What a scripted trial does: observe these values, or end in this way. */
export type Scripted = (
  | { readonly observes: Readonly<Record<string, number>>; readonly durationMs?: number }
  | Exclude<TrialOutcome, { readonly outcome: 'ok' }>
) & {
  /** What the host tells of it beside one quiet second of one processor. */
  readonly use?: Partial<HostUse>;
};

const QUIET: HostUse = {
  totalMs: 1_000,
  stealMs: 0,
  foreignMs: 0,
  ownMs: 0,
  idleMs: 1_000,
  throttledPeriods: 0,
};

const NO_TIME = '2000-01-01T00:00:00.000Z';

/**
 * Runs an experiment from a script instead of its trials: no process, no clock and
 * no file, so that scheduling and judging have the same outcome every time. A trial scripted as
 * aborted stops the run, as Ctrl-C would; `absent` are the launchers the machine lacks. Looks and dropped
 * blocks are as in a real run. Returns the trials as they would be journalled.
 */
export async function runScripted(
  experiment: Experiment,
  profile: Profile,
  script: (slot: Slot) => Scripted,
  absent: AbsentLaunchers = {},
): Promise<readonly TrialLine[]> {
  const lines: TrialLine[] = [];
  const plan = planOf(experiment, profile, absent);
  const schedule = createSchedule(plan);
  let use = QUIET;
  await executeSlots({
    finished: [],
    courseAfter: (finished) => courseOf(experiment, plan, schedule, finished),
    runSlot: async (slot) => {
      const { use: told, ...scripted } = script(slot);
      use = { ...QUIET, ...told };
      if ('outcome' in scripted) {
        return { ...scripted, durationMs: 0, observations: {}, lateObservations: 0 };
      }
      const recorder = createRecorder(experiment.metrics, slot.arm, () => undefined);
      recorder.observe(scripted.observes);
      const observations = recorder.observations();
      const durationMs = scripted.durationMs ?? 0;
      return { outcome: 'ok', durationMs, observations, lateObservations: 0 };
    },
    snapshot: async () => null,
    meter: async () => async () => use,
    append: async (line) => {
      lines.push(line);
    },
    wallTime: () => NO_TIME,
    signal: new AbortController().signal,
    onEvent: () => undefined,
  });
  return lines;
}
