import type { Agent, AgentSpec, LaunchOptions } from '@muster/agent-runtime';
import type { BurstSummary } from './bursts/summary.ts';
import type { DispatchStats } from './dispatch/dispatcher.ts';
import type { JournalOptions } from './journal/options.ts';
import type { HaltPolicy } from './tries/halt.ts';

/** One agent that is wanted. */
export interface SpawnJob extends Pick<LaunchOptions, 'onMessage' | 'onOutput'> {
  readonly spec: AgentSpec;
  /** The agent's id, and its name in the journal. @default one that the launcher makes; in a journal, the job's place */
  readonly id?: string | undefined;
}

export interface SpawnOptions {
  /**
   * Aborting ends everything of this burst: who waits is not started, starts underway are ended, and
   * agents that are ready are stopped, also after the burst.
   */
  readonly signal?: AbortSignal | undefined;
  /** When to give up the rest. @default never */
  readonly halt?: HaltPolicy | undefined;
  /** This burst's share of the starts, against other bursts of the same spawner. @default 1 */
  readonly weight?: number | undefined;
  /** Where to write down what becomes of each agent, so that a burst can be taken up again. */
  readonly journal?: JournalOptions | undefined;
}

/**
 * Many agents, wanted together. Iterating gives each as it becomes ready, once; who leaves the loop
 * early wants no more: starts are ended, and ready agents that were not given yet are stopped.
 */
export interface Burst extends AsyncIterable<Agent> {
  /**
   * Resolves when it is known what became of every agent, also of those that failed. Rejects only when
   * none was started: with `CapacityError` where they would not fit, with `JournalError`.
   */
  readonly summary: Promise<BurstSummary>;
  progress(): BurstProgress;
}

/** A moment of a burst. */
export interface BurstProgress {
  readonly wanted: number;
  /** Ready, failed, aborted, halted or done before. */
  readonly settled: number;
  readonly ready: number;
  readonly failed: number;
  readonly underway: number;
  /** Until all are settled, if it goes on as so far; undefined before the first is ready. */
  readonly leftMs: number | undefined;
}

/** Starts agents in bursts, as fast as the host bears and no faster. It holds nothing that must be closed. */
export interface Spawner {
  /** Begins to start `jobs`. Throws TypeError when one of them, or an option, is wrong. */
  spawn(jobs: Iterable<SpawnJob>, options?: SpawnOptions): Burst;
  stats(): DispatchStats;
}
