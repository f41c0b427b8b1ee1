import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pairedDifference, pairedRatio, typicalLevel } from '../src/estimate.ts';
import { medianInterval, signTest } from '../src/sign-test.ts';
import { seeded } from './support.ts';

const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), {
  minLength: 1,
  maxLength: 25,
});
const positives = fc.array(
  fc.tuple(
    fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
    fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
  ),
  { minLength: 1, maxLength: 20 },
);

/** Distance relative to the size of what is expected; 0 for equal infinities. */
const off = (actual: number, expected: number): number =>
  actual === expected ? 0 : Math.abs(actual - expected) / (1 + Math.abs(expected));

describe.each([
  ['the typical level', typicalLevel],
  ['the median', medianInterval],
])('%s', (_, estimate) => {
  test('lies within its interval', () => {
    fc.assert(
      fc.property(
        values,
        fc.double({ min: 0.1, max: 0.999, noNaN: true }),
        (sample, confidence) => {
          const { value, low, high, confidence: achieved } = estimate(sample, confidence);
          expect(low).toBeLessThanOrEqual(value);
          expect(high).toBeGreaterThanOrEqual(value);
          expect(achieved).toBeGreaterThanOrEqual(confidence - 1e-12);
        },
      ),
    );
  });

  test('moves with a shift and a change of scale', () => {
    fc.assert(
      fc.property(
        values,
        fc.integer({ min: -100, max: 100 }),
        fc.integer({ min: 1, max: 100 }),
        (sample, shift, scale) => {
          const before = estimate(sample, 0.9);
          const after = estimate(
            sample.map((each) => each * scale + shift),
            0.9,
          );
          expect(off(after.value, before.value * scale + shift)).toBeLessThan(1e-6);
          expect(off(after.low, before.low * scale + shift)).toBeLessThan(1e-6);
          expect(off(after.high, before.high * scale + shift)).toBeLessThan(1e-6);
        },
      ),
    );
  });

  test('has an interval that grows with confidence', () => {
    fc.assert(
      fc.property(
        values,
        fc.double({ min: 0.1, max: 0.99, noNaN: true }),
        fc.double({ min: 0.1, max: 0.99, noNaN: true }),
        (sample, one, other) => {
          const narrow = estimate(sample, Math.min(one, other));
          const wide = estimate(sample, Math.max(one, other));
          expect(wide.low).toBeLessThanOrEqual(narrow.low);
          expect(wide.high).toBeGreaterThanOrEqual(narrow.high);
        },
      ),
    );
  });

  test('is unbounded, with a warning, when there are too few values', () => {
    expect(estimate([3, 1, 2, 4], 0.9)).toMatchObject({
      value: 2.5,
      low: -Infinity,
      high: Infinity,
      confidence: 1,
      warnings: ['4 values bound nothing at 95 % one-sided confidence: at least 5 are needed'],
    });
    expect(estimate([1], 0.95).warnings).toEqual([
      '1 value bounds nothing at 97.5 % one-sided confidence: at least 6 are needed',
    ]);
    expect(estimate([1, 2, 3, 4, 5], 0.9)).toMatchObject({
      low: 1,
      high: 5,
      confidence: 0.9375,
      warnings: [],
    });
  });

  test('refuses a confidence of 1', () => {
    expect(() => estimate([1], 1)).toThrow(
      new TypeError('`confidence` must be above 0 and below 1, got 1'),
    );
  });
});

