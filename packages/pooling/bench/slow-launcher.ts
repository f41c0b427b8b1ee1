import { setTimeout } from 'node:timers/promises';
import type { Launcher } from '@muster/agent-runtime';
import { createScriptedAgent } from '../test/fixtures/scripted-agent.ts';

/** Starts agents without a process, the same for every pool. */
export interface SlowLauncher extends Launcher {
  /** What a start takes; none at first. */
  startMs: number;
  /** Starts begun so far. */
  readonly starts: number;
}

export function createSlowLauncher(): SlowLauncher {
  let starts = 0;
  const launcher: SlowLauncher = {
    name: 'slow',
    startMs: 0,
    get starts() {
      return starts;
    },
    launch: async (_spec, { signal } = {}) => {
      const number = ++starts;
      if (launcher.startMs > 0) await setTimeout(launcher.startMs, undefined, { signal });
      return createScriptedAgent(number).agent;
    },
    sightings: () => [],
    stats: () => ({ launched: starts, failed: 0, live: 0, refusedConnections: 0, late: 0 }),
    close: async () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
  };
  return launcher;
}
