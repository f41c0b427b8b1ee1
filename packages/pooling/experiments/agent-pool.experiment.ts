import { setTimeout as wait } from 'node:timers/promises';
import { type AgentSpec, createExecLauncher, type Launcher } from '@muster/agent-runtime';
import { treePss, treeProcessorTime } from '@muster/agent-runtime/host';
import { atLeast, lessThan } from '@muster/analysis';
import { type ArmDefinition, defineExperiment } from '@muster/experiment';
import { createPool, type Pool, type PoolOptions } from '@muster/pooling';
import { type ArrivalPattern, createWorkload } from './workload.ts';

/** The smallest agent there is: what is measured is the price of an agent, not of its work. */
const spec: AgentSpec = { module: import.meta.resolve('@muster/agent-runtime/echo-agent') };

const metrics = {
  readyMs: {
    unit: 'ms',
    about: 'request to an agent that has said it is ready, in answer to this request',
    summary: 'median',
  },
  slowestReadyMs: { unit: 'ms', about: 'the same, 95th percentile of the run', summary: 'p95' },
  fillMs: { unit: 'ms', about: 'empty pool to all agents ready', summary: 'single' },
  fillProcessorMs: {
    unit: 'ms',
    about: 'processor time of the agents while the pool was filled',
    summary: 'single',
  },
  idleMb: {
    unit: 'MB',
    about: 'PSS of all idle agents of the filled pool (1 MB = 1,000,000 bytes)',
    summary: 'single',
  },
  hitRate: {
    unit: 'ratio',
    about: 'acquires that found an idle agent / acquires, after the first two per agent',
    summary: 'single',
  },
  missWaitMs: { unit: 'ms', about: 'mean wait of an acquire that was no hit', summary: 'single' },
  generatorLagMs: {
    unit: 'ms',
    about: 'how late the arrivals were asked for, against their schedule',
    summary: 'p95',
  },
} as const;

type Metric = keyof typeof metrics;
type PoolSizes = {
  readonly agents: number;
  readonly poolSize: number;
  readonly acquires: number;
  readonly meanHoldMs: number;
};
type PoolArm = ArmDefinition<Metric, PoolSizes>;
type Trial = Parameters<PoolArm['trial']>[0];

/** Opens a launcher and closes it, whatever happens between. */
async function withLauncher(use: (launcher: Launcher) => Promise<void>): Promise<void> {
  await using launcher = await createExecLauncher();
  await use(launcher);
}

