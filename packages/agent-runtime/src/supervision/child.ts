import type { Agent, AgentExit } from '../agent/agent.ts';
import { AgentExitedError } from '../errors.ts';
import type { Launcher } from '../launchers/launcher.ts';
import { isAlive, markProcess, type ProcessMark } from '../process/process-mark.ts';
import type { ParsedChild } from './options.ts';
import type { Restart } from './restart.ts';
import type { ChildState, SupervisorEvent } from './supervisor.ts';

export interface ChildOptions {
  readonly launcher: Launcher;
  /** Aborted when the supervisor ends: no start outlives that. */
  readonly signal: AbortSignal;
  readonly emit: (event: SupervisorEvent) => void;
  /** Its agent ended, and nobody had stopped it. */
  readonly onExit: (child: Child, exit: AgentExit) => void;
}

/** One child of a supervisor, through all its incarnations. */
export interface Child {
  readonly id: string;
  readonly restart: Restart;
  readonly starts: number;
  /** Counts its starts and stops: what happened in an earlier turn is no news. */
  readonly turn: number;
  /** Resolves when it is ready. Rejects with what the launch rejects with. */
  start(): Promise<void>;
  /** Ends its agent, if it has one. */
  stop(): Promise<void>;
  /** Its agent, now or when it is ready again. */
  ready(signal: AbortSignal | undefined): Promise<Agent>;
  /** Whoever waits for its agent, or asks for it later, is refused with `why`. */
  finish(as: 'ended' | 'parked', why: unknown): void;
  /** What there is of it, by the operating system's account, then by what is planned. */
  state(): ChildState;
}

/** A child that waits for its first start. */
export function createChild(spec: ParsedChild, options: ChildOptions): Child {
  const { id, restart } = spec;
  const { emit, signal: ending } = options;
  const waiters = new Set<PromiseWithResolvers<Agent>>();
  let held: { readonly agent: Agent; readonly mark: ProcessMark } | undefined;
  let finished: { readonly as: 'ended' | 'parked'; readonly why: unknown } | undefined;
  let isStarting = false;
  let [turn, starts] = [0, 0];

  async function start(): Promise<void> {
    const mine = ++turn;
    finished = undefined;
    isStarting = true;
    const launched = options.launcher.launch(spec.spec, { ...spec.hooks, id, signal: ending });
    const agent = await launched.finally(() => (isStarting = false));
    starts++;
    held = { agent, mark: markProcess(agent.pid) };
    emit({ kind: 'started', childId: id, agent });
    for (const waiter of waiters) waiter.resolve(agent);
    waiters.clear();
    void agent.exited.then((exit) => {
      if (turn === mine) options.onExit(child, exit);
    });
  }

  async function stop(): Promise<void> {
    turn++;
    if (held === undefined || held.agent.state.kind === 'exited') return;
    const exit = await held.agent.stop({ graceMs: spec.stopGraceMs });
    emit({ kind: 'stopped', childId: id, exit });
    if (restart === 'temporary') finish('ended', new AgentExitedError(id, exit));
  }

  function finish(as: 'ended' | 'parked', why: unknown): void {
    finished ??= { as, why };
    for (const waiter of waiters) waiter.reject(why);
    waiters.clear();
  }

  async function ready(signal: AbortSignal | undefined): Promise<Agent> {
    signal?.throwIfAborted();
    if (finished !== undefined) throw finished.why;
    if (held?.agent.state.kind === 'ready') return held.agent;
    const waiter = Promise.withResolvers<Agent>();
    const leave = (): void => {
      waiters.delete(waiter);
      waiter.reject(signal?.reason);
    };
    waiters.add(waiter);
    signal?.addEventListener('abort', leave, { once: true });
    try {
      return await waiter.promise;
    } finally {
      signal?.removeEventListener('abort', leave);
    }
  }

  function state(): ChildState {
    if (held !== undefined && held.agent.state.kind !== 'exited' && isAlive(held.mark)) {
      const { pid, incarnation, state: of } = held.agent;
      return { kind: of.kind === 'ready' ? 'running' : 'stopping', pid, incarnation };
    }
    if (isStarting) return { kind: 'starting' };
    return finished === undefined ? { kind: 'waiting' } : { kind: finished.as, why: finished.why };
  }

  const child: Child = {
    id,
    restart,
    get starts() {
      return starts;
    },
    get turn() {
      return turn;
    },
    start,
    stop,
    ready,
    finish,
    state,
  };
  return child;
}
