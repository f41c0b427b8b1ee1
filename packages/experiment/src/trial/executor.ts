import type { Course } from '../course/course.ts';
import type { HostMeter } from '../host/host-meter.ts';
import type { HostUse } from '../host/host-use.ts';
import type { TrialLine } from '../journal/journal-lines.ts';
import type { ProgressEvent } from '../command/progress.ts';
import type { Slot } from '../plan/schedule.ts';
import type { SlotReport } from './slot-runner.ts';
import { asJson } from '../files/strict-json.ts';

/** What a run of a schedule needs of the world. */
export interface ExecuteOptions {
  /** Trials of this run that have ended before. */
  readonly finished: readonly TrialLine[];
  /** What is to be run after these trials. */
  readonly courseAfter: (finished: readonly TrialLine[]) => Course;
  readonly runSlot: (slot: Slot, signal: AbortSignal) => Promise<SlotReport>;
  /** The state of the host, read right before and right after each trial. */
  readonly snapshot: () => Promise<unknown>;
  /** Watches the processors during each trial. */
  readonly meter: HostMeter;
  /** Resolves when the line is safe. */
  readonly append: (line: TrialLine) => Promise<void>;
  /** ISO 8601. */
  readonly wallTime: () => string;
  readonly signal: AbortSignal;
  readonly onEvent: (event: ProgressEvent) => void;
}

/**
 * Runs one trial after another, as the course of the run asks for them; each is journalled before the next one starts. A failed trial
 * does not end the run: what it means for the verdicts is for the judgement to say. `stopped` when
 * the signal was aborted; the trial it hit is not journalled, since it has to be run again.
 */
export async function executeSlots(options: ExecuteOptions): Promise<'finished' | 'stopped'> {
  const { signal, snapshot, onEvent } = options;
  const finished = [...options.finished];
  let course = options.courseAfter(finished);
  while (course.next !== null) {
    const slot = course.next;
    if (signal.aborted) return 'stopped';
    onEvent({ kind: 'trial started', slot });
    const before = await snapshot();
    const stopMeter = await options.meter();
    const startedAt = options.wallTime();
    const report = await options.runSlot(slot, signal);
    const use = await stopMeter();
    const after = await snapshot();
    const { outcome, durationMs } = report;
    if (outcome === 'aborted') return 'stopped';
    const line = lineOf(slot, report, outcome, { startedAt, before, after, use });
    await options.append(line);
    finished.push(line);
    course = options.courseAfter(finished);
    onEvent({ kind: 'trial ended', slot, durationMs, outcome, course });
  }
  return 'finished';
}

function lineOf(
  slot: Slot,
  report: SlotReport,
  outcome: TrialLine['outcome'],
  around: {
    readonly startedAt: string;
    readonly before: unknown;
    readonly after: unknown;
    readonly use: HostUse;
  },
): TrialLine {
  return {
    kind: 'trial',
    ...slot,
    outcome,
    because: 'because' in report ? report.because : null,
    startedAt: around.startedAt,
    durationMs: report.durationMs,
    observations: report.observations,
    lateObservations: report.lateObservations,
    host: { before: asJson(around.before), after: asJson(around.after), use: around.use },
  };
}
