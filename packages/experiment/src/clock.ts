/** A monotonic clock, in milliseconds with sub-millisecond digits. */
export interface Clock {
  readonly now: () => number;
}

/** The clock of a run: it also tells the time of day and calls back later. */
export interface RunClock extends Clock {
  /** The time of day, ISO 8601 in UTC: for people and records, never for durations. */
  readonly wallTime: () => string;
  /** Calls back once after `delayMs`; the returned function takes that back. */
  readonly after: (delayMs: number, callback: () => void) => () => void;
}

/** The clock of this process. */
export const systemClock: RunClock = {
  now: () => performance.now(),
  wallTime: () => new Date().toISOString(),
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs);
    return () => {
      clearTimeout(timer);
    };
  },
};
