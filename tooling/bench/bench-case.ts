/**
 * Takes one measurement of one contestant and resolves with it, in the unit of its case. What has to
 * be set up or cleared away around the measurement belongs inside, outside the measured span.
 */
export type Sampler = () => Promise<number>;

/** A requirement on a case. */
export interface Goal {
  /** The requirement in words, with its unit: `under 1 ms`. */
  readonly text: string;
  /** Whether it holds. `ours` is in the case's unit; `ratio` is the one of `BenchResult`. */
  readonly holds: (ours: number, ratio: number | null) => boolean;
}

/** One thing that several contestants do, measured side by side. */
export interface BenchCase {
  /** What is done; also what ours does and the peers do not, or the other way round. */
  readonly name: string;
  readonly unit: string;
  /** Which values are good: `less` for durations and memory, `more` for throughput. @default 'less' */
  readonly better?: 'less' | 'more';
  readonly ours: Sampler;
  readonly peers: Readonly<Record<string, Sampler>>;
  /**
   * Names among the peers that do so much less that they bound the case and compete with nobody.
   * They are shown and take no part in the ratio. @default none
   */
  readonly floors?: readonly string[];
  /** Measurements of each contestant; the value told is their median. Minimum 1. */
  readonly rounds: number;
  /** Rounds before those, thrown away. @default 1 */
  readonly warmupRounds?: number;
  readonly goal?: Goal;
  /** Ends what the case holds, processes for instance, once it has been measured. */
  readonly close?: () => Promise<unknown>;
}

/** Makes a case ready. It is called under the measurement lock, right before the case is measured. */
export type OpenCase = () => BenchCase | Promise<BenchCase>;

/** A case as measured: one entry of `bench/results.json`. */
export interface BenchResult {
  readonly name: string;
  readonly unit: string;
  /** The median of the rounds. */
  readonly ours: number;
  readonly peers: Readonly<Record<string, number>>;
  /**
   * How many times better ours is than the best of the peers: that peer's value / ours, or ours /
   * that peer's where more is better. So above 1 always means that ours is better, 0.5 that the best
   * peer is twice as good. Floors do not count; null when no peer is left.
   */
  readonly ratio: number | null;
  /** The requirement in words; null where there is none. */
  readonly goal: string | null;
  readonly met: boolean | null;
}