describe('the paired ratio', () => {
  test('scales with `from`, inversely with `to`, and turns over when the sides change places', () => {
    fc.assert(
      fc.property(positives, fc.double({ min: 0.01, max: 100, noNaN: true }), (pairs, scale) => {
        const from = pairs.map(([each]) => each);
        const to = pairs.map(([, each]) => each);
        const ratio = pairedRatio(from, to, 0.9);
        const scaled = pairedRatio(
          from.map((each) => each * scale),
          to,
          0.9,
        );
        const turned = pairedRatio(to, from, 0.9);
        expect(off(scaled.value / scale, ratio.value)).toBeLessThan(1e-6);
        expect(off(scaled.low / scale, ratio.low)).toBeLessThan(1e-6);
        expect(off(turned.value * ratio.value, 1)).toBeLessThan(1e-6);
        expect(off(turned.high, 1 / ratio.low)).toBeLessThan(1e-6);
        expect(ratio.low).toBeLessThanOrEqual(ratio.value);
        expect(ratio.high).toBeGreaterThanOrEqual(ratio.value);
      }),
    );
  });

  test('of pairs that are all exactly 2 is exactly 2', () => {
    const to = [3, 7.1, 9.9, 0.3, 12, 5];
    const from = to.map((each) => each * 2);
    expect(pairedRatio(from, to, 0.9)).toMatchObject({ value: 2, low: 2, high: 2 });
  });

  test('is bounded by 0 below when there are too few pairs', () => {
    expect(pairedRatio([2], [1], 0.9)).toMatchObject({ low: 0, high: Infinity });
  });

  test.each([
    [[1, 0], [1, 1], '`from[1]` must be above 0 for a ratio, got 0'],
    [[1], [-2], '`to[0]` must be above 0 for a ratio, got -2'],
    [[1, 2], [1], '`to` must pair with `from` one to one: 2 numbers expected, got 1'],
    [[1], [Number.NaN], '`to[0]` must be a finite number, got NaN'],
  ])('refuses %j against %j', (from, to, message) => {
    expect(() => pairedRatio(from, to, 0.9)).toThrow(new TypeError(message));
  });
});

test('the paired difference is to - from', () => {
  expect(pairedDifference([1, 2, 3, 4, 5], [11, 12, 13, 14, 15], 0.9)).toMatchObject({
    value: 10,
    low: 10,
    high: 10,
  });
});

describe('the sign test', () => {
  test('counts what equals the shift against both alternatives', () => {
    expect(signTest([1, 2, 3, 4, 5], 0)).toMatchObject({ statistic: 5, greater: 1 / 32, less: 1 });
    expect(signTest([0, 2, 3, 4, 5], 0).greater).toBeCloseTo(6 / 32, 12);
  });

  test('rejects exactly where the median interval ends', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 20 }),
        fc.integer({ min: -6, max: 6 }),
        (sample, shift) => {
          const { low, high } = medianInterval(sample, 0.9);
          const { greater, less } = signTest(sample, shift);
          expect(low > shift).toBe(greater <= 0.05);
          expect(high < shift).toBe(less <= 0.05);
        },
      ),
    );
  });

  test('refuses NaN', () => {
    expect(() => signTest([1], Number.NaN)).toThrow(
      new TypeError('`shift` must be a number, got NaN'),
    );
  });
});

describe('coverage over 2000 simulated experiments of 10 blocks', () => {
  const normal = (random: () => number): number =>
    Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

  test('of the paired ratio errs at its own rate at either end when both arms are spiky', () => {
    const random = seeded(20_260_101);
    const noisy = (level: number): number =>
      level * Math.exp(0.1 * normal(random)) * (random() < 0.1 ? 1.5 + 2.5 * random() : 1);
    const experiments = 2000;
    let above = 0;
    let below = 0;
    for (let experiment = 0; experiment < experiments; experiment += 1) {
      const from = Array.from({ length: 10 }, () => noisy(200));
      const to = Array.from({ length: 10 }, () => noisy(100));
      const { low, high } = pairedRatio(from, to, 0.9);
      if (low > 2) above += 1;
      if (high < 2) below += 1;
    }
    // The exact rate is 4.2 %; four standard errors of the simulation are 1.8 %.
    for (const missed of [above / experiments, below / experiments]) {
      expect(missed).toBeGreaterThan(0.024);
      expect(missed).toBeLessThan(0.06);
    }
  });
});
