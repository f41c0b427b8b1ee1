import type { Agent, AgentStart, RequestOptions } from './agent.ts';
import type { Channel } from '../channel/channel.ts';
import type { Clock } from '../clock.ts';
import { AgentExitedError, TaskError } from '../errors.ts';
import type { Identity } from '../launchers/identity.ts';
import { EXIT_AFTER_CLOSE_MS, type Lifecycle } from './lifecycle.ts';
import { checkMilliseconds } from '../milliseconds.ts';
import type { Phases } from './phases.ts';
import type { AgentProcess } from '../process/process.ts';
import {
  type AgentFrame,
  type CoordinatorFrame,
  type Origin,
  ProtocolError,
} from '../protocol/frames.ts';
import { type Answer, createRequests, type RequestKind } from './requests.ts';

export interface SuperviseOptions {
  readonly identity: Identity;
  readonly process: AgentProcess;
  readonly start: AgentStart;
  readonly lifecycle: Lifecycle;
  readonly channel: Channel;
  readonly phases: Phases;
  readonly origin: Origin | undefined;
  readonly cancelGraceMs: number;
  readonly clock: Clock;
  readonly onMessage: ((payload: unknown) => void) | undefined;
  /** Asked of each frame: does it still come from the current incarnation of this id? */
  readonly isCurrent: () => boolean;
  readonly onLateFrame: () => void;
}

/** Which frames may answer which request. */
const ANSWERS: Readonly<Record<RequestKind, readonly AgentFrame['type'][]>> = {
  task: ['result', 'error'],
  reset: ['result', 'error'],
  ping: ['pong'],
  message: ['ack'],
};

/** The handle of an agent that has become ready. */
export function supervise(options: SuperviseOptions): Agent {
  const { identity, lifecycle, channel, clock } = options;
  const requests = createRequests();

  channel.listen((frame) => {
    if (!options.isCurrent()) options.onLateFrame();
    else if (lifecycle.state.kind !== 'exited') receive(frame);
  });
  void channel.ended.then(async (fault) => {
    // Without a channel the agent is of no use. One that is dying closes it first, and its own exit
    // is the better story, so it gets a moment; what is still there then is killed, not left behind.
    if (fault === undefined) await lifecycle.settle(EXIT_AFTER_CLOSE_MS);
    if (lifecycle.state.kind === 'ready') {
      void lifecycle.kill(fault?.message ?? 'its channel closed', fault);
    }
  });
  void lifecycle.exited.then((exit) => {
    if (requests.size > 0) requests.failAll(new AgentExitedError(identity.id, exit));
    channel.destroy();
  });

  function receive(frame: AgentFrame): void {
    switch (frame.type) {
      case 'result':
        return settle(frame.type, frame.id, { value: frame.value });
      case 'error':
        return settle(frame.type, frame.id, {
          error: new TaskError(identity.id, frame.message, frame.name),
        });
      case 'pong':
        return settle(frame.type, frame.id, { value: undefined });
      case 'ack':
        return settle(frame.type, frame.seq, { value: undefined });
      case 'message':
        return deliver(frame.seq, frame.payload);
      case 'hello':
      case 'ready':
        return outOfOrder(`${frame.type} from an agent that is ready`);
    }
  }

  function settle(type: AgentFrame['type'], id: number, answer: Answer): void {
    const kind = requests.kindOf(id);
    if (kind !== undefined && ANSWERS[kind].includes(type)) requests.settle(id, answer);
    else outOfOrder(`${type} for ${id}, which waits for no ${type}`);
  }

  function deliver(seq: number, payload: unknown): void {
    // In a turn of its own: a listener that throws must not tear the reading of other frames. It is
    // acknowledged only when it has been heard.
    queueMicrotask(() => {
      options.onMessage?.(payload);
      channel.send({ type: 'ack', seq });
    });
  }

  function outOfOrder(detail: string): void {
    const fault = new ProtocolError('out of order', detail);
    void lifecycle.kill(fault.message, fault);
  }

  async function request(
    kind: RequestKind,
    frame: (id: number) => CoordinatorFrame,
    { signal, deadlineMs }: RequestOptions = {},
  ): Promise<unknown> {
    signal?.throwIfAborted();
    if (deadlineMs !== undefined) checkMilliseconds('deadlineMs', deadlineMs);
    const { state } = lifecycle;
    if (state.kind === 'exited') throw new AgentExitedError(identity.id, state.exit);
    const what = `${kind} of agent ${identity.id}`;
    const { id, answer } = requests.open(kind, what, { signal, deadlineMs }, cancel);
    // One that is on its way out is asked nothing more: its exit will settle the request.
    if (state.kind === 'ready') post(id, frame(id));
    return answer;
  }

  function post(id: number, frame: CoordinatorFrame): void {
    try {
      channel.send(frame);
    } catch (cause) {
      const because = cause instanceof Error ? cause.message : String(cause);
      const error = new TypeError(`\`payload\` cannot be sent: ${because}`, { cause });
      requests.settle(id, { error });
    }
  }

  function cancel(id: number, error: unknown): void {
    // Nobody works on a ping or a message: an agent too busy to answer in time is not at fault, and
    // its late answer is welcome.
    const kind = requests.kindOf(id);
    if (kind === 'ping' || kind === 'message') return;
    if (lifecycle.state.kind !== 'ready') {
      requests.settle(id, { error });
      return;
    }
    channel.send({ type: 'cancel', id });
    void requests.answeredWithin(id, options.cancelGraceMs).then((answered) => {
      if (!answered) void lifecycle.kill('it held on to cancelled work', error);
    });
  }

  const stop: Agent['stop'] = async ({ graceMs = 1_000 } = {}) => {
    checkMilliseconds('graceMs', graceMs);
    if (lifecycle.state.kind === 'ready') channel.send({ type: 'stop' });
    channel.finish();
    return lifecycle.stop(graceMs);
  };

  return {
    id: identity.id,
    incarnation: identity.incarnation,
    pid: options.process.pid,
    phases: options.phases,
    start: options.start,
    origin: options.origin,
    exited: lifecycle.exited,
    get state() {
      return lifecycle.state;
    },
    get unanswered() {
      return requests.size;
    },
    run: (payload, requestOptions) =>
      request('task', (id) => ({ type: 'task', id, payload }), requestOptions),
    send: async (payload, requestOptions) => {
      await request('message', (id) => ({ type: 'message', seq: id, payload }), requestOptions);
    },
    ping: async (requestOptions) => {
      const sentAtMs = clock.now();
      await request('ping', (id) => ({ type: 'ping', id }), requestOptions);
      return clock.now() - sentAtMs;
    },
    reset: async (requestOptions) => {
      await request('reset', (id) => ({ type: 'reset', id }), requestOptions);
    },
    stop,
    kill: (because = 'kill') => lifecycle.kill(because),
    [Symbol.asyncDispose]: async () => {
      await stop();
    },
  };
}
