import * as fc from 'fast-check';
import { type Advice, adviseSize, type AdviceOptions, type Use } from '@muster/pooling/advisor';
import { describe, expect, test } from 'vitest';
import { type ArrivalPattern, createWorkload } from '../experiments/workload.ts';
import { chanceFrom } from './fixtures/chance.ts';
import { usesOf } from './fixtures/uses-of.ts';

/** Demand that keeps 16 agents busy on average. */
function workload(pattern: ArrivalPattern, acquires: number, seed: number): readonly Use[] {
  const demand = { pattern, utilization: 0.8, poolSize: 20, meanHoldMs: 20, acquires };
  return usesOf(createWorkload({ ...demand, next: chanceFrom(seed) }));
}

function advise(uses: readonly Use[], options: Partial<AdviceOptions> = {}): Advice {
  return adviseSize({ uses, goal: { share: 0.9 }, random: chanceFrom(1), ...options });
}

/** Three agents are busy at any time, and each use finds one that has just come free. */
const evenly = Array.from({ length: 1_000 }, (_, use): Use => ({ atMs: 10 * use, busyMs: 30 }));

describe('the advice', () => {
  test('is as certain as demand is regular', () => {
    const advice = advise(evenly);
    expect(advice).toMatchObject({ size: 3, low: 3, high: 3, confidence: 0.95 });
    expect(advice.curve).toEqual([{ size: 3, share: 1, low: 1, high: 1, modelled: 0 }]);
  });

  test('takes fewer agents where a wait is allowed for', () => {
    const uses = workload('bursty', 6_000, 2);
    const atOnce = advise(uses);
    const soon = advise(uses, { goal: { share: 0.9, withinMs: 10 } });
    expect(soon.size).toBeLessThan(atOnce.size);
  });

  test('is the smallest size on the curve that meets the goal', () => {
    const { size, low, high, curve } = advise(workload('ramping', 3_000, 3));
    expect(curve.map((point) => point.size)).toEqual(
      Array.from({ length: high - low + 1 }, (_, index) => low + index),
    );
    expect(size).toBe(curve.find(({ share }) => share >= 0.9)?.size);
  });

  test('has a point on its curve for each size asked for, rising with the size', () => {
    const sizes = [16, 20, 30, 60];
    const { curve } = advise(workload('steady', 6_000, 4), { sizes });
    expect(curve.map(({ size }) => size)).toEqual(expect.arrayContaining(sizes));
    expect(curve).toEqual(curve.toSorted((a, b) => a.share - b.share || a.size - b.size));
    for (const { share, low, high } of curve) {
      expect(low).toBeLessThanOrEqual(share);
      expect(high).toBeGreaterThanOrEqual(share);
    }
  });

  test('tells some twenty sizes of a wide interval, its ends and the advised one among them', () => {
    const demand = { utilization: 0.8, poolSize: 500, meanHoldMs: 20, acquires: 10_000 };
    const next = chanceFrom(10);
    const { size, low, high, curve } = advise(
      usesOf(createWorkload({ ...demand, pattern: 'bursty', next })),
    );
    expect(high - low).toBeGreaterThan(25);
    expect(curve.length).toBeLessThanOrEqual(22);
    expect(curve.map((point) => point.size)).toEqual(expect.arrayContaining([low, size, high]));
  });

  test('does not count how empty the pool was at first', () => {
    const uses = workload('steady', 2_000, 5);
    const [sooner, later] = [0, 500].map((settlingMs) =>
      advise(uses, { settlingMs, sizes: [18] }).curve.find(({ size }) => size === 18),
    );
    expect(later!.share).toBeLessThan(sooner!.share);
  });

  test('does not depend on when the clock was started', () => {
    const uses = workload('bursty', 1_000, 6);
    // By a power of two, which rounds nothing away.
    const halved = uses.map(({ atMs, busyMs }): Use => ({ atMs: atMs / 2, busyMs: busyMs / 2 }));
    expect(advise(halved).curve).toEqual(advise(uses).curve);
  });

  test('lies within its interval, in traces of every kind', () => {
    const use = fc.record({ afterMs: fc.nat({ max: 9 }), busyMs: fc.nat({ max: 50 }) });
    const trace = fc.array(use, { minLength: 30, maxLength: 60 });
    fc.assert(
      fc.property(trace, fc.double({ min: 0.1, max: 0.99, noNaN: true }), (steps, share) => {
        let atMs = 0;
        const uses = steps.map(({ afterMs, busyMs }) => ({ atMs: (atMs += 1 + afterMs), busyMs }));
        const { size, low, high } = advise(uses, { goal: { share }, settlingMs: 0 });
        expect(low).toBeLessThanOrEqual(size);
        expect(high).toBeGreaterThanOrEqual(size);
      }),
      { numRuns: 30, seed: 5 },
    );
  });
});

