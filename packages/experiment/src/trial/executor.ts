import type { TrialLine } from '../journal/journal-lines.ts';
import type { ProgressEvent } from '../command/progress.ts';
import type { Slot } from '../plan/schedule.ts';
import type { SlotReport } from './slot-runner.ts';
import { asJson } from '../files/strict-json.ts';

/** What a run of a schedule needs of the world. */
export interface ExecuteOptions {
  /** The trials to run, in this order. */
  readonly slots: readonly Slot[];
  readonly runSlot: (slot: Slot, signal: AbortSignal) => Promise<SlotReport>;
  /** The state of the host, read right before and right after each trial. */
  readonly snapshot: () => Promise<unknown>;
  /** Resolves when the line is safe. */
  readonly append: (line: TrialLine) => Promise<void>;
  /** ISO 8601. */
  readonly wallTime: () => string;
  readonly signal: AbortSignal;
  readonly onEvent: (event: ProgressEvent) => void;
}

/**
 * Runs slots one after another; each trial is journalled before the next one starts. A failed trial
 * does not end the run: what it means for the verdicts is for the judgement to say. `stopped` when
 * the signal was aborted; the trial it hit is not journalled, since it has to be run again.
 */
export async function executeSlots(options: ExecuteOptions): Promise<'finished' | 'stopped'> {
  const { signal, snapshot, onEvent } = options;
  for (const slot of options.slots) {
    if (signal.aborted) return 'stopped';
    onEvent({ kind: 'trial started', slot });
    const before = await snapshot();
    const startedAt = options.wallTime();
    const report = await options.runSlot(slot, signal);
    const after = await snapshot();
    if (report.outcome === 'aborted') return 'stopped';
    await options.append(lineOf(slot, report, report.outcome, { startedAt, before, after }));
    onEvent({ kind: 'trial ended', slot, durationMs: report.durationMs, outcome: report.outcome });
  }
  return 'finished';
}

function lineOf(
  slot: Slot,
  report: SlotReport,
  outcome: TrialLine['outcome'],
  around: { readonly startedAt: string; readonly before: unknown; readonly after: unknown },
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
    host: { before: asJson(around.before), after: asJson(around.after) },
  };
}
