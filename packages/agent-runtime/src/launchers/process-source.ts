import type { Duplex } from 'node:stream';
import type { AgentStart } from '../agent/agent.ts';
import type { OrphanGuard } from '../process/orphan-guard.ts';
import type { AgentProcess } from '../process/process.ts';
import type { Identity } from './identity.ts';
import type { ParsedSpec } from './spec.ts';

/** What a launcher adds to what all have in common: how a process comes to be. */
export interface ProcessSource {
  /**
   * Starts a process that leads a session and group of its own. Rejects with the system's error when
   * there is none; the launch then fails with `LaunchError` in phase `spawn`. It must settle by
   * itself: an aborted launch, and a launcher that is closed, wait for it to end what it started.
   */
  start(request: StartRequest): Promise<StartedProcess>;
  /** Called once, when all agents are dead and before the guard of the run is closed. */
  close(): Promise<void>;
}

/** One start that is wanted of a source. */
export interface StartRequest {
  readonly spec: ParsedSpec;
  readonly identity: Identity;
  /** The whole environment: the allowlist, the spec's own, Muster's; no variable names a channel. */
  readonly env: Readonly<Record<string, string>>;
  /** Starts it as a fresh process after all. `because` is shown on the agent's handle. */
  cold(because?: string): Promise<StartedProcess>;
}

/** A process that lives, and the way to speak to it. */
export interface StartedProcess {
  readonly process: AgentProcess;
  /**
   * The agent's own stream, where the source made one; it is destroyed when the process has ended.
   * Without it a module is expected at the run's socket, a command on its standard streams.
   */
  readonly channel?: Duplex | undefined;
  readonly start: AgentStart;
  /** Says that somebody else already ends this group with the coordinator: the run's guard need not. */
  readonly guarded?: boolean | undefined;
}

/** What a source is given of the run it works for. */
export interface LauncherRun {
  /** Marks, as MUSTER_RUN, every process that the guard must find. */
  readonly token: string;
  /** Of mode 0700; removed with the run. */
  readonly directory: string;
  readonly guard: OrphanGuard;
  /** The `--conditions` flags that every Node process of the run must be given. */
  readonly conditions: readonly string[];
}
