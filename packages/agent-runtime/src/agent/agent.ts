import type { Assignment, Origin } from '../protocol/frames.ts';
import type { Phases } from './phases.ts';
import type { AgentState } from './state.ts';

/**
 * How an agent's process ended. Where both `code` and `signal` are null it ended and nobody could see
 * how: the one process the kernel would have told, its parent, was gone before.
 */
export interface AgentExit {
  /** The exit code; null when a signal ended it. */
  readonly code: number | null;
  /** What ended it; null when it left by itself. */
  readonly signal: NodeJS.Signals | null;
  /**
   * Whether the kernel killed it for want of memory; null where nobody can tell. True for a SIGKILL that
   * the coordinator did not send while its cgroup counted such a kill that no other exit accounts for.
   */
  readonly outOfMemory: boolean | null;
  /** What the coordinator did or saw that led to it ("a missed deadline", "stop"), where it knows. */
  readonly because: string | undefined;
  /** The error behind `because`, where there was one. */
  readonly cause: unknown;
  /** The last lines the agent wrote to standard error, oldest first. */
  readonly stderr: readonly string[];
}

/** How an agent's process came to be, and, where it could have come to be otherwise, why not. */
export type AgentStart =
  | { readonly kind: 'cold'; readonly because?: string | undefined }
  | { readonly kind: 'forked' };

export interface RequestOptions {
  /** Aborting rejects with the signal's reason at once and cancels the work in the agent. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Milliseconds from the call to the answer, up to 2^31 - 1; no limit when absent. When it passes, the call rejects
   * with `DeadlineError`. A task or reset is then cancelled, and an agent that does not let go of it
   * within its spec's `cancelGraceMs` is killed, so that a deadline really ends the work; nobody works
   * on a ping or a message, so there only the waiting ends.
   */
  readonly deadlineMs?: number | undefined;
}

export interface StopOptions {
  /** Milliseconds an agent gets to leave by itself, and again after SIGTERM. @default 1000 */
  readonly graceMs?: number;
}

/** What was last heard of an agent's health. */
export interface AgentHealth {
  /** When it last said anything, on the launcher's clock. */
  readonly seenAtMs: number;
  /**
   * The longest its event loop had kept anything waiting, in milliseconds, between its last two answers
   * to pings and heartbeats; undefined for an agent that does not say.
   */
  readonly lagMs: number | undefined;
  /** Its resident memory at its last answer, where it says. */
  readonly rssBytes: number | undefined;
}

/** A ready agent process, as its coordinator holds it. */
export interface Agent extends AsyncDisposable {
  readonly id: string;
  /** Which start this is: larger than that of every agent its launcher started before. */
  readonly incarnation: number;
  readonly pid: number;
  readonly state: AgentState;
  readonly phases: Phases;
  /** How its process came to be, and why not otherwise. */
  readonly start: AgentStart;
  /** Whether the agent's Muster code ran from sources or built; undefined for foreign agents. */
  readonly origin: Origin | undefined;
  readonly health: AgentHealth;
  /** Requests (tasks, messages, assignments, resets, pings) without an answer yet, cancelled ones included. */
  readonly unanswered: number;
  /** Of these, the work that somebody still waits for: no pings, nothing cancelled or past its deadline. */
  readonly awaited: number;
  /** Settles, and never rejects, when the process is gone and its group with it. */
  readonly exited: Promise<AgentExit>;

  /**
   * Gives the agent a task and resolves with its result. Rejects with `TaskError` when the agent
   * says so, `AgentExitedError` when it dies first (or was leaving already), `DeadlineError`, the
   * signal's reason, TypeError for a payload that is no JSON or exceeds `maxFrameBytes`, or
   * `MailboxFullError` as the spec's `mailbox` says.
   */
  run(payload?: unknown, options?: RequestOptions): Promise<unknown>;
  /** Sends a message; resolves when the agent has acknowledged it. */
  send(payload: unknown, options?: RequestOptions): Promise<void>;
  /** Resolves with the round trip in milliseconds. */
  ping(options?: RequestOptions): Promise<number>;
  /**
   * Tells the agent who it is to be from now on, and resolves when it is: variables and working
   * directory are set and its `onAssign` has returned. Rejects as `run` does, and with
   * `NotOfferedError` at once when the agent did not say in its hello that it can be assigned.
   */
  assign(assignment: Assignment, options?: RequestOptions): Promise<void>;
  /**
   * Asks the agent to forget what its last user left, its assignment too; resolves when it has. What
   * was cancelled and is not let go of yet is waited for first.
   */
  reset(options?: RequestOptions): Promise<void>;
  /** Asks it to leave, then SIGTERM, then SIGKILL: each after `graceMs`, to the whole group. */
  stop(options?: StopOptions): Promise<AgentExit>;
  /** SIGKILL to the whole group, at once. */
  kill(because?: string): Promise<AgentExit>;
}
