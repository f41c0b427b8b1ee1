import { expect, test } from 'vitest';
import { underLoad } from '../experiments/load-arms.ts';
import type { Metric, Trial } from '../experiments/pool-metrics.ts';

/** A small workload, and what is observed of it; `onArrival` hears of each arrival as it is asked for. */
function trial(onArrival: (arrivals: number) => void): {
  readonly context: Trial;
  readonly stop: AbortController;
  readonly observed: Partial<Record<Metric, number>>;
} {
  const stop = new AbortController();
  const observed: Partial<Record<Metric, number>> = {};
  let arrivals = 0;
  let chance = 0;
  const context: Trial = {
    sizes: { agents: 4, poolSize: 2, acquires: 200, meanHoldMs: 20 },
    observe: (values) => {
      Object.assign(observed, values);
      if (values.generatorLagMs !== undefined) onArrival(++arrivals);
    },
    signal: stop.signal,
    launcher: 'exec',
    clock: performance,
    random: {
      next: () => (chance = (chance + 0.618) % 1),
      integer: (from) => from,
      shuffle: (items) => [...items],
    },
    scratchDir: '',
  };
  return { context, stop, observed };
}

test('a workload that is stopped amid its arrivals rejects once, with the reason', async () => {
  const { context, stop } = trial((arrivals) => {
    if (arrivals === 20) stop.abort(new Error('Ctrl-C'));
  });

  // Rejections that nobody handles would fail the run.
  await expect(underLoad('steady', 0.8).trial(context)).rejects.toThrow(/abort|Ctrl-C/);
  expect(stop.signal.aborted).toBe(true);
});

test('what was recorded foretells more hits for larger pools', async () => {
  const { context, observed } = trial(() => undefined);
  await underLoad('bursty', 0.8).trial(context);

  const { hitRate, foretold100, foretold125, foretold150, foretold200, advisedSize } = observed;
  const curve = [foretold100!, foretold125!, foretold150!, foretold200!];
  expect(curve).toEqual(curve.toSorted((a, b) => a - b));
  expect(hitRate).toBeLessThan(1);
  expect(foretold100).toBeLessThan(1);
  expect(foretold200).toBeGreaterThan(foretold100!);
  expect(advisedSize).toBeGreaterThan(context.sizes.poolSize);
});