async function withFilledPool(
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

const cold: PoolArm = {
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

const pooled: PoolArm = {
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

const pooledOnce: PoolArm = {
  about: 'the same with agents that cannot be used twice: each is replaced after its lease',
  trial: (context) => withFilledPool(context, 'once', (pool) => leaseInTurn(pool, context)),
};

/** A pool under open-loop demand: what share of the acquires finds an agent waiting. */
function underLoad(pattern: ArrivalPattern, utilization: number): PoolArm {
  return {
    about: `${pattern} arrivals that ask for ${utilization * 100} % of the pool`,
    trial: async (context) => {
      const { sizes, signal, clock, observe, random } = context;
      const { poolSize, meanHoldMs, acquires } = sizes;
      const workload = createWorkload({
        pattern,
        utilization,
        poolSize,
        meanHoldMs,
        acquires,
        next: () => random.next(),
      });
      // The pool starts with nobody in it, which flatters the first acquires.
      const settled = 2 * poolSize;
      await withFilledPool(context, 'reset', async (pool) => {
        const startedAtMs = clock.now();
        const outcomes: { readonly hit: boolean; readonly waitedMs: number }[] = [];
        const uses: Promise<void>[] = [];
        for (const [n, { atMs, holdMs }] of workload.entries()) {
          const earlyMs = startedAtMs + atMs - clock.now();
          if (earlyMs > 0) await wait(earlyMs, undefined, { signal });
          observe({ generatorLagMs: Math.max(0, clock.now() - startedAtMs - atMs) });
          uses.push(use(n, holdMs));
        }
        await Promise.all(uses);

        async function use(n: number, holdMs: number): Promise<void> {
          await using lease = await pool.acquire({ signal });
          if (n >= settled) outcomes.push(lease);
          await lease.agent.run(n, { signal });
          await wait(holdMs, undefined, { signal });
        }
        const misses = outcomes.filter(({ hit }) => !hit);
        observe({ hitRate: 1 - misses.length / outcomes.length });
        if (misses.length > 0) {
          const totalMs = misses.reduce((sum, { waitedMs }) => sum + waitedMs, 0);
          observe({ missWaitMs: totalMs / misses.length });
        }
      });
    },
  };
}

const LOADED = ['steady50', 'bursty50', 'ramping50', 'steady80', 'bursty80', 'ramping80'] as const;

/**
 * Does keeping agents warm pay for itself?
 *
 * A cold start pays launch and handshake on every use; a pool pays once and leases. The seed's sizes:
 * 100 agents one after another against 100 acquires from a pool of 20, ten runs.
 */
export const agentPool = defineExperiment({
  id: 'agent-pool',
  sprint: {
    id: '3.1',
    optimization: 'Agent pooling',
    improvement: 'spawn-time',
    targets: { minimum: 2, ideal: 5, skipBelow: 1.5, statedAs: '2-5×' },
  },
  claim: 'Leasing a warm agent is at least twice as fast as starting one, at a bearable price.',
  metrics,
  sizes: {
    quick: { agents: 10, poolSize: 2, acquires: 30, meanHoldMs: 20 },
    standard: { agents: 100, poolSize: 20, acquires: 400, meanHoldMs: 40 },
    full: { agents: 100, poolSize: 20, acquires: 400, meanHoldMs: 40 },
  },
  design: {
    blocks: { quick: 6, standard: 10, full: 30 },
    warmupBlocks: 1,
    seed: 31,
    trialDeadlineMs: 60_000,
    confidence: 0.95,
  },
  arms: {
    cold,
    pooled,
    pooledOnce,
    steady50: underLoad('steady', 0.5),
    bursty50: underLoad('bursty', 0.5),
    ramping50: underLoad('ramping', 0.5),
    steady80: underLoad('steady', 0.8),
    bursty80: underLoad('bursty', 0.8),
    ramping80: underLoad('ramping', 0.8),
  },
  simulated: [
    'Under load, an agent does one real task and its user then keeps it for a drawn time: waiting for a remote model is simulated by a timer.',
  ],
  criteria: [
    {
      id: 'spawn-time',
      statement: 'Agent pooling achieves ≥2× spawn time improvement',
      because: 'below twice as fast, a pool is not worth its memory and its upkeep',
      quantity: { kind: 'speedup', metric: 'readyMs', from: 'cold', to: 'pooled' },
      bound: atLeast(2),
    },
    {
      id: 'pool-memory',
      statement: 'Pool memory overhead <50MB',
      because: 'memory that idle agents hold is missing where agents work',
      quantity: { kind: 'level', metric: 'idleMb', arm: 'pooled' },
      bound: lessThan(50),
    },
    {
      id: 'hit-rate',
      statement: 'Pool hit rate ≥70% under typical workloads',
      because: 'a miss waits for somebody else to finish; every one of the six workloads must hold',
      quantity: { kind: 'lowest', metric: 'hitRate', arms: LOADED },
      bound: atLeast(0.7),
    },
  ],
  shown: [
    shownLevel('cold-ready', 'Cold start, request to ready', 'readyMs', 'cold'),
    shownLevel('pooled-ready', 'Lease of a warm agent, request to ready', 'readyMs', 'pooled'),
    shownLevel('cold-p95', 'Cold start, 95th percentile', 'slowestReadyMs', 'cold'),
    shownLevel('pooled-p95', 'Lease, 95th percentile', 'slowestReadyMs', 'pooled'),
    {
      id: 'once-speedup',
      statement: 'Improvement when agents cannot be reused',
      quantity: { kind: 'speedup', metric: 'readyMs', from: 'cold', to: 'pooledOnce' },
    },
    shownLevel('fill', 'Filling the pool takes', 'fillMs', 'pooled'),
    shownLevel(
      'fill-processor',
      'Filling the pool costs, in processor time',
      'fillProcessorMs',
      'pooled',
    ),
    {
      id: 'payback',
      statement: 'Uses after which filling has paid for itself',
      quantity: {
        kind: 'payback',
        cost: { metric: 'fillMs', arm: 'pooled' },
        saving: { metric: 'readyMs', from: 'cold', to: 'pooled' },
      },
    },
    ...LOADED.map((arm) => shownLevel(`hits-${arm}`, `Hit rate, ${arm}`, 'hitRate', arm)),
    shownLevel('miss-steady80', 'A miss costs, steady at 80 %', 'missWaitMs', 'steady80'),
    shownLevel('miss-bursty80', 'A miss costs, bursty at 80 %', 'missWaitMs', 'bursty80'),
    shownLevel(
      'lag-bursty80',
      'Arrivals asked for late, 95th percentile',
      'generatorLagMs',
      'bursty80',
    ),
  ],
});

function shownLevel<Arm extends string>(id: string, statement: string, metric: Metric, arm: Arm) {
  return { id, statement, quantity: { kind: 'level', metric, arm } } as const;
}
