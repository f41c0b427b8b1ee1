import { setTimeout } from 'node:timers/promises';
import type { BenchCase, OpenCase } from '../../../tooling/bench/index.ts';
import { openMuster, type OpenPool, PEERS } from './pools.ts';
import { createSlowLauncher } from './slow-launcher.ts';

/** Many acquires at once at a small pool that may grow. */
export interface Spike {
  /** What it takes to start an agent. */
  readonly startMs: number;
  readonly waiters: number;
}

export interface SpikeOutcome {
  /** Agents whose start was begun, those that were there before included. */
  readonly started: number;
  /** From the spike until all waiters had been served and were done. */
  readonly servedMs: number;
}

/** What each waiter does with its agent. */
const USE_MS = 2;
const LIMITS = { min: 5, max: 50 };

/**
 * The spike of HikariCP's "Welcome to the Jungle": 50 at once want a connection that takes 150 ms to
 * open, each for 2 ms, of a pool that has 5 and may have 50. Who opens one for each pays for 45 that
 * come when everybody has been served.
 */
export const HIKARI_SPIKE: Spike = { startMs: 150, waiters: 50 };

/** One spike at a pool of its own. */
export async function runSpike(open: OpenPool, { startMs, waiters }: Spike): Promise<SpikeOutcome> {
  const launcher = createSlowLauncher();
  const pool = await open(launcher, LIMITS);
  launcher.startMs = startMs;
  const beganAtMs = performance.now();
  const use = (): Promise<void> => pool.use(() => setTimeout(USE_MS));
  await Promise.all(Array.from({ length: waiters }, use));
  const outcome = { started: launcher.starts, servedMs: performance.now() - beganAtMs };
  await pool.close();
  return outcome;
}

/** HikariCP's spike as a case: what it starts, or how long it takes. */
export function hikariSpike(figure: keyof SpikeOutcome): OpenCase {
  return (): BenchCase => {
    const sampler = (open: OpenPool) => async (): Promise<number> =>
      (await runSpike(open, HIKARI_SPIKE))[figure];
    const counts = figure === 'started';
    return {
      name: `spike: 50 waiters, starts of 150 ms, uses of 2 ms, 5 to 50 agents: ${counts ? 'agents started' : 'until all are served'}`,
      unit: counts ? 'agents' : 'ms',
      rounds: 5,
      ours: sampler(openMuster),
      peers: Object.fromEntries(Object.entries(PEERS).map(([name, open]) => [name, sampler(open)])),
      ...(counts ? { goal: { text: 'at most 6', holds: (ours: number) => ours <= 6 } } : {}),
    };
  };
}
