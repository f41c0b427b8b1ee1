import { createPool, type Pool, type PoolOptions } from '@muster/pooling';
import { spec, withLauncher } from './launchers.ts';
import { readPoolCosts } from './pool-costs.ts';
import type { PoolArm, Trial } from './pool-metrics.ts';

/** A filled pool and what surrounds it. */
export interface FilledPool {
  readonly pool: Pool;
  /** Empty pool to all agents ready. */
  readonly fillMs: number;
  /** The same from before its launcher was opened: with a zygote, its own start is in it. */
  readonly fillFromNothingMs: number;
  /** The trial's signal; also aborted by an agent that came to be in the wrong way. */
  readonly signal: AbortSignal;
}

/** A pool with all its agents ready, closed whatever happens. */
export async function withFilledPool(
  trial: Trial,
  options: Pick<PoolOptions, 'reuse' | 'onEvent'>,
  use: (filled: FilledPool) => Promise<void>,
): Promise<void> {
  const { sizes, clock } = trial;
  const openedAtMs = clock.now();
  await withLauncher(trial, async (launcher, signal) => {
    const startedAtMs = clock.now();
    await using pool = createPool({ launcher, spec, size: sizes.poolSize, ...options });
    signal.addEventListener('abort', () => void pool.close({ deadlineMs: 1 }), { once: true });
    await pool.filled();
    const filledAtMs = clock.now();
    await use({
      pool,
      fillMs: filledAtMs - startedAtMs,
      fillFromNothingMs: filledAtMs - openedAtMs,
      signal,
    });
  });
}

/** Acquires one agent after another; each is put to use and given back before the next. */
async function leaseInTurn(
  { pool, signal }: FilledPool,
  { sizes, clock, observe }: Trial,
): Promise<void> {
  for (let n = 0; n < sizes.agents; n++) {
    const askedAtMs = clock.now();
    await using lease = await pool.acquire({ signal });
    // A cold agent is ready when it says so; a leased one must say so too, now, to count as ready.
    await lease.agent.ping({ signal });
    const readyMs = clock.now() - askedAtMs;
    observe({ readyMs, slowestReadyMs: readyMs });
    await lease.agent.run(n, { signal });
  }
}

/** No pool: the baseline of each launcher. */
export function unpooled(launcher: string): PoolArm {
  return {
    about: 'start an agent for each use, one after another',
    launcher,
    trial: (trial) =>
      withLauncher(trial, async (opened, signal) => {
        const { sizes, observe } = trial;
        for (let n = 0; n < sizes.agents; n++) {
          await using agent = await opened.launch(spec, { signal });
          const { readyMs } = agent.phases;
          observe({ readyMs, slowestReadyMs: readyMs });
          await agent.run(n, { signal });
        }
      }),
  };
}

/** A pool whose agents are used again and again. */
export function pooled(launcher: string): PoolArm {
  return {
    about: 'lease one of the agents started ahead, give it back, it is reset and leased again',
    launcher,
    trial: (trial) =>
      withFilledPool(trial, { reuse: 'reset' }, async (filled) => {
        const { pool, fillMs, fillFromNothingMs } = filled;
        const idle = await readPoolCosts(pool);
        trial.observe({
          fillMs,
          fillFromNothingMs,
          fillProcessorMs: idle.processorMs,
          idleMb: idle.allMb,
          idleAgentsMb: idle.agentsMb,
        });
        await leaseInTurn(filled, trial);
        // What agents write to, they no longer share with their zygote.
        trial.observe({ usedMb: (await readPoolCosts(pool)).allMb });
      }),
  };
}

/** A pool whose agents serve one lease. */
export function pooledOnce(launcher: string): PoolArm {
  return {
    about: 'the same with agents that cannot be used twice: each is replaced after its lease',
    launcher,
    trial: (trial) =>
      withFilledPool(trial, { reuse: 'once' }, (filled) => leaseInTurn(filled, trial)),
  };
}
