import type { Agent, AgentExit } from '../agent/agent.ts';
import type { Death } from './death.ts';
import type { EscalationError } from './escalation-error.ts';

/** What there is of a child. A process is only spoken of while the kernel has it. */
export type ChildState =
  /** For its turn to start, or for the pause before its restart. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'running'; readonly pid: number; readonly incarnation: number }
  /** It still has a process, which is on its way out. */
  | { readonly kind: 'stopping'; readonly pid: number; readonly incarnation: number }
  /** It has no process and gets none: it was not to be restarted, or its supervisor was closed. */
  | { readonly kind: 'ended'; readonly why: unknown }
  /** It has no process and gets none: its supervisor gave up. */
  | { readonly kind: 'parked'; readonly why: unknown };

/** A child as it is at this moment. */
export interface ChildView {
  readonly id: string;
  readonly state: ChildState;
  /** Starts after the first that made it ready. */
  readonly restarts: number;
  /** The last time it died unasked; undefined when it never did. */
  readonly lastDeath: Death | undefined;
}

/** What happened, told in order and after the fact. */
export type SupervisorEvent =
  | { readonly kind: 'started'; readonly childId: string; readonly agent: Agent }
  /** Its agent ended unasked, or did not become ready again. */
  | { readonly kind: 'died'; readonly childId: string; readonly death: Death }
  /** After a death: those that go with it are stopped, and all are started after a pause. */
  | { readonly kind: 'restarting'; readonly childId: string; readonly pauseMs: number }
  | { readonly kind: 'stopped'; readonly childId: string; readonly exit: AgentExit }
  /** The supervisor gave up: every child is being stopped, and none will be started again. */
  | { readonly kind: 'parked'; readonly error: EscalationError };

/** Keeps its children alive, within limits. */
export interface Supervisor extends AsyncDisposable {
  /**
   * The agent of a child, at once when it is ready, otherwise when it is again. Rejects with
   * `EscalationError` when the supervisor gave up, `AgentExitedError` when the child has ended and is
   * not to be restarted, the reason of an aborted signal, an Error when the supervisor is closed, and
   * TypeError when there is no such child.
   */
  agent(childId: string, options?: { readonly signal?: AbortSignal | undefined }): Promise<Agent>;
  /** Its children in their order. Reads a file of /proc for each: no call for a hot path. */
  children(): readonly ChildView[];
  /**
   * Settles, and never rejects, when it was closed or gave up and no child is left: then with the
   * error. Not for want of children that are to be restarted, as in OTP without `auto_shutdown`.
   */
  readonly ended: Promise<EscalationError | undefined>;
  /**
   * Cancels what is starting or waits for it, and stops the others, last first, one after the other:
   * each within twice its `stopGraceMs`, by force after that. Safe to call twice.
   */
  close(): Promise<void>;
}
