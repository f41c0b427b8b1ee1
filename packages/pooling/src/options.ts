import type { Agent, AgentSpec, Clock, Launcher, Random } from '@muster/agent-runtime';
import type { ReadBytes } from './retirement/memory.ts';
import type { RetireOptions } from './retirement/reasons.ts';
import type { PoolEvent } from './telemetry/events.ts';

/** How many agents: always as many, or as many as are asked for within limits. */
export type PoolSize =
  | {
      /** How many agents the pool keeps, idle, leased or starting: 1 to 10000. */
      readonly size: number;
      readonly min?: undefined;
      readonly max?: undefined;
    }
  | {
      /** How many agents are kept although nobody asks for them: 0 to `max`. */
      readonly min: number;
      /** How many there may be: 1 to 10000. */
      readonly max: number;
      readonly size?: undefined;
    };

/**
 * When agents are replaced although they work. Their replacements are started first, so that for a
 * while there may be up to `maxStarting` agents more than `size` or `max`.
 */
export interface RetirementOptions extends RetireOptions {
  /**
   * How much of `afterUses` and `afterMs` is left to chance, 0 to 1, so that agents that were started
   * together do not leave together. @default 0.1
   */
  readonly jitter?: number | undefined;
  /** How often the memory of agents that were used is read. @default 10000 */
  readonly readBytesEveryMs?: number | undefined;
}

/** How an agent is asked whether it is still there. One that does not answer is killed. */
export interface ProbeOptions {
  /** An agent heard of so shortly before is leased unasked. @default 500 */
  readonly bypassMs?: number | undefined;
  /** How often idle agents are asked; never, if absent. */
  readonly everyMs?: number | undefined;
  /** How long an answer may take. @default 1000 */
  readonly deadlineMs?: number | undefined;
}

export type PoolOptions = PoolSize & {
  /** What starts the agents. The pool does not own it: close the pool first, then the launcher. */
  readonly launcher: Launcher;
  /** How to start each agent. */
  readonly spec: AgentSpec;
  /** How many agents may be starting at once. Minimum 1. @default the number of cores */
  readonly maxStarting?: number;
  /**
   * What becomes of an agent after its lease: `reset` asks it to forget and hands it out again,
   * `once` stops it and starts another. @default 'reset'
   */
  readonly reuse?: 'reset' | 'once';
  /** The longest an acquire waits, from the call, when it names no deadline itself. @default 30000 */
  readonly acquireDeadlineMs?: number;
  /** How long an agent may take to start, `beforePool` included; the rest is its spec's. @default 60000 */
  readonly startDeadlineMs?: number;
  /** How long an agent may take to reset before it is replaced. @default 5000 */
  readonly resetDeadlineMs?: number;
  /**
   * How long a lease may last: then its agent is killed as wedged and replaced, and what was asked of
   * it rejects with `AgentExitedError`. Without limit, if absent.
   */
  readonly leaseDeadlineMs?: number;
  /** After how long a lease is reported as forgotten, with the stack of its acquire; never, if absent. */
  readonly leakAfterMs?: number;
  /** How long an agent above `min` may be idle before it is stopped. @default 60000 */
  readonly maxIdleMs?: number;
  /** When agents are replaced although they work; never, if absent. */
  readonly retire?: RetirementOptions;
  /** Whether agents are asked for a sign of life; not, if absent. */
  readonly probe?: ProbeOptions;
  /** How many acquires may wait; one more rejects with `TooManyWaitingError`. @default any number */
  readonly maxWaiting?: number;
  /** What acquires that name the same `tenant` may have at once. @default any number of each */
  readonly perTenant?: {
    /** Leases: who is at this limit is passed over in the queue. */
    readonly leased?: number | undefined;
    /** Acquires that wait; one more rejects with `TooManyWaitingError`. */
    readonly waiting?: number | undefined;
  };
  /**
   * After how many failed starts in a row (those side by side count as one) acquires are told so by
   * `PoolBrokenError` instead of waiting, if the pool has no agent left; then single starts are tried
   * until one succeeds. 1 fails fast. @default 5
   */
  readonly breakAfter?: number;
  /** Runs once an agent is ready, before it is pooled: what all its leases share. Failing fails the start. */
  readonly beforePool?: (agent: Agent) => unknown;
  /**
   * Runs before each lease is given, after its `assign`: what must differ from lease to lease.
   * Failing rejects the acquire, and the agent is replaced.
   */
  readonly afterAssign?: (agent: Agent) => unknown;
  /** Hears what happens. Without it, a broken pool and suspected leaks are warnings of the process. */
  readonly onEvent?: (event: PoolEvent) => void;
  /** Reads what a process and its descendants take. @default PSS, from /proc; absent elsewhere */
  readonly readBytes?: ReadBytes;
  /** @default the process's monotonic clock */
  readonly clock?: Clock;
  /** @default Math.random */
  readonly random?: Random;
};
