import { describeStrategy, type Strategy, window } from '@muster/spawning';
import { startBurst, stopAll } from './burst.ts';
import { watchHost } from './host-load.ts';
import { populationOf } from './populations.ts';
import { readBusyShare, restOf, timeToRecover } from './recovery.ts';
import { CONCURRENCIES, rateAt, type SpawnArm } from './spawn-metrics.ts';

/** One burst: all agents started by this strategy, alive together, and stopped. */
export function burstArm(
  launcher: string,
  strategy: Strategy,
  blocks?: NonNullable<SpawnArm['blocks']>,
): SpawnArm {
  return {
    about: `start all agents: ${describeStrategy(strategy)}`,
    launcher,
    ...(blocks === undefined ? {} : { blocks }),
    trial: async ({ sizes, observe, clock, signal }) => {
      const population = populationOf(launcher);
      await using opened = await population.open();
      const rest = await restOf(readBusyShare, signal);
      using watch = await watchHost(clock);
      const { agents } = sizes;
      const burst = await startBurst({
        launcher: opened,
        population,
        strategy,
        agents,
        clock,
        signal,
      });
      const load = await watch.end();
      const recoveryMs = await timeToRecover(rest, readBusyShare, { clock, signal });
      const { initMs, failed, alive, heldMs } = burst;
      observe({ initMs, wanted: agents, failed, alive, heldMs, recoveryMs, ...load });
      await stopAll(burst);
    },
  };
}

/**
 * How fast agents become ready by how many starts are underway: a small burst at each of several
 * windows, in random order, on the launcher that decides.
 */
export function startCurve(blocks: NonNullable<SpawnArm['blocks']>): SpawnArm {
  return {
    about: 'start a few agents at a time, with more and more starts underway',
    blocks,
    trial: async ({ launcher, sizes, observe, clock, signal, random }) => {
      const population = populationOf(launcher);
      await using opened = await population.open();
      for (const concurrency of random.shuffle(CONCURRENCIES)) {
        const burst = await startBurst({
          launcher: opened,
          population,
          strategy: window(concurrency),
          agents: sizes.curveAgents,
          clock,
          signal,
        });
        observe({
          [rateAt(concurrency)]: (sizes.curveAgents - burst.failed) / (burst.initMs / 1_000),
        });
        await stopAll(burst);
      }
    },
  };
}
