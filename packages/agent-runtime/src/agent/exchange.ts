import type { RequestOptions } from './agent.ts';
import type { Channel } from '../channel/channel.ts';
import { AgentExitedError, type MailboxFullError } from '../errors.ts';
import type { Lifecycle } from './lifecycle.ts';
import { createMailbox, type MailboxLimits } from './mailbox.ts';
import { checkMilliseconds } from '../milliseconds.ts';
import type { AgentFrame, CoordinatorFrame } from '../protocol/frames.ts';
import { type Answer, createRequests, type RequestKind } from './requests.ts';

export interface ExchangeOptions {
  readonly agentId: string;
  readonly lifecycle: Lifecycle;
  readonly channel: Channel;
  readonly cancelGraceMs: number;
  readonly mailbox: MailboxLimits;
  /** Hears how many answers the agent owes, each time that may have changed. */
  readonly onOwed: (answers: number) => void;
}

/** What one agent is asked, and how its answers find whoever asked. */
export interface Exchange {
  /** Asks with the frame of the number that it is given. Settles as `Agent.run` does. */
  ask(
    kind: RequestKind,
    frame: (id: number) => CoordinatorFrame,
    options?: RequestOptions,
  ): Promise<unknown>;
  /** Takes an answer. False when this was not to be answered, or not so. */
  settle(type: AgentFrame['type'], id: number, answer: Answer): boolean;
  /** Rejects all that has no answer. */
  failAll(error: unknown): void;
  readonly unanswered: number;
  readonly awaited: number;
}

/** Which frames may answer which request. */
const ANSWERS: Readonly<Record<RequestKind, readonly AgentFrame['type'][]>> = {
  task: ['result', 'error'],
  assign: ['result', 'error'],
  reset: ['result', 'error'],
  ping: ['pong'],
  message: ['ack'],
};

/** The exchange with an agent that is ready. Requests are numbered from 1. */
export function createExchange(options: ExchangeOptions): Exchange {
  const { agentId, lifecycle, channel, cancelGraceMs, onOwed } = options;
  const requests = createRequests();
  const mailbox = createMailbox({
    ...options.mailbox,
    agentId,
    write: (line) => channel.write(line),
    isBlocked: () => channel.isBlocked,
    turnAway,
  });
  /** Resets that wait until the agent has let go of what nobody waits for. */
  const held = new Set<number>();
  let newestDropped = -1;
  channel.onDrain(() => mailbox.drained());

  async function ask(
    kind: RequestKind,
    frame: (id: number) => CoordinatorFrame,
    { signal, deadlineMs }: RequestOptions = {},
  ): Promise<unknown> {
    signal?.throwIfAborted();
    if (deadlineMs !== undefined) checkMilliseconds('deadlineMs', deadlineMs);
    const { state } = lifecycle;
    if (state.kind === 'exited') throw new AgentExitedError(agentId, state.exit);
    const what = `${kind} of agent ${agentId}`;
    const { id, answer } = requests.open(kind, what, { signal, deadlineMs }, cancel);
    onOwed(requests.size);
    // One that is on its way out is asked nothing more: its exit will settle the request.
    if (state.kind !== 'ready') return answer;
    if (kind === 'reset') holdBack(id, () => post(kind, id, frame(id)));
    else post(kind, id, frame(id));
    return answer;
  }

  /** What is still being worked on cannot be forgotten; an agent that does not let go of it is killed. */
  function holdBack(id: number, send: () => void): void {
    held.add(id);
    requests.onceNoneAbandoned(() => {
      if (held.delete(id) && lifecycle.state.kind === 'ready') send();
    });
  }

  function settle(type: AgentFrame['type'], id: number, answer: Answer): boolean {
    const kind = requests.kindOf(id);
    if (kind !== undefined && ANSWERS[kind].includes(type)) {
      close(id, answer);
      return true;
    }
    // What was dropped when the agent had it already, it acknowledges all the same.
    return kind === undefined && type === 'ack' && id <= newestDropped;
  }

  function close(id: number, answer: Answer): void {
    requests.settle(id, answer);
    mailbox.answered(id);
    onOwed(requests.size);
  }

  function post(kind: RequestKind, id: number, frame: CoordinatorFrame): void {
    let line: string;
    try {
      line = channel.encode(frame);
    } catch (cause) {
      const field = kind === 'assign' ? 'assignment' : 'payload';
      const because = cause instanceof Error ? cause.message : String(cause);
      const error = new TypeError(`\`${field}\` cannot be sent: ${because}`, { cause });
      return close(id, { error });
    }
    if (kind === 'task' || kind === 'message') mailbox.put(id, line);
    else channel.write(line);
  }

  function turnAway(id: number, error: MailboxFullError, given: boolean): void {
    if (given && requests.kindOf(id) === 'task') return requests.abandon(id, error);
    if (given) newestDropped = Math.max(newestDropped, id);
    close(id, { error });
  }

  function cancel(id: number, error: unknown): void {
    const kind = requests.kindOf(id);
    if (mailbox.withdraw(id) || held.delete(id)) return close(id, { error });
    // Nobody works on a ping or a message: an agent too busy to answer in time is not at fault, and
    // its late answer is welcome.
    if (kind === 'ping' || kind === 'message') return;
    if (lifecycle.state.kind !== 'ready') return close(id, { error });
    channel.send({ type: 'cancel', id });
    void requests.answeredWithin(id, cancelGraceMs).then((answered) => {
      if (!answered) void lifecycle.kill('it held on to cancelled work', error);
    });
  }

  return {
    ask,
    settle,
    failAll: (error) => requests.failAll(error),
    get unanswered() {
      return requests.size;
    },
    get awaited() {
      return requests.awaited();
    },
  };
}
