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

/** An agent was alive and of no use: it was killed, and this is the `cause` of its exit. */
export class WedgedError extends Error {
  override readonly name = 'WedgedError';
  readonly agentId: string;

  constructor(agentId: string, because: string) {
    super(`agent ${agentId} is wedged: ${because}`);
    this.agentId = agentId;
  }
}

/** What becomes of a request for which an agent's mailbox has no room. */
export type TurnedAway = 'refused' | 'dropped';

/** An agent's mailbox was full: a new request was refused, or an old one dropped for it. */
export class MailboxFullError extends Error {
  override readonly name = 'MailboxFullError';
  readonly agentId: string;
  readonly most: number;
  readonly mostBytes: number;
  readonly outcome: TurnedAway;

  constructor(agentId: string, most: number, mostBytes: number, outcome: TurnedAway) {
    const room = `${most} requests, ${mostBytes} bytes unread`;
    super(`the mailbox of agent ${agentId} is full (${room}): the request was ${outcome}`);
    this.agentId = agentId;
    this.most = most;
    this.mostBytes = mostBytes;
    this.outcome = outcome;
  }
}

/** An agent was asked for what it did not offer in its hello. It knows nothing of it. */
export class NotOfferedError extends TypeError {
  override readonly name = 'NotOfferedError';
  readonly agentId: string;

  constructor(agentId: string, what: string) {
    super(`agent ${agentId} does not say in its hello that it does \`${what}\``);
    this.agentId = agentId;
  }
}

/** One phrase for how a process ended: "exit code 3", "killed by SIGKILL". */
export function describeExit(exit: AgentExit): string {
  const how = describeEnd(exit);
  return exit.because === undefined ? how : `${how}, after ${exit.because}`;
}

function describeEnd({ code, signal, outOfMemory }: AgentExit): string {
  if (signal !== null) return `killed by ${signal}${outOfMemory ? ', out of memory' : ''}`;
  return code === null ? 'it ended, and nobody saw how' : `exit code ${code}`;
}

function tailOf(exit: AgentExit | undefined): string {
  if (exit === undefined || exit.stderr.length === 0) return '';
  return `\n  last lines of its stderr:\n${exit.stderr.map((line) => `  | ${line}`).join('\n')}`;
}
