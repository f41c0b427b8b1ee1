/** The two ends of a range. */
export interface Ends {
  /** -Infinity when the data do not bound the value from below. */
  readonly low: number;
  /** Infinity when the data do not bound the value from above. */
  readonly high: number;
}

/** A range of values that the data leave plausible, around the most plausible one. */
export interface Interval extends Ends {
  readonly value: number;
}

/** An interval, how it was made and how sure it is. */
export interface Estimate extends Interval {
  /** Achieved two-sided confidence, 0..1: exact methods come in steps, and never fall below what was asked. */
  readonly confidence: number;
  /** How many values it rests on; the run is the unit, not the observation within it. */
  readonly n: number;
  readonly method: string;
  /** What a reader must know beside the number, one sentence each. */
  readonly warnings: readonly string[];
}
