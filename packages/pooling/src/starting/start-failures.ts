import type { Random } from '@muster/agent-runtime';
import { type BreakerState, breakerState, pauseMs } from './breaker.ts';

/** The run of failed starts: what it waits for, and what it has to say to those who wait. */
export interface StartFailures {
  /** Whether the next start must wait. */
  readonly pausing: boolean;
  readonly state: BreakerState;
  /** How many failed in a row; those side by side count as one. */
  readonly inARow: number;
  /** Why the last start failed; undefined once a start has succeeded. */
  readonly lastError: unknown;
  /** Begins a pause, longer than the one before, unless one is under way. */
  readonly failed: (error: unknown) => void;
  /**
   * Ends the run. Calling what it returns takes that back: a start whose agent died at once was
   * none, and a run of such starts must slow down like any other.
   */
  succeeded(): (error: unknown) => void;
  /** Ends the pause without a word. */
  cancel(): void;
}

export interface StartFailuresOptions {
  readonly breakAfter: number;
  readonly random: Random;
  onPauseOver(): void;
}

/** Counts failed starts in a row and calls `onPauseOver` after each pause. */
export function createStartFailures(options: StartFailuresOptions): StartFailures {
  let inARow = 0;
  let lastError: unknown;
  let pause: NodeJS.Timeout | undefined;

  const failed = (error: unknown): void => {
    lastError = error;
    // Starts run side by side: those that fail during a pause fail for the reason that began it.
    pause ??= setTimeout(
      () => {
        pause = undefined;
        options.onPauseOver();
      },
      pauseMs(++inARow, options.random),
    );
  };

  return {
    get pausing() {
      return pause !== undefined;
    },
    get state() {
      return breakerState(inARow, options.breakAfter, pause !== undefined);
    },
    get inARow() {
      return inARow;
    },
    get lastError() {
      return lastError;
    },
    failed,
    succeeded: () => {
      const before = inARow;
      inARow = 0;
      lastError = undefined;
      return (error) => {
        inARow = Math.max(inARow, before);
        failed(error);
      };
    },
    cancel: () => clearTimeout(pause),
  };
}
