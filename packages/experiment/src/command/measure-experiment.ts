import type { RunClock } from '../clock.ts';
import { courseOf, type Course } from '../course/course.ts';
import { disturbedError } from '../course/disturbed-error.ts';
import { deriveResult } from '../result/derive-result.ts';
import { InterruptedError, JournalError } from '../errors.ts';
import { executeSlots } from '../trial/executor.ts';
import type { HostMeter } from '../host/host-meter.ts';
import { readJournal } from '../journal/journal.ts';
import { JOURNAL_VERSION, type JournalHeader, type TrialLine } from '../journal/journal-lines.ts';
import { goOn, setAside, startAfresh, type OpenedJournal } from '../journal/kept-journal.ts';
import type { MachineFingerprint } from '../machine/machine.ts';
import { pathsOf, type ExperimentPaths, type LoadedExperiment } from './package-files.ts';
import { findAbsentLaunchers } from '../plan/launchers.ts';
import { planOf, type Plan } from '../plan/plan.ts';
import type { Profile } from '../definition/definition.ts';
import { startProgress, type ProgressEvent } from './progress.ts';
import { createProgressPrinter, type ProgressOutput } from './progress-printer.ts';
import { provableLine } from './provable.ts';
import { readProvenance } from '../machine/provenance.ts';
import { publish } from '../result/publish.ts';
import { lastResult, resultIfSame } from '../result/result-file.ts';
import type { ExperimentResult } from '../result/result-schema.ts';
import { differencesFrom, type Present } from '../journal/resume.ts';
import { createSchedule, type Slot } from '../plan/schedule.ts';
import { createSlotRunner } from '../trial/slot-runner.ts';

/** What measuring one experiment needs. */
export interface MeasureOptions {
  readonly loaded: LoadedExperiment;
  readonly packageFolder: string;
  readonly profile: Profile;
  readonly resume: boolean;
  readonly machine: MachineFingerprint;
  readonly clock: RunClock;
  readonly snapshot: () => Promise<unknown>;
  readonly meter: HostMeter;
  readonly signal: AbortSignal;
  readonly progress: ProgressOutput;
  /** Tells the person something worth a line. */
  readonly say: (message: string) => void;
}

/** A measured experiment and where its files are. */
export interface Measured {
  readonly result: ExperimentResult;
  readonly paths: ExperimentPaths;
}

/**
 * Measures one experiment from its first missing trial to its published result. Throws an
 * InterruptedError when the signal is aborted: everything measured until then is in the journal. Throws
 * a DisturbedError, and publishes nothing, when others left too few blocks to judge.
 */
export async function measureExperiment(options: MeasureOptions): Promise<Measured> {
  const { loaded, packageFolder, profile, resume, clock, say } = options;
  const { experiment, file } = loaded;
  const absent = await findAbsentLaunchers(experiment);
  for (const [name, because] of Object.entries(absent)) {
    say(`${experiment.id}: not measured with the launcher ${name}: ${because}`);
  }
  const plan = planOf(experiment, profile, absent);
  const present: Present = {
    plan,
    provenance: await readProvenance(packageFolder, file),
    machine: options.machine,
  };
  const paths = pathsOf(packageFolder, experiment.id);
  const schedule = createSchedule(plan);
  const interrupted = resume ? await readJournal(paths.journal) : null;
  if (resume && interrupted === null) {
    const kept = await resultIfSame(paths, (result) => differencesFrom(result, present));
    if (kept !== null) {
      say(`${experiment.id}: already measured with this plan, code and machine`);
      return { result: kept, paths };
    }
    say(`${experiment.id}: nothing to resume, measuring from the start`);
  }
  const opened =
    interrupted === null
      ? await startAfresh(paths, headerOf(present, schedule, clock.wallTime()), say)
      : await goOn(interrupted, paths, present, clock.wallTime());
  const courseAfter = (trials: readonly TrialLine[]): Course =>
    courseOf(experiment, plan, schedule, trials);
  const provable = provableLine(experiment, plan, await lastResult(paths));
  if (provable !== null) say(provable);
  await runRemaining(options, plan, courseAfter, opened);
  const journal = await readJournal(paths.journal);
  if (journal === null) {
    throw new JournalError(`${paths.journal} vanished during the run`, { path: paths.journal });
  }
  const { endedBecause, dropped, tooFew } = courseAfter(journal.trials);
  if (tooFew !== null) {
    // Set aside, so that resuming does not go on with what has ended.
    await setAside(paths);
    throw disturbedError(plan, { dropped, undisturbed: tooFew, kept: paths.previousJournal });
  }
  if (endedBecause !== null) say(`${experiment.id}: ${endedBecause}`);
  const derive = (raw: ExperimentResult['raw']): ExperimentResult =>
    deriveResult(experiment, journal, raw);
  return { result: await publish(paths, journal, derive), paths };
}

async function runRemaining(
  options: MeasureOptions,
  plan: Plan,
  courseAfter: (trials: readonly TrialLine[]) => Course,
  { journal, finished }: OpenedJournal,
): Promise<void> {
  const { loaded, clock, signal } = options;
  const { experiment } = loaded;
  const start = courseAfter(finished);
  const printer = createProgressPrinter(
    startProgress(experiment.id, start, finished),
    options.progress,
  );
  let droppedBefore = start.dropped.length;
  const onEvent = (event: ProgressEvent): void => {
    printer.onEvent(event);
    if (event.kind !== 'trial ended') return;
    const { dropped } = event.course;
    const because = dropped.find(({ index }) => index === event.slot.block)?.because;
    if (dropped.length > droppedBefore) {
      printer.say(`${experiment.id}: this block is dropped, all arms alike: ${because}`);
    }
    droppedBefore = dropped.length;
  };
  try {
    const ending = await executeSlots({
      finished,
      courseAfter,
      runSlot: createSlotRunner(experiment, plan, clock),
      snapshot: options.snapshot,
      meter: options.meter,
      append: journal.append,
      wallTime: clock.wallTime,
      signal,
      onEvent,
    });
    if (ending === 'stopped') {
      throw new InterruptedError(
        `${experiment.id}: stopped; what was measured is kept in ${journal.path}. ` +
          `Go on with: muster-experiment --profile ${plan.profile} --resume`,
      );
    }
  } finally {
    printer.end();
    await journal.close();
  }
}

function headerOf(present: Present, schedule: readonly Slot[], startedAt: string): JournalHeader {
  const { plan, provenance, machine } = present;
  return {
    kind: 'header',
    schemaVersion: JOURNAL_VERSION,
    experiment: plan.experiment,
    plan,
    provenance,
    machine,
    startedAt,
    trials: schedule.filter(({ warmup, block }) => warmup || block < plan.blocks).length,
  };
}
