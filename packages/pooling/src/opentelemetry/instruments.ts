import type { Counter, Histogram, Meter, Observable } from '@opentelemetry/api';

/** What a pool's metrics are recorded with. */
export interface Instruments {
  readonly agents: Observable;
  readonly limits: Observable;
  readonly pending: Observable;
  readonly acquires: Counter;
  readonly turnedAway: Counter;
  readonly failedStarts: Counter;
  readonly deaths: Counter;
  readonly retired: Counter;
  readonly leaks: Counter;
  readonly waitTime: Histogram;
  readonly createTime: Histogram;
  readonly useTime: Histogram;
}

/** From a lease in microseconds to a cold start of seconds. */
const BOUNDARIES_S = [
  0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
];

/** Names and units after the conventions for connection pools, with agents for connections. */
export function createInstruments(meter: Meter): Instruments {
  const count = (name: string, description: string, unit: string): Counter =>
    meter.createCounter(`muster.pool.${name}`, { description, unit });
  const time = (name: string, description: string): Histogram =>
    meter.createHistogram(`muster.pool.${name}`, {
      description,
      unit: 's',
      advice: { explicitBucketBoundaries: BOUNDARIES_S },
    });
  return {
    agents: meter.createObservableUpDownCounter('muster.pool.agent.count', {
      description: 'agents by what they are doing',
      unit: '{agent}',
    }),
    limits: meter.createObservableUpDownCounter('muster.pool.agent.limit', {
      description: 'how many agents are kept at least and at most',
      unit: '{agent}',
    }),
    pending: meter.createObservableUpDownCounter('muster.pool.pending_requests', {
      description: 'acquires that wait for an agent',
      unit: '{request}',
    }),
    acquires: count('acquires', 'acquires that were served, by whether at once', '{request}'),
    turnedAway: count('turned_away', 'acquires that ended without a lease, by error', '{request}'),
    failedStarts: count('failed_starts', 'starts of agents that failed', '{start}'),
    deaths: count('deaths', 'agents that ended although nobody had asked them to', '{agent}'),
    retired: count('retired', 'agents that the pool ended, by reason', '{agent}'),
    leaks: count('suspected_leaks', 'leases that look forgotten', '{lease}'),
    waitTime: time('wait_time', 'from acquire to lease'),
    createTime: time('create_time', 'from the request of an agent until it is ready to be leased'),
    useTime: time('use_time', 'from lease to release'),
  };
}
