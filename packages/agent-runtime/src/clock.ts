/** A monotonic clock, in milliseconds with sub-millisecond digits. Handed in wherever time matters. */
export interface Clock {
  now(): number;
}

/** The process's own monotonic clock. */
export const systemClock: Clock = { now: () => performance.now() };
