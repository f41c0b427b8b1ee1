import { type AgentSpec, createExecLauncher, type Launcher } from '@muster/agent-runtime';
import { treePss, treeProcessorTime } from '@muster/agent-runtime/host';
import { createPool, type Pool, type PoolOptions } from '@muster/pooling';
import type { PoolArm, Trial } from './pool-metrics.ts';

/** The smallest agent there is: what is measured is the price of an agent, not of its work. */
const spec: AgentSpec = { module: import.meta.resolve('@muster/agent-runtime/echo-agent') };

/** Opens a launcher and closes it, whatever happens between. */
async function withLauncher(use: (launcher: Launcher) => Promise<void>): Promise<void> {
  await using launcher = await createExecLauncher();
  await use(launcher);
}

/** A pool with all its agents ready, closed whatever happens. */
export async function withFilledPool(
  { sizes, signal, clock }: Trial,
  reuse: NonNullable<PoolOptions['reuse']>,
  use: (pool: Pool, fillMs: number) => Promise<void>,
): Promise<void> {
  await withLauncher(async (launcher) => {
    const startedAtMs = clock.now();
    await using pool = createPool({ launcher, spec, size: sizes.poolSize, reuse });
    signal.addEventListener('abort', () => void pool.close({ deadlineMs: 1 }), { once: true });
    await pool.filled();
    await use(pool, clock.now() - startedAtMs);
  });
}

/** Acquires one agent after another; each is put to use and given back before the next. */
async function leaseInTurn(pool: Pool, { sizes, signal, clock, observe }: Trial): Promise<void> {
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

export const cold: PoolArm = {
  about: 'start an agent for each use, one after another',
  trial: async ({ sizes, signal, observe }) => {
    await withLauncher(async (launcher) => {
      for (let n = 0; n < sizes.agents; n++) {
        await using agent = await launcher.launch(spec, { signal });
        observe({ readyMs: agent.phases.readyMs, slowestReadyMs: agent.phases.readyMs });
        await agent.run(n, { signal });
      }
    });
  },
};

export const pooled: PoolArm = {
  about: 'lease one of the agents started ahead, give it back, it is reset and leased again',
  trial: async (context) => {
    await withFilledPool(context, 'reset', async (pool, fillMs) => {
      const pids = pool.agents().map(({ pid }) => pid);
      const processor = await treeProcessorTime(pids);
      const memory = await treePss(pids);
      if (!processor.shown) throw new Error(`processor time is not shown: ${processor.because}`);
      if (!memory.shown) throw new Error(`memory is not shown: ${memory.because}`);
      context.observe({
        fillMs,
        fillProcessorMs: processor.value.userMs + processor.value.systemMs,
        idleMb: memory.value.pssBytes / 1e6,
      });
      await leaseInTurn(pool, context);
    });
  },
};

export const pooledOnce: PoolArm = {
  about: 'the same with agents that cannot be used twice: each is replaced after its lease',
  trial: (context) => withFilledPool(context, 'once', (pool) => leaseInTurn(pool, context)),
};
