import type { AgentExit } from './agent.ts';
import type { OomKills } from '../host/oom-kills.ts';
import type { AgentProcess } from '../process/process.ts';
import { type AgentState, move } from './state.ts';
import type { Tail } from '../process/tail.ts';

/** How long a process that closed its channel may take to be seen as ended. */
export const EXIT_AFTER_CLOSE_MS = 250;

/** The life of one process from spawn to exit: its state, how it is ended, how it ended. */
export interface Lifecycle {
  readonly state: AgentState;
  readonly exited: Promise<AgentExit>;
  /** Resolves when it has exited, or after `ms`. */
  settle(ms: number): Promise<boolean>;
  /** Records a step of the handshake. */
  advance(kind: 'hello' | 'ready'): void;
  /** SIGKILL to the group, at once. The first reason given is the one that is reported. */
  kill(because: string, cause?: unknown): Promise<AgentExit>;
  /** Waits `graceMs` for it to leave, then SIGTERM, waits again, then SIGKILL. */
  stop(graceMs: number): Promise<AgentExit>;
}

/** Follows a process that has just been started. */
export function createLifecycle(
  process: AgentProcess,
  stderr: Tail,
  oomKills: OomKills,
): Lifecycle {
  const { pid } = process;
  let state: AgentState = move({ kind: 'requested' }, { kind: 'spawned', pid });
  let sentKill = false;
  let reason: { readonly because: string; readonly cause: unknown } | undefined;

  const exited = process.ended.then(({ code, signal }): AgentExit => {
    const exit = {
      code,
      signal,
      outOfMemory: wasOutOfMemory(code, signal),
      because: reason?.because,
      cause: reason?.cause,
      stderr: stderr.lines(),
    };
    state = move(state, { kind: 'exited', exit });
    return exit;
  });

  const wasOutOfMemory = (
    code: number | null,
    signal: NodeJS.Signals | null,
  ): AgentExit['outOfMemory'] => {
    if (code === null && signal === null) return null;
    return signal === 'SIGKILL' && !sentKill ? oomKills.claim() : false;
  };

  const send = (signal: NodeJS.Signals): void => {
    sentKill ||= signal === 'SIGKILL';
    process.signal(signal);
  };

  const leave = (because: string, cause?: unknown): void => {
    if (state.kind === 'exited' || state.kind === 'stopping') return;
    reason = { because, cause };
    state = move(state, { kind: 'stopping', pid, because });
  };

  return {
    get state() {
      return state;
    },
    exited,
    settle: (ms) => settlesWithin(exited, ms),
    advance: (kind) => (state = move(state, { kind, pid })),
    kill: (because, cause) => {
      leave(because, cause);
      send('SIGKILL');
      return exited;
    },
    stop: async (graceMs) => {
      leave('stop');
      for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
        if (await settlesWithin(exited, graceMs)) break;
        send(signal);
      }
      return exited;
    },
  };
}

async function settlesWithin(promise: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), ms)));
  try {
    return await Promise.race([promise.then(() => true as const), late]);
  } finally {
    clearTimeout(timer);
  }
}
