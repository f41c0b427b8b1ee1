import { atLeast, lessThan } from '@muster/analysis';
import { defineExperiment } from '@muster/experiment';
import { underLoad } from './load-arms.ts';
import { type Metric, metrics } from './pool-metrics.ts';
import { cold, pooled, pooledOnce } from './start-arms.ts';

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
    quick: { agents: 10, poolSize: 2, acquires: 60, meanHoldMs: 10 },
    standard: { agents: 100, poolSize: 20, acquires: 1500, meanHoldMs: 20 },
    full: { agents: 100, poolSize: 20, acquires: 1500, meanHoldMs: 20 },
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
    'A workload lasts about a hundred mean holds, from an empty pool; demand that goes on for hours queues more, so the hit rates at 80 % are those of a busy spell.',
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
    ...LOADED.map((arm) => shownLevel(`load-${arm}`, `Demand, ${arm}`, 'offeredLoad', arm)),
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
