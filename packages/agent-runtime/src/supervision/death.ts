import type { AgentExit } from '../agent/agent.ts';
import { AgentExitedError, LaunchError } from '../errors.ts';

/** A child's agent ended unasked, or did not become ready. */
export interface Death {
  readonly childId: string;
  /** On the supervisor's clock. */
  readonly atMs: number;
  /** Code, signal, want of memory, last words; undefined when no process was started. */
  readonly exit: AgentExit | undefined;
  /** `AgentExitedError`, or what the launch rejected with. */
  readonly error: unknown;
}

/** The death that this error tells of. */
export function deathOf(childId: string, atMs: number, error: unknown): Death {
  const tellsExit = error instanceof AgentExitedError || error instanceof LaunchError;
  return { childId, atMs, exit: tellsExit ? error.exit : undefined, error };
}

/** Its reason in a line: the last words are left to `error`. */
export function describeDeath({ error }: Death): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n', 1)[0]!;
}
