import { atLeast, lessThan } from '@muster/analysis';
import { defineExperiment } from '@muster/experiment';
import { GROWTHS } from './foretold.ts';
import { launchers } from './launchers.ts';
import { underLoad } from './load-arms.ts';
import { metrics } from './pool-metrics.ts';
import { besideTheCriteria, LARGER, LOADED } from './shown.ts';
import { pooled, pooledOnce, unpooled } from './start-arms.ts';

/**
 * Does keeping agents warm pay for itself?
 *
 * A start pays launch and handshake on every use; a pool pays once and leases. The seed's sizes: 100
 * agents one after another against 100 acquires from a pool of 20, ten runs; with agents started as
 * fresh processes and with agents forked from a zygote, each judged against its own baseline.
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
    quick: { agents: 10, poolSize: 2, acquires: 60, meanHoldMs: 10 },
    standard: { agents: 100, poolSize: 20, acquires: 1500, meanHoldMs: 20 },
    full: { agents: 100, poolSize: 20, acquires: 1500, meanHoldMs: 20 },
  },
  design: {
    blocks: { quick: 6, standard: 10, full: 30 },
    looks: { quick: [6], standard: [6, 10], full: [10, 20, 30] },
    warmupBlocks: 1,
    seed: 31,
    trialDeadlineMs: 60_000,
    confidence: 0.95,
  },
  launchers,
  arms: {
    cold: unpooled('exec'),
    pooled: pooled('exec'),
    pooledOnce: pooledOnce('exec'),
    forked: unpooled('zygote'),
    pooledForked: pooled('zygote'),
    pooledOnceForked: pooledOnce('zygote'),
    steady50: underLoad('steady', 0.5),
    bursty50: underLoad('bursty', 0.5),
    ramping50: underLoad('ramping', 0.5),
    steady80: underLoad('steady', 0.8),
    bursty80: underLoad('bursty', 0.8),
    ramping80: underLoad('ramping', 0.8),
    [LARGER]: underLoad('bursty', 0.8, GROWTHS[150]),
  },
  simulated: [
    'Under load, an agent does one real task and its user then keeps it for a drawn time: waiting for a remote model is simulated by a timer.',
    'A workload lasts about a hundred mean holds, from an empty pool; demand that goes on for hours queues more, so the hit rates at 80 % are those of a busy spell.',
  ],
  criteria: [
    spawnTime('zygote', 'forked', 'pooledForked'),
    spawnTime('exec', 'cold', 'pooled'),
    poolMemory('zygote', 'pooledForked'),
    poolMemory('exec', 'pooled'),
    {
      id: 'hit-rate',
      statement: 'Pool hit rate ≥70% under typical workloads',
      because: 'a miss waits for somebody else to finish; every one of the six workloads must hold',
      independent: 'each block draws its own arrivals and holding times, and these make the rate',
      quantity: { kind: 'lowest', metric: 'hitRate', arms: LOADED },
      bound: atLeast(0.7),
    },
  ],
  shown: besideTheCriteria,
});

/** Like with like: what a faster way to start agents gives is not the pool's merit. */
function spawnTime<From extends string, To extends string>(launcher: string, from: From, to: To) {
  return {
    id: 'spawn-time',
    launcher,
    statement: 'Agent pooling achieves ≥2× spawn time improvement',
    because: 'below twice as fast, a pool is not worth its memory and its upkeep',
    quantity: { kind: 'speedup', metric: 'readyMs', from, to },
    bound: atLeast(2),
  } as const;
}

function poolMemory<Arm extends string>(launcher: string, arm: Arm) {
  return {
    id: 'pool-memory',
    launcher,
    statement: 'Pool memory overhead <50MB',
    because: 'memory that idle agents hold is missing where agents work',
    quantity: { kind: 'level', metric: 'idleMb', arm },
    bound: lessThan(50),
  } as const;
}
