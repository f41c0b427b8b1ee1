import type { Agent } from '../agent/agent.ts';
import type { AgentSighting } from './roster.ts';
import type { AgentSpec } from './spec.ts';

export interface LaunchOptions {
  /** 1 to 64 letters, digits, dots, dashes, underscores; must not be in use. @default "agent-N" */
  readonly id?: string;
  /** Aborting kills the half-started agent and rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Hears the messages that the agent sends unasked. */
  readonly onMessage?: (payload: unknown) => void;
  /** Hears each line the agent writes to standard error, and to standard output if that is free. */
  readonly onOutput?: (line: string, stream: 'stdout' | 'stderr') => void;
}

export interface LauncherStats {
  readonly launched: number;
  readonly failed: number;
  /** Processes started by this launcher that the kernel has at this moment. */
  readonly live: number;
  /** Connections to the socket that were shown out. */
  readonly refusedConnections: number;
  /** Hellos and frames from an incarnation that had been replaced or given up: dropped, counted. */
  readonly late: number;
}

/** Starts agents from a spec. Where and how is the launcher's affair; what comes out is the same. */
export interface Launcher extends AsyncDisposable {
  readonly name: string;
  /**
   * Starts an agent and resolves when it has said that it is ready. Rejects with `LaunchError`
   * (which phase failed, how the process ended), TypeError for a wrong spec, or the signal's reason;
   * then nothing of its process group is left. What it put into a session of its own goes when the
   * launcher is closed.
   */
  launch(spec: AgentSpec, options?: LaunchOptions): Promise<Agent>;
  /**
   * Every agent whose process has not been seen to end, also while it starts or stops, with what the
   * kernel shows of that process at this moment. Nothing of it is kept: it is looked up at each call.
   */
  sightings(): readonly AgentSighting[];
  stats(): LauncherStats;
  /**
   * Kills what is still running, also what an agent put into a session of its own, and removes what
   * the launcher put on disk. Safe to call twice.
   */
  close(): Promise<void>;
}
