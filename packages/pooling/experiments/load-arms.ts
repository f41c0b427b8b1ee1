import { setTimeout as wait } from 'node:timers/promises';
import { createUseRecorder } from '@muster/pooling/advisor';
import { observeForetold } from './foretold.ts';
import type { PoolArm, Trial } from './pool-metrics.ts';
import { type FilledPool, withFilledPool } from './start-arms.ts';
import { type ArrivalPattern, createWorkload, type Demand, offeredLoadOf } from './workload.ts';

/** How long the pool is in use before hits are counted, in mean holds: it starts with nobody in it. */
const SETTLING_HOLDS = 10;

/**
 * A pool under open-loop demand: what share of the acquires finds an agent waiting. It has no
 * launcher of its own and is measured on the one that decides: agents that are reset between leases
 * are started before the first arrival, so how they are started cannot move a hit, and six more arms
 * would cost three minutes for the same answer.
 *
 * With a `growth` the same demand meets a pool that is larger by that factor, to be held against
 * what was foretold for it.
 */
export function underLoad(pattern: ArrivalPattern, utilization: number, growth = 1): PoolArm {
  const demand = `${pattern} arrivals that ask for ${utilization * 100} % of the pool`;
  return {
    about: growth === 1 ? demand : `the same demand as of ${demand}, on ${growth} times as many`,
    trial: async (context) => {
      const { poolSize, meanHoldMs, acquires } = context.sizes;
      const larger = { ...context.sizes, poolSize: Math.ceil(growth * poolSize) };
      const recorder = createUseRecorder();
      const { onEvent } = recorder;
      await withFilledPool({ ...context, sizes: larger }, { onEvent }, async (filled) => {
        const workload = createWorkload({
          pattern,
          utilization,
          poolSize,
          meanHoldMs,
          acquires,
          next: () => context.random.next(),
        });
        const outcomes = await useAsDemanded(filled, workload, context);
        const settling = Math.ceil(SETTLING_HOLDS * utilization * poolSize);
        const counted = outcomes.slice(settling);
        const misses = counted.filter(({ hit }) => !hit);
        context.observe({
          hitRate: 1 - misses.length / counted.length,
          offeredLoad: offeredLoadOf(workload, larger.poolSize),
        });
        if (misses.length > 0) {
          const totalMs = misses.reduce((sum, { waitedMs }) => sum + waitedMs, 0);
          context.observe({ missWaitMs: totalMs / misses.length });
        }
        if (growth === 1) observeForetold(recorder.uses(), settling, context);
      });
    },
  };
}

/** Asks for an agent at each planned moment, whatever became of the earlier ones, and holds it. */
async function useAsDemanded(
  { pool, signal }: FilledPool,
  workload: readonly Demand[],
  { clock, observe }: Trial,
): Promise<readonly { readonly hit: boolean; readonly waitedMs: number }[]> {
  // The first use that fails ends the others: a workload with a hole in it says nothing.
  const failed = new AbortController();
  const ending = AbortSignal.any([signal, failed.signal]);
  const uses: Promise<{ readonly hit: boolean; readonly waitedMs: number }>[] = [];

  const use = async (holdMs: number): Promise<{ hit: boolean; waitedMs: number }> => {
    await using lease = await pool.acquire({ signal: ending });
    await lease.agent.run(holdMs, { signal: ending });
    await wait(holdMs, undefined, { signal: ending });
    return lease;
  };
  const startedAtMs = clock.now();
  try {
    for (const { atMs, holdMs } of workload) {
      const earlyMs = startedAtMs + atMs - clock.now();
      if (earlyMs > 0) await wait(earlyMs, undefined, { signal: ending });
      observe({ generatorLagMs: Math.max(0, clock.now() - startedAtMs - atMs) });
      const used = use(holdMs);
      used.catch((error: unknown) => failed.abort(error));
      uses.push(used);
    }
    return await Promise.all(uses);
  } finally {
    await Promise.allSettled(uses);
  }
}
