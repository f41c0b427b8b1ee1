import type { RunClock } from '../../src/clock.ts';

export interface ManualClock extends RunClock {
  /** Moves time on and fires what is due on the way. */
  readonly advance: (byMs: number) => void;
}

/** A clock that stands still until it is told. */
export function manualClock(): ManualClock {
  let nowMs = 0;
  const timers = new Set<{ readonly atMs: number; readonly callback: () => void }>();
  return {
    now: () => nowMs,
    wallTime: () => new Date(Date.UTC(2026, 0, 1) + nowMs).toISOString(),
    after: (delayMs, callback) => {
      const timer = { atMs: nowMs + delayMs, callback };
      timers.add(timer);
      return () => {
        timers.delete(timer);
      };
    },
    advance: (byMs) => {
      nowMs += byMs;
      for (const timer of [...timers].filter(({ atMs }) => atMs <= nowMs)) {
        timers.delete(timer);
        timer.callback();
      }
    },
  };
}