describe('the interval', () => {
  // The sizes are those of two million uses.
  test.each([
    { pattern: 'steady', acquires: 6_000, size: 23 },
    { pattern: 'bursty', acquires: 6_000, size: 32 },
  ] as const)(
    'holds the size of $pattern demand in 18 of 20 traces',
    ({ pattern, acquires, size }) => {
      const held = Array.from({ length: 20 }, (_, seed) => {
        const { low, high } = advise(workload(pattern, acquires, 100 + seed));
        return low <= size && size <= high;
      });
      expect(held.filter(Boolean).length).toBeGreaterThanOrEqual(18);
    },
  );
});

describe('warnings', () => {
  test('say where a formula must not be gone by', () => {
    const { modelledSize, size, low, peakedness, warnings } = advise(workload('bursty', 20_000, 7));
    expect(modelledSize).toBeLessThan(low);
    expect(warnings).toEqual([
      `uses crowd (peakedness ${peakedness.toFixed(1)}, 1 where they are independent): the formula would say ${modelledSize}, and must not be gone by`,
    ]);
    expect(peakedness).toBeGreaterThan(2.5);
    expect(size).toBeGreaterThan(modelledSize + 5);
  });

  test('are none for a long trace of independent uses, where the formula agrees', () => {
    const { modelledSize, low, high, peakedness, warnings } = advise(workload('steady', 20_000, 8));
    expect(warnings).toEqual([]);
    expect(peakedness).toBeCloseTo(1, 0);
    expect(modelledSize).toBeGreaterThanOrEqual(low);
    expect(modelledSize).toBeLessThanOrEqual(high);
  });

  test('say that a trace is short, and that it shows no end', () => {
    const { warnings } = advise(workload('steady', 1_000, 9), { goal: { share: 0.9999 } });
    expect(warnings).toEqual([
      expect.stringMatching(
        /^the trace is \d+ mean holds long: under 300 the interval is too narrow$/,
      ),
      expect.stringMatching(
        /^the interval has no upper end: this trace never shows more than \d+ at once$/,
      ),
    ]);
  });
});

test.each([
  [{ goal: { share: 1 } }, '`goal.share` must be above 0 and below 1, got 1'],
  [
    { goal: { share: 0.9, withinMs: -1 } },
    '`goal.withinMs` must be a finite number of milliseconds, 0 or more, got -1',
  ],
  [
    { settlingMs: Number.NaN },
    '`settlingMs` must be a finite number of milliseconds, 0 or more, got NaN',
  ],
  [{ sizes: [20, 0] }, '`sizes[1]` must be a positive integer, got 0'],
  [{ sizes: 20 }, '`sizes` must be an array, got 20'],
  [{ random: 0.5 }, '`random` must be a function, got 0.5'],
  [{ goal: undefined }, '`goal` must be an object, got undefined'],
  [{ goal: { share: '0.9' } }, "`goal.share` must be above 0 and below 1, got '0.9'"],
  [{ uses: undefined }, '`uses` must be an array, got undefined'],
  [{ uses: [null, null] }, '`uses[0]` must be an object, got null'],
  [{ uses: [evenly[0]] }, '`uses` must be at least 2, got 1'],
  [{ settlingMs: 9_900 }, '`uses` must be at least 20 after the first 9900 ms, got 10'],
])('wrong options are refused: %o', (options, message) => {
  expect(() => advise(evenly, options as Partial<AdviceOptions>)).toThrow(new TypeError(message));
});

test('options that are none are refused', () => {
  expect(() => adviseSize(undefined as unknown as AdviceOptions)).toThrow(
    new TypeError('`options` must be an object, got undefined'),
  );
});

test('a size that no trace needs costs no more than any other', () => {
  const { curve } = advise(evenly, { sizes: [Number.MAX_SAFE_INTEGER] });
  expect(curve.at(-1)).toMatchObject({ size: Number.MAX_SAFE_INTEGER, share: 1, low: 1, high: 1 });
});
