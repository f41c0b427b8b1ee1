import type { AgentExit } from './agent/agent.ts';

/** How far a start had come when it failed. */
export type LaunchPhase = 'spawn' | 'hello' | 'ready';

/** An agent did not become ready. Its process, if there was one, is gone when this is thrown. */
export class LaunchError extends Error {
  override readonly name = 'LaunchError';
  readonly agentId: string;
  readonly phase: LaunchPhase;
  /** How the process ended; absent when none was started. */
  readonly exit: AgentExit | undefined;

  constructor(
    agentId: string,
    phase: LaunchPhase,
    because: string,
    exit?: AgentExit,
    cause?: unknown,
  ) {
    super(`agent ${agentId} did not become ready (${phase}): ${because}${tailOf(exit)}`, { cause });
    this.agentId = agentId;
    this.phase = phase;
    this.exit = exit;
  }
}

/** The agent's process ended while somebody was waiting for it. */
export class AgentExitedError extends Error {
  override readonly name = 'AgentExitedError';
  readonly agentId: string;
  readonly exit: AgentExit;

  constructor(agentId: string, exit: AgentExit) {
    super(`agent ${agentId} is gone: ${describeExit(exit)}${tailOf(exit)}`, { cause: exit.cause });
    this.agentId = agentId;
    this.exit = exit;
  }
}

/** The agent answered a task with an error of its own. The agent itself goes on. */
export class TaskError extends Error {
  override readonly name = 'TaskError';
  readonly agentId: string;
  /** The name of the error inside the agent, where it gave one. */
  readonly remoteName: string | undefined;

  constructor(agentId: string, message: string, remoteName?: string) {
    super(message);
    this.agentId = agentId;
    this.remoteName = remoteName;
  }
}

/** A request to an agent had no answer in time. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
  readonly deadlineMs: number;

  constructor(waitedFor: string, deadlineMs: number) {
    super(`${waitedFor}: no answer within ${deadlineMs} ms`);
    this.deadlineMs = deadlineMs;
  }
}

/** One phrase for how a process ended: "exit code 3", "killed by SIGKILL". */
export function describeExit(exit: AgentExit): string {
  const how = describeEnd(exit);
  return exit.because === undefined ? how : `${how}, after ${exit.because}`;
}

function describeEnd({ code, signal }: AgentExit): string {
  if (signal !== null) return `killed by ${signal}`;
  return code === null ? 'it ended, and nobody saw how' : `exit code ${code}`;
}

function tailOf(exit: AgentExit | undefined): string {
  if (exit === undefined || exit.stderr.length === 0) return '';
  return `\n  last lines of its stderr:\n${exit.stderr.map((line) => `  | ${line}`).join('\n')}`;
}
