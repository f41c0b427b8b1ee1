import type { Agent, AgentStart } from './agent.ts';
import { checkAssignment } from './assignment.ts';
import type { Channel } from '../channel/channel.ts';
import type { Clock } from '../clock.ts';
import { AgentExitedError, NotOfferedError, TaskError, WedgedError } from '../errors.ts';
import { createExchange } from './exchange.ts';
import type { Identity } from '../launchers/identity.ts';
import { EXIT_AFTER_CLOSE_MS, type Lifecycle } from './lifecycle.ts';
import type { MailboxLimits } from './mailbox.ts';
import { checkMilliseconds } from '../milliseconds.ts';
import type { Phases } from './phases.ts';
import type { AgentProcess } from '../process/process.ts';
import {
  type AgentFrame,
  type HelloFrame,
  type PongFrame,
  ProtocolError,
} from '../protocol/frames.ts';
import type { Answer } from './requests.ts';
import { createWatchdogs, type WatchdogLimits } from './watchdogs.ts';

export interface SuperviseOptions {
  readonly identity: Identity;
  readonly process: AgentProcess;
  readonly start: AgentStart;
  readonly lifecycle: Lifecycle;
  readonly channel: Channel;
  readonly phases: Phases;
  readonly hello: HelloFrame;
  readonly limits: SupervisionLimits;
  readonly clock: Clock;
  readonly onMessage: ((payload: unknown) => void) | undefined;
  /** Asked of each frame: does it still come from the current incarnation of this id? */
  readonly isCurrent: () => boolean;
  readonly onLateFrame: () => void;
}

/** What an agent's spec says of how long and how much. */
export interface SupervisionLimits extends WatchdogLimits {
  readonly cancelGraceMs: number;
  readonly maxFrameBytes: number;
  readonly mailbox: MailboxLimits;
}

/** Requests count from 1, so that this is nobody's. */
const HEARTBEAT_ID = 0;

/** The handle of an agent that has become ready. */
export function supervise(options: SuperviseOptions): Agent {
  const { identity, lifecycle, channel, clock, hello, limits } = options;
  const watchdogs = createWatchdogs({
    ...limits,
    agentId: identity.id,
    clock,
    beat: () => channel.send({ type: 'ping', id: HEARTBEAT_ID }),
    onWedged,
  });
  const exchange = createExchange({
    ...limits,
    agentId: identity.id,
    lifecycle,
    channel,
    onOwed: (answers) => watchdogs.owes(answers),
  });
  let seenAtMs = options.phases.readyAtMs;
  let vitals: Pick<PongFrame, 'lagMs' | 'rssBytes'> = {};

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
    watchdogs.end();
    if (exchange.unanswered > 0) exchange.failAll(new AgentExitedError(identity.id, exit));
    channel.destroy();
  });

  function receive(frame: AgentFrame): void {
    seenAtMs = clock.now();
    watchdogs.heard(frame.type);
    switch (frame.type) {
      case 'result':
        return settle(frame.type, frame.id, { value: frame.value });
      case 'error':
        return settle(frame.type, frame.id, {
          error: new TaskError(identity.id, frame.message, frame.name),
        });
      case 'pong':
        vitals = frame;
        if (frame.id === HEARTBEAT_ID && watchdogs.answered()) return;
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
    if (!exchange.settle(type, id, answer)) {
      outOfOrder(`${type} for ${id}, which waits for no ${type}`);
    }
  }

  function deliver(seq: number, payload: unknown): void {
    // In a turn of its own: a listener that throws must not tear the reading of other frames. It is
    // acknowledged only when it has been heard.
    queueMicrotask(() => {
      options.onMessage?.(payload);
      channel.send({ type: 'ack', seq });
      // The mailbox bounds what callers ask; how much is acknowledged, the agent decides.
      const { unreadBytes } = channel;
      if (unreadBytes > limits.mailbox.mostBytes + limits.maxFrameBytes) {
        onWedged(new WedgedError(identity.id, `leaves ${unreadBytes} bytes unread`));
      }
    });
  }

  function outOfOrder(detail: string): never {
    throw new ProtocolError('out of order', detail);
  }

  function onWedged(error: WedgedError): void {
    void lifecycle.kill(error.message, error);
  }

  const stop: Agent['stop'] = async ({ graceMs = 1_000 } = {}) => {
    checkMilliseconds('graceMs', graceMs);
    watchdogs.end();
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
    origin: hello.origin,
    exited: lifecycle.exited,
    get state() {
      return lifecycle.state;
    },
    get health() {
      return { seenAtMs, lagMs: vitals.lagMs, rssBytes: vitals.rssBytes };
    },
    get unanswered() {
      return exchange.unanswered;
    },
    get awaited() {
      return exchange.awaited;
    },
    run: (payload, requestOptions) =>
      exchange.ask('task', (id) => ({ type: 'task', id, payload }), requestOptions),
    send: async (payload, requestOptions) => {
      await exchange.ask(
        'message',
        (id) => ({ type: 'message', seq: id, payload }),
        requestOptions,
      );
    },
    ping: async (requestOptions) => {
      const sentAtMs = clock.now();
      await exchange.ask('ping', (id) => ({ type: 'ping', id }), requestOptions);
      return clock.now() - sentAtMs;
    },
    assign: async (assignment, requestOptions) => {
      const checked = checkAssignment(assignment);
      if (!hello.does?.includes('assign')) throw new NotOfferedError(identity.id, 'assign');
      await exchange.ask('assign', (id) => ({ type: 'assign', id, ...checked }), requestOptions);
    },
    reset: async (requestOptions) => {
      await exchange.ask('reset', (id) => ({ type: 'reset', id }), requestOptions);
    },
    stop,
    kill: (because = 'kill') => lifecycle.kill(because),
    [Symbol.asyncDispose]: async () => {
      await stop();
    },
  };
}
