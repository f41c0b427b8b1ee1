import { describe, expect, test } from 'vitest';
import { karpFlatt } from '../src/scaling/karp-flatt.ts';
import { ExtrapolationError, throughputAt } from '../src/scaling/throughput-at.ts';
import {
  AMDAHL,
  LEVELS,
  LINE,
  SCATTER,
  SDM91,
  USL,
  pointsOn,
  scalingOf,
  scattered,
} from './scaling-support.ts';

describe('the choice among laws', () => {
  test.each([
    ['linear', LINE],
    ['amdahl', AMDAHL],
    ['usl', USL],
  ])('falls on %s where that made the runs', (law, curve) => {
    expect(scalingOf(pointsOn(curve, LEVELS, SCATTER)).chosen).toBe(law);
    expect(scalingOf(pointsOn(curve, LEVELS, [1, 1])).chosen).toBe(law);
  });

  test('shows by how much the others are worse, and the chosen by nothing', () => {
    const { models } = scalingOf(pointsOn(USL, LEVELS, SCATTER));
    expect(models.map(({ law }) => law)).toEqual(['linear', 'amdahl', 'usl']);
    const [linear = 0, amdahl = 0, usl = NaN] = models.map(({ difference }) => difference ?? NaN);
    expect(linear).toBeGreaterThan(amdahl);
    expect(amdahl).toBeGreaterThan(2);
    expect(usl).toBe(0);
  });

  test('of SDM91 with one run a level is Amdahl by 3.0: seven runs do not pay for a term more', () => {
    const { chosen, models } = scalingOf(SDM91);
    expect(chosen).toBe('amdahl');
    // n ln(RSS / n) + 2 k + 2 k (k + 1) / (n - k - 1) with n = 7, k = 4 and RSS = 4 x 82.8458^2.
    const aicc = 7 * Math.log((4 * 82.8458 ** 2) / 7) + 8 + 20;
    expect(models[2]?.aicc).toBeCloseTo(aicc, 3);
    // By scipy, 82.87346 for Amdahl; without the correction for few runs usl would lead by 8.95.
    expect(models[1]?.aicc).toBeCloseTo(82.87346, 4);
    expect(models[2]?.difference).toBeCloseTo(3.047, 3);
  });

  test('is usl once SDM91 has runs enough', () => {
    const points = SDM91.map(({ concurrency, throughputs: [each = NaN] }) => ({
      concurrency,
      throughputs: [0.98, 1, 1.02].map((factor) => factor * each),
    }));
    const { chosen, optimum } = scalingOf(points);
    expect(chosen).toBe('usl');
    expect(optimum).toMatchObject({ found: 'peak' });
  });

  test('is no finding where there are too few runs for any criterion', () => {
    const { chosen, models, warnings } = scalingOf(pointsOn(USL, [1, 2, 4]));
    expect(chosen).toBe('linear');
    expect(models.map(({ aicc, difference }) => [aicc, difference])).toEqual([
      [null, null],
      [null, null],
      [null, null],
    ]);
    expect(warnings).toContain('too few runs to choose a law, got 3: linear is no finding');
  });
});

