import type { Agent, Phases } from '@muster/agent-runtime';
import type { Cause } from '../tries/classify.ts';

/**
 * What became of an agent that was wanted: it was `ready`; it `failed`, its tries used up or in vain;
 * it was `aborted` by its user; never started because the burst `halted`; or `done before`, as the
 * journal of an earlier burst says.
 */
export type Outcome = 'ready' | 'failed' | 'aborted' | 'halted' | 'done before';

/** One start of one agent. */
export interface Try {
  /** From when it could have been started to when it was, in milliseconds. */
  readonly queuedMs: number;
  /** From there to ready, or to its failure. */
  readonly startMs: number;
  /** Of a start that succeeded. */
  readonly phases: Phases | undefined;
  /** Of one that failed. */
  readonly cause: Cause | 'aborted' | undefined;
  readonly error: unknown;
}

/** What became of one agent, and what it cost. */
export interface JobReport {
  /** Its place among those wanted, from 0. */
  readonly job: number;
  /** The id of its agent; undefined where neither its user nor a launcher has given it one. */
  readonly id: string | undefined;
  readonly outcome: Outcome;
  /** In order. */
  readonly tries: readonly Try[];
  /** There when it was ready. */
  readonly agent: Agent | undefined;
  /** Why it was not. */
  readonly error: unknown;
}

/** What became of a burst. Its counts add up to the agents wanted. */
export interface BurstSummary {
  /** In the order in which they were wanted. */
  readonly jobs: readonly JobReport[];
  readonly counts: Readonly<Record<Outcome, number>>;
  /** Starts, those that failed included. */
  readonly tries: number;
  /** From the call to the last agent that was ready, in milliseconds; undefined where none was. */
  readonly lastReadyMs: number | undefined;
  /** From the call to the last outcome. */
  readonly elapsedMs: number;
  /** Why the burst was halted, if it was. */
  readonly halted: string | undefined;
  /** How long starts of the spawner were held during the burst because its host was loaded. */
  readonly heldMs: number;
}

/** How many had each outcome. */
export function countOutcomes(outcomes: Iterable<Outcome>): Record<Outcome, number> {
  const counts = { ready: 0, failed: 0, aborted: 0, halted: 0, 'done before': 0 };
  for (const outcome of outcomes) counts[outcome]++;
  return counts;
}
