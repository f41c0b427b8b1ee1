import type { Agent, Assignment } from '@muster/agent-runtime';
import type { Lease } from './leasing/lease.ts';
import type { PoolStats, PoolTimes } from './telemetry/stats.ts';

export interface AcquireOptions {
  /** Aborting leaves the queue and rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** From the call, not from the queue's head. @default the pool's `acquireDeadlineMs` */
  readonly deadlineMs?: number | undefined;
  /** Who waits with a higher one is served first, and at the same, who came first. @default 0 */
  readonly priority?: number | undefined;
  /** On whose behalf: what `perTenant` limits is counted by this name. */
  readonly tenant?: string | undefined;
  /**
   * Who the agent is while it is leased: it is told before the lease is given, and forgets it in the
   * reset after. An agent that refuses it is given back; the acquire rejects with its error.
   */
  readonly assign?: Assignment | undefined;
}

export interface CloseOptions {
  /** How long leases may still be held before their agents are killed. @default 5000 */
  readonly deadlineMs?: number | undefined;
}

/** Agents that were started ahead, handed out one lease at a time. */
export interface Pool extends AsyncDisposable {
  /**
   * Leases an agent: an idle one at once, else the next that comes free or comes up, first come
   * first served. Rejects with `AcquireDeadlineError`, `TooManyWaitingError`, `PoolBrokenError`,
   * `PoolClosedError`, the signal's reason, or what the agent said to its assignment.
   */
  acquire(options?: AcquireOptions): Promise<Lease>;
  /**
   * Resolves when the pool has its least number of agents ready; rejects when a start fails before
   * that, or an agent dies within a second of being ready.
   */
  filled(): Promise<void>;
  stats(): PoolStats;
  /** How long waits, starts and uses took since the pool was created. */
  times(): PoolTimes;
  /** The agents it has now, idle, leased or resetting: for measuring what they cost. */
  agents(): readonly Agent[];
  /** Hands out and starts nothing until `resume`: acquires wait, leases go on. Their deadlines run. */
  pause(): void;
  resume(): void;
  /** Replaces every agent it has now: idle ones at once, others when they come back. */
  evictAll(): void;
  /**
   * Turns waiters away, stops idle agents, waits for leases until the deadline, then kills. Called
   * again, it waits for the first close, whose deadline holds.
   */
  close(options?: CloseOptions): Promise<void>;
}