describe('the optimum', () => {
  test('is the peak of the curve with the interval that the runs leave', () => {
    const { optimum } = scalingOf(pointsOn(USL, LEVELS, SCATTER));
    if (optimum.found !== 'peak') throw new Error(optimum.because);
    const { concurrency, throughput } = optimum;
    expect(concurrency.value).toBeCloseTo(Math.sqrt(0.95 / 0.001), 6);
    expect(concurrency.low).toBeLessThan(concurrency.value ?? NaN);
    expect(concurrency.high).toBeGreaterThan(concurrency.value ?? NaN);
    expect(throughput.low).toBeLessThan(throughput.value ?? NaN);
    expect(optimum.because).toMatch(/^throughput is highest at a concurrency of 30\.8 \(/);
  });

  test('is none where b is 0', () => {
    const { optimum, models, warnings } = scalingOf(pointsOn(AMDAHL, LEVELS, SCATTER));
    expect(models[2]?.coherency?.value).toBeLessThan(1e-9);
    expect(optimum.found).toBe('none');
    expect(optimum.because).toMatch(/^no retrograde term detected/);
    expect(warnings).toContain(optimum.because);
  });

  test('is not told where it lies beyond twice the largest level', () => {
    const far = { ...USL, contention: 0, coherency: 1 / 130 ** 2 };
    const { optimum } = scalingOf(pointsOn(far, LEVELS, [0.999, 1, 1.001]));
    expect(optimum).toEqual({
      found: 'beyond',
      because:
        'the peak lies beyond a concurrency of 128, twice the largest measured: measure further out',
    });
  });

  test('between the largest level and twice that is told with a warning', () => {
    const near = { ...USL, contention: 0, coherency: 1 / 100 ** 2 };
    const { optimum, warnings } = scalingOf(pointsOn(near, LEVELS, [0.999, 1, 1.001]));
    expect(optimum.found).toBe('peak');
    expect(warnings).toContain('the peak lies beyond the largest concurrency measured, 64');
  });

  test('has no upper end where resampled peaks lie too far out', () => {
    const near = { ...USL, contention: 0, coherency: 1 / 125 ** 2 };
    const { optimum } = scalingOf(pointsOn(near, LEVELS, [0.97, 1, 1.03]));
    if (optimum.found !== 'peak') throw new Error(optimum.because);
    expect(optimum.concurrency.high).toBeNull();
    expect(optimum.concurrency.low).toBeGreaterThan(64);
  });

  test('is none where throughput is the same at every concurrency', () => {
    const { chosen, optimum, warnings } = scalingOf(
      pointsOn({ rate: 100, contention: 1, coherency: 0 }, LEVELS, SCATTER),
    );
    expect(chosen).toBe('amdahl');
    expect(optimum).toEqual({
      found: 'none',
      because: 'throughput is the same at every concurrency: no more from more at once',
    });
    expect(warnings).toContain(optimum.because);
  });

  test('is at 1 where throughput falls from the start', () => {
    const { optimum } = scalingOf(
      pointsOn({ ...USL, contention: 0.9, coherency: 0.5 }, LEVELS, SCATTER),
    );
    if (optimum.found !== 'peak') throw new Error(optimum.because);
    expect(optimum.concurrency.value).toBe(1);
  });
});

describe('a scaling', () => {
  test('is plain data that survives JSON', () => {
    for (const points of [SDM91, scattered(LINE, 3, 1), scattered(USL, 3, 1)]) {
      const scaling = scalingOf(points);
      expect(JSON.parse(JSON.stringify(scaling))).toEqual(scaling);
    }
  });

  test('does not depend on the order of points and runs', () => {
    const points = scattered(USL, 4, 9);
    const turned = points
      .toReversed()
      .map((point) => ({ ...point, throughputs: point.throughputs.toReversed() }));
    expect(scalingOf(turned)).toEqual(scalingOf(points));
  });

  test('in another unit has other rates and nothing else', () => {
    const points = scattered(USL, 4, 9);
    const kilo = points.map((point) => ({
      ...point,
      throughputs: point.throughputs.map((each) => each / 1024),
    }));
    const [one, other] = [scalingOf(points), scalingOf(kilo)];
    expect(other.warnings).toEqual(one.warnings);
    expect(other.models.map(({ coherency }) => coherency)).toEqual(
      one.models.map(({ coherency }) => coherency),
    );
    expect(other.models[2]?.rate.low).toBe((one.models[2]?.rate.low ?? NaN) / 1024);
    for (const [at, { difference }] of other.models.entries()) {
      expect(difference).toBeCloseTo(one.models[at]?.difference ?? NaN, 9);
    }
  });

  test('tells of each level what was measured, what the law says, and whether cores were short', () => {
    const { levels } = scalingOf(pointsOn(USL, LEVELS, SCATTER));
    expect(levels.map(({ oversubscribed }) => oversubscribed)).toEqual([
      false,
      false,
      false,
      false,
      true,
      true,
      true,
    ]);
    expect(levels[0]).toMatchObject({ concurrency: 1, runs: 7 });
    expect(levels[0]?.mean).toBeCloseTo(100, 9);
    expect(levels[0]?.expected.value).toBeCloseTo(100, 6);
  });
});

test.each([
  ['nothing', LEVELS.map(() => [0, 0]), 'linear'],
  ['nothing but once', LEVELS.map((each) => (each === 4 ? [0, 1] : [0, 0])), undefined],
  ['constant throughput', LEVELS.map(() => [5, 5]), 'amdahl'],
  ['throughput that squares', LEVELS.map((each) => [each ** 2, each ** 2]), 'linear'],
  ['throughput that halves', LEVELS.map((each) => [1 / each, 1 / each]), 'usl'],
  ['huge numbers', LEVELS.map(() => [1e308, 1.7e308]), 'amdahl'],
  ['tiny numbers', LEVELS.map(() => [5e-324, 5e-324]), 'amdahl'],
])('%s has a defined result', (_, throughputs, law) => {
  const points = LEVELS.map((concurrency, at) => ({
    concurrency,
    throughputs: throughputs[at] ?? [],
  }));
  const scaling = scalingOf(points);
  expect(JSON.parse(JSON.stringify(scaling))).toEqual(scaling);
  expect(JSON.stringify(scaling)).not.toContain('NaN');
  expect(scaling.chosen).toBe(law ?? scaling.chosen);
});

describe('the throughput at a concurrency', () => {
  const scaling = scalingOf(pointsOn(USL, LEVELS, SCATTER));

  test('is the chosen curve, between levels and up to twice the largest', () => {
    expect(throughputAt(scaling, 30)).toBeCloseTo(3000 / (1 + 0.05 * 29 + 0.001 * 30 * 29), 6);
    expect(throughputAt(scaling, 128)).toBeGreaterThan(0);
  });

  test('is not told further out', () => {
    expect(() => throughputAt(scaling, 129)).toThrow(ExtrapolationError);
    expect(() => throughputAt(scaling, 129)).toThrow(
      expect.objectContaining({
        concurrency: 129,
        furthest: 128,
        message: 'a concurrency of 129 is beyond 128, twice the largest that was measured',
      }),
    );
  });

  test.each([0, NaN])('of %d is misuse', (concurrency) => {
    expect(() => throughputAt(scaling, concurrency)).toThrow(
      new TypeError(`\`concurrency\` must be a number of at least 1, got ${concurrency}`),
    );
  });
});

test.each([
  [{ cores: 0 }, '`cores` must be a positive integer, got 0'],
  [{ cores: 1.5 }, '`cores` must be a positive integer, got 1.5'],
  [{ confidence: 1 }, '`confidence` must be above 0 and below 1, got 1'],
  [{ resamples: 38 }, '`resamples` must be an integer of at least 39 at confidence 0.95, got 38'],
  [
    { resamples: 99.5 },
    '`resamples` must be an integer of at least 39 at confidence 0.95, got 99.5',
  ],
  [{ random: () => 1 }, '`random` must give numbers from 0 to below 1, got 1'],
])('%j is refused by name', (options, message) => {
  expect(() => scalingOf(pointsOn(USL, LEVELS, SCATTER), options)).toThrow(new TypeError(message));
});

describe('the Karp-Flatt share', () => {
  test.each([
    [4, 4, 0],
    [1, 4, 1],
    [2, 4, 1 / 3],
    [8, 4, -1 / 6],
  ])('of a speed-up of %d by %d workers is %d', (speedup, workers, share) => {
    expect(karpFlatt(speedup, workers)).toBeCloseTo(share, 12);
  });

  test('is the contention of Amdahl where Amdahl holds', () => {
    const speedup = 16 / (1 + 0.07 * 15);
    expect(karpFlatt(speedup, 16)).toBeCloseTo(0.07, 12);
  });

  test.each([
    [0, 4, '`speedup` must be a finite number above 0, got 0'],
    [Infinity, 4, '`speedup` must be a finite number above 0, got Infinity'],
    [2, 1, '`workers` must be an integer of at least 2, got 1'],
  ])('of %d by %d is refused', (speedup, workers, message) => {
    expect(() => karpFlatt(speedup, workers)).toThrow(new TypeError(message));
  });
});
