import type { RunClock } from '../clock.ts';
import type { MetricDefinition } from '../definition/definition.ts';
import { MeasurementError } from '../errors.ts';
import { createRecorder, type Recorder } from './recorder.ts';
import type { Observations } from './summarize.ts';

/** How a trial ended. Only `ok` has numbers that may be judged. */
export type TrialOutcome =
  | { readonly outcome: 'ok' }
  | { readonly outcome: 'failed' | 'timed out' | 'aborted'; readonly because: string };

/** What is kept of a trial, however it ended. */
export type TrialReport = TrialOutcome & {
  readonly durationMs: number;
  readonly observations: Observations;
};

/** How one trial is run. */
export interface RunTrialOptions {
  readonly arm: string;
  readonly metrics: Readonly<Record<string, MetricDefinition>>;
  /** The trial itself, given how to observe and when to stop. */
  readonly trial: (hold: {
    readonly observe: Recorder['observe'];
    readonly signal: AbortSignal;
  }) => Promise<void>;
  /** From the call: the trial is aborted when it is still running then. */
  readonly deadlineMs: number;
  /** From the abort: how long the trial may take to end. */
  readonly graceMs: number;
  /** Aborted when the whole run is stopped. */
  readonly signal: AbortSignal;
  readonly clock: RunClock;
  /** Told of observations that come after the trial's end; they are not in its data. */
  readonly onLate: (count: number) => void;
}

/**
 * Runs one trial to its end, its deadline, or the run's abort, and never throws for what the trial
 * does. Only a trial that outlives its deadline by the grace is a MeasurementError: what it left
 * running would disturb every trial after it.
 */
export async function runTrial(options: RunTrialOptions): Promise<TrialReport> {
  const { arm, clock, deadlineMs, graceMs } = options;
  const recorder = createRecorder(options.metrics, arm, options.onLate);
  const aborter = new AbortController();
  const startMs = clock.now();
  const overdue = `it was still running at its deadline of ${deadlineMs} ms`;
  const stopDeadline = clock.after(deadlineMs, () => {
    aborter.abort(new MeasurementError(`the trial of ${arm} was aborted: ${overdue}`));
  });
  const forward = (): void => {
    aborter.abort(options.signal.reason);
  };
  options.signal.addEventListener('abort', forward, { once: true });
  if (options.signal.aborted) forward();

  const settled = settle(() =>
    options.trial({ observe: recorder.observe, signal: aborter.signal }),
  );
  const graceOver = afterAbort(aborter.signal, graceMs, clock);
  try {
    const ending = await Promise.race([settled, graceOver.promise]);
    const durationMs = clock.now() - startMs;
    recorder.close();
    const deadlineCame = aborter.signal.aborted;
    const outcome = outcomeOf({ ending, durationMs, deadlineCame, overdue, options, recorder });
    return { ...outcome, durationMs, observations: recorder.observations() };
  } finally {
    stopDeadline();
    graceOver.cancel();
    options.signal.removeEventListener('abort', forward);
  }
}

type Ending = { readonly threw: unknown } | 'ended' | 'grace over';

function outcomeOf(facts: {
  readonly ending: Ending;
  readonly durationMs: number;
  readonly deadlineCame: boolean;
  readonly overdue: string;
  readonly options: RunTrialOptions;
  readonly recorder: Recorder;
}): TrialOutcome {
  const { ending, durationMs, deadlineCame, overdue, options, recorder } = facts;
  if (options.signal.aborted) return { outcome: 'aborted', because: 'the run was stopped' };
  if (ending === 'grace over') {
    throw new MeasurementError(
      `a trial of ${options.arm} did not end within ${options.graceMs} ms of being aborted: ${overdue}, ` +
        'and what it left running would disturb the next trials. Make the trial end when its `signal` is aborted.',
    );
  }
  // The clock decides too: a trial that blocks the event loop keeps the timer from firing.
  if (deadlineCame || durationMs > options.deadlineMs)
    return { outcome: 'timed out', because: overdue };
  const misuse = recorder.misuse();
  if (misuse !== null) return { outcome: 'failed', because: misuse };
  if (ending !== 'ended') return { outcome: 'failed', because: reasonOf(ending.threw) };
  return { outcome: 'ok' };
}

async function settle(trial: () => Promise<void>): Promise<Ending> {
  try {
    await trial();
    return 'ended';
  } catch (error) {
    return { threw: error };
  }
}

function afterAbort(
  signal: AbortSignal,
  graceMs: number,
  clock: RunClock,
): { readonly promise: Promise<Ending>; readonly cancel: () => void } {
  let stopTimer = (): void => undefined;
  let start = (): void => undefined;
  const promise = new Promise<Ending>((resolve) => {
    start = () => {
      stopTimer = clock.after(graceMs, () => {
        resolve('grace over');
      });
    };
  });
  signal.addEventListener('abort', start, { once: true });
  if (signal.aborted) start();
  return {
    promise,
    cancel: () => {
      signal.removeEventListener('abort', start);
      stopTimer();
    },
  };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return `it threw ${String(error)}`;
  const cause = error.cause instanceof Error ? `, because ${error.cause.message}` : '';
  return `${error.name}: ${error.message}${cause}`;
}
