import type { Metric } from './pool-metrics.ts';

/** The workloads, in the order they are told. */
export const LOADED = [
  'steady50',
  'bursty50',
  'ramping50',
  'steady80',
  'bursty80',
  'ramping80',
] as const;

/** The same demand as in `bursty80` on a pool half as large again: not one to pass or fail by. */
export const LARGER = 'bursty80on150';

/** What is told beside the criteria. Forked arms come first where both are told: they decide. */
export const besideTheCriteria = [
  level('forked-ready', 'Forked start, request to ready', 'readyMs', 'forked'),
  level('cold-ready', 'Cold start, request to ready', 'readyMs', 'cold'),
  level('pooled-forked-ready', 'Lease of a warm forked agent', 'readyMs', 'pooledForked'),
  level('pooled-ready', 'Lease of a warm cold-started agent', 'readyMs', 'pooled'),
  level('forked-p95', 'Forked start, 95th percentile', 'slowestReadyMs', 'forked'),
  level('cold-p95', 'Cold start, 95th percentile', 'slowestReadyMs', 'cold'),
  level('pooled-forked-p95', 'Lease, forked, 95th percentile', 'slowestReadyMs', 'pooledForked'),
  level('pooled-p95', 'Lease, cold-started, 95th percentile', 'slowestReadyMs', 'pooled'),
  speedup('forking', 'Improvement by forking alone, without a pool', 'cold', 'forked'),
  speedup('both', 'Improvement by forking and pooling, over cold starts', 'cold', 'pooledForked'),
  speedup(
    'once-forked-speedup',
    'Improvement when forked agents cannot be reused',
    'forked',
    'pooledOnceForked',
  ),
  speedup(
    'once-speedup',
    'Improvement when cold-started agents cannot be reused',
    'cold',
    'pooledOnce',
  ),
  level('fill-forked', 'Filling the pool takes, forked', 'fillMs', 'pooledForked'),
  level(
    'fill-forked-all',
    'Filling it takes, forked, with the start of the zygote',
    'fillFromNothingMs',
    'pooledForked',
  ),
  level('fill', 'Filling the pool takes, cold', 'fillMs', 'pooled'),
  level(
    'fill-all',
    'Filling it takes, cold, with the opening of the launcher',
    'fillFromNothingMs',
    'pooled',
  ),
  level(
    'fill-forked-processor',
    'Filling it costs, in processor time, forked, with the start of the zygote',
    'fillProcessorMs',
    'pooledForked',
  ),
  level('fill-processor', 'Filling it costs, in processor time, cold', 'fillProcessorMs', 'pooled'),
  payback(
    'payback-forked',
    'Uses after which a pool of forked agents has paid for itself, over forking one by one',
    { metric: 'fillMs', arm: 'pooledForked' },
    'forked',
    'pooledForked',
  ),
  payback(
    'payback-zygote',
    'Uses after which zygote and pool have paid for themselves, over cold starts',
    { metric: 'fillFromNothingMs', arm: 'pooledForked' },
    'cold',
    'pooledForked',
  ),
  payback(
    'payback',
    'Uses after which a pool of cold-started agents has paid for itself',
    { metric: 'fillMs', arm: 'pooled' },
    'cold',
    'pooled',
  ),
  level('memory-agents', 'Memory of the forked agents alone', 'idleAgentsMb', 'pooledForked'),
  level(
    'memory-forked-used',
    'Memory of forked agents and zygote after all leases',
    'usedMb',
    'pooledForked',
  ),
  level('memory-used', 'Memory of cold-started agents after all leases', 'usedMb', 'pooled'),
  ...LOADED.map((arm) => level(`hits-${arm}`, `Hit rate, ${arm}`, 'hitRate', arm)),
  ...LOADED.map((arm) => level(`foretold-${arm}`, `Foretold, ${arm}`, 'foretold100', arm)),
  level('modelled-steady80', 'By Erlang C alone, steady80', 'modelled100', 'steady80'),
  level('modelled-bursty80', 'By Erlang C alone, bursty80', 'modelled100', 'bursty80'),
  level('curve-125', 'Foretold for 1.25 times as many, bursty80', 'foretold125', 'bursty80'),
  level('curve-150', 'Foretold for 1.5 times as many, bursty80', 'foretold150', 'bursty80'),
  level('measured-150', 'Hit rate of 1.5 times as many, bursty80', 'hitRate', LARGER),
  level('curve-200', 'Foretold for twice as many, bursty80', 'foretold200', 'bursty80'),
  ...(['steady80', 'bursty80', 'ramping80'] as const).map((arm) =>
    level(`advised-${arm}`, `Agents it takes for 70 % hits, ${arm}`, 'advisedSize', arm),
  ),
  ...LOADED.map((arm) => level(`load-${arm}`, `Demand, ${arm}`, 'offeredLoad', arm)),
  level('miss-steady80', 'A miss costs, steady at 80 %', 'missWaitMs', 'steady80'),
  level('miss-bursty80', 'A miss costs, bursty at 80 %', 'missWaitMs', 'bursty80'),
  level('lag-bursty80', 'Arrivals asked for late, 95th percentile', 'generatorLagMs', 'bursty80'),
] as const;

function level<Arm extends string>(id: string, statement: string, metric: Metric, arm: Arm) {
  return { id, statement, quantity: { kind: 'level', metric, arm } } as const;
}

function speedup<From extends string, To extends string>(
  id: string,
  statement: string,
  from: From,
  to: To,
) {
  return { id, statement, quantity: { kind: 'speedup', metric: 'readyMs', from, to } } as const;
}

function payback<From extends string, To extends string>(
  id: string,
  statement: string,
  cost: { readonly metric: Metric; readonly arm: To },
  from: From,
  to: To,
) {
  const saving = { metric: 'readyMs', from, to } as const;
  return { id, statement, quantity: { kind: 'payback', cost, saving } } as const;
}
