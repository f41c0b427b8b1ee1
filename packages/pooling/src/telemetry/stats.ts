import type { Times } from '@muster/agent-runtime/times';

/** A snapshot. `idle + leased + starting + resetting + retiring === total`. */
export interface PoolStats {
  readonly min: number;
  /** The most the pool holds, but for agents whose replacement has come before they could leave. */
  readonly size: number;
  readonly idle: number;
  readonly leased: number;
  readonly starting: number;
  /** Back from a lease and forgetting it. */
  readonly resetting: number;
  /** On their way out; replaced already where they have to be. */
  readonly retiring: number;
  /** All agents and starts there are, counted as they come and go. */
  readonly total: number;
  /** Acquires that have not been served yet. */
  readonly waiting: number;
  readonly paused: boolean;
  /** Whether so many starts have failed in a row that only single ones are tried. */
  readonly broken: boolean;
  /** Acquires served at once, by an agent that was idle and ready. */
  readonly hits: number;
  /** Acquires that had to wait. */
  readonly misses: number;
  /** hits / (hits + misses), 0 to 1; null before the first acquire. */
  readonly hitRate: number | null;
  /** How long the misses that were served have waited. */
  readonly waits: { readonly count: number; readonly totalMs: number; readonly maxMs: number };
  /** Starts, failed starts, and agents that died while idle, leased or resetting. */
  readonly starts: number;
  readonly failedStarts: number;
  readonly deaths: number;
  /** Agents that the pool itself ended. */
  readonly retired: number;
  /** Acquires that ended without a lease. */
  readonly turnedAway: number;
}

/** How long things took. Percentiles, hence apart from {@link PoolStats}: they take a while to read. */
export interface PoolTimes {
  /** From acquire to lease, of those that had to wait. */
  readonly wait: Times;
  /** From the request of an agent until it was ready for its first lease. */
  readonly start: Times;
  /** From lease to release. */
  readonly use: Times;
}
