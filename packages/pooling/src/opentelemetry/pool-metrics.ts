import type { Attributes, Meter } from '@opentelemetry/api';
import type { PoolStats } from '../telemetry/stats.ts';
import type { PoolEvent } from '../telemetry/events.ts';
import { createInstruments } from './instruments.ts';

export interface PoolMetricsOptions {
  /** The attribute `muster.pool.name` of every metric: what tells this pool from others. */
  readonly pool: string;
}

/** A pool's metrics, on the way to wherever the meter's provider sends them. */
export interface PoolMetrics {
  /** Give it to the pool as its option `onEvent`, or call it from your own. Counts and times come from it. */
  readonly onEvent: (event: PoolEvent) => void;
  /** Has the pool's state read whenever metrics are collected. Calling what it returns ends that. */
  watch(pool: { stats(): PoolStats }): () => void;
}

const STATES = ['idle', 'leased', 'starting', 'resetting', 'retiring'] as const;

/**
 * Tells a meter of OpenTelemetry what a pool does: how many agents are in each state, acquires by
 * whether an agent was there at once, times from the histogram conventions of connection pools (wait,
 * create, use; in seconds), and what went wrong. Nothing of OpenTelemetry is imported; the meter is
 * yours.
 */
export function createPoolMetrics(meter: Meter, { pool: name }: PoolMetricsOptions): PoolMetrics {
  const own: Attributes = { 'muster.pool.name': name };
  const instruments = createInstruments(meter);
  const { agents, limits, pending } = instruments;

  return {
    onEvent: (event) => {
      switch (event.kind) {
        case 'started':
          return instruments.createTime.record(event.startMs / 1_000, own);
        case 'start-failed':
          return instruments.failedStarts.add(1, own);
        case 'leased':
          instruments.acquires.add(1, { ...own, 'muster.pool.hit': event.hit });
          return instruments.waitTime.record(event.waitedMs / 1_000, own);
        case 'released':
          return instruments.useTime.record(event.usedMs / 1_000, own);
        case 'turned-away':
          return instruments.turnedAway.add(1, { ...own, 'error.type': nameOf(event.error) });
        case 'retired':
          return instruments.retired.add(1, { ...own, 'muster.pool.reason': event.because });
        case 'died':
          return instruments.deaths.add(1, own);
        case 'leak-suspected':
          return instruments.leaks.add(1, own);
        default:
          // That starts fail and succeed again is in the numbers above.
          return undefined;
      }
    },
    watch: (pool) => {
      const observed = [agents, limits, pending];
      const observe: Parameters<Meter['addBatchObservableCallback']>[0] = (result) => {
        const stats = pool.stats();
        for (const state of STATES) {
          result.observe(agents, stats[state], { ...own, 'muster.pool.state': state });
        }
        result.observe(limits, stats.min, { ...own, 'muster.pool.limit': 'min' });
        result.observe(limits, stats.size, { ...own, 'muster.pool.limit': 'max' });
        result.observe(pending, stats.waiting, own);
      };
      meter.addBatchObservableCallback(observe, observed);
      return () => meter.removeBatchObservableCallback(observe, observed);
    },
  };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '_OTHER';
}
