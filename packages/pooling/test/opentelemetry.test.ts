import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { describe, expect, test } from 'vitest';
import { createPool } from '../src/index.ts';
import { createPoolMetrics } from '../src/opentelemetry/index.ts';
import { createScriptedLauncher } from './fixtures/scripted-launcher.ts';

/** A real meter whose metrics are kept in memory. */
function createKeptMetrics() {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const provider = new MeterProvider({ readers: [reader] });
  /** Every data point by metric and attributes; of a histogram, how many values it has. */
  const collect = async (): Promise<Record<string, unknown>> => {
    exporter.reset();
    await provider.forceFlush();
    const points = exporter
      .getMetrics()
      .flatMap(({ scopeMetrics }) => scopeMetrics)
      .flatMap(({ metrics }) => metrics)
      .flatMap(({ descriptor, dataPoints }) =>
        dataPoints.map(({ attributes, value }) => {
          const { 'muster.pool.name': pool, ...rest } = attributes;
          const name = [descriptor.name, pool, ...Object.values(rest)].join(' ');
          return [name, typeof value === 'number' ? value : value.count] as const;
        }),
      );
    return Object.fromEntries(points);
  };
  return { meter: provider.getMeter('test'), collect, shutdown: () => provider.shutdown() };
}

const spec = { command: 'scripted' };

describe('a meter', () => {
  test('is told of what happens in a pool, and reads its state when it is asked', async () => {
    const kept = createKeptMetrics();
    const metrics = createPoolMetrics(kept.meter, { pool: 'workers' });
    const launcher = createScriptedLauncher();
    const pool = createPool({ launcher, spec, size: 2, onEvent: metrics.onEvent });
    let reads = 0;
    const unwatch = metrics.watch({
      stats: () => {
        reads++;
        return pool.stats();
      },
    });
    await pool.filled();
    const lease = await pool.acquire();

    expect(await kept.collect()).toMatchObject({
      'muster.pool.agent.count workers idle': 1,
      'muster.pool.agent.count workers leased': 1,
      'muster.pool.agent.limit workers min': 2,
      'muster.pool.agent.limit workers max': 2,
      'muster.pool.pending_requests workers': 0,
      'muster.pool.acquires workers true': 1,
      'muster.pool.create_time workers': 2,
      'muster.pool.wait_time workers': 1,
    });

    await pool.acquire();
    const waiting = pool.acquire();
    lease.release();
    (await waiting).release();
    await pool.close({ deadlineMs: 0 });
    unwatch();

    const after = await kept.collect();
    expect(after).toMatchObject({
      'muster.pool.acquires workers true': 2,
      'muster.pool.acquires workers false': 1,
      'muster.pool.use_time workers': 2,
    });
    expect(reads).toBe(1);
    await kept.shutdown();
  });

  test('is told of what goes wrong, by its name', async () => {
    const kept = createKeptMetrics();
    const metrics = createPoolMetrics(kept.meter, { pool: 'workers' });
    const launcher = createScriptedLauncher('fail');
    const pool = createPool({ launcher, spec, size: 1, breakAfter: 1, onEvent: metrics.onEvent });
    await expect(pool.acquire()).rejects.toThrow(/starts? .* failed|failed/);
    await pool.close();

    expect(await kept.collect()).toMatchObject({
      'muster.pool.failed_starts workers': 1,
      'muster.pool.turned_away workers PoolBrokenError': 1,
    });
    await kept.shutdown();
  });
});
