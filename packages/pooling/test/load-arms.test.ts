import { expect, test } from 'vitest';
import { underLoad } from '../experiments/load-arms.ts';
import type { Trial } from '../experiments/pool-metrics.ts';

/** A small workload; `onArrival` hears of each arrival as it is asked for. */
function trial(onArrival: (arrivals: number) => void): {
  readonly context: Trial;
  readonly stop: AbortController;
} {
  const stop = new AbortController();
  let arrivals = 0;
  let chance = 0;
  const context: Trial = {
    sizes: { agents: 4, poolSize: 2, acquires: 200, meanHoldMs: 20 },
    observe: (values) => {
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
  return { context, stop };
}

test('a workload that is stopped amid its arrivals rejects once, with the reason', async () => {
  const { context, stop } = trial((arrivals) => {
    if (arrivals === 20) stop.abort(new Error('Ctrl-C'));
  });

  // Rejections that nobody handles would fail the run.
  await expect(underLoad('steady', 0.8).trial(context)).rejects.toThrow(/abort|Ctrl-C/);
  expect(stop.signal.aborted).toBe(true);
});
