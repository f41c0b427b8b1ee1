import { describe, expect, test } from 'vitest';
import {
  geometricMeanRatio,
  meanEstimate,
  meanTest,
  pairedPower,
  pairedShift,
} from '../src/methods/index.ts';

// Hollander, Wolfe and Chicken, example 3.1.
const before = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3];
const after = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];
const logs = before.map((value, at) => Math.log(value / (after[at] ?? NaN)));

describe('Hollander and Wolfe’s pairs', () => {
  test('have a geometric mean ratio of 1.3744909 (1.0176054 to 1.8565401)', () => {
    const { value, low, high } = geometricMeanRatio(before, after, 0.95);
    expect(value).toBeCloseTo(1.3744909, 7);
    expect(low).toBeCloseTo(1.0176054, 7);
    expect(high).toBeCloseTo(1.8565401, 7);
  });

  test('are not shown to be above 1.1: t = 1.7087912, p = .0629331, at least 1.0785917', () => {
    const { n, statistic, greater } = meanTest(logs, Math.log(1.1));
    expect(n - 1).toBe(8);
    expect(statistic).toBeCloseTo(1.7087912, 7);
    expect(greater).toBeCloseTo(0.0629331, 7);
    expect(geometricMeanRatio(before, after, 0.9).low).toBeCloseTo(1.0785917, 7);
  });
});

describe('the mean', () => {
  test('of values that never vary is sure of itself', () => {
    expect(meanEstimate([2, 2, 2], 0.95)).toMatchObject({ value: 2, low: 2, high: 2 });
    expect(meanTest([2, 2, 2], 2)).toMatchObject({ statistic: 0, greater: 0.5, twoSided: 1 });
    expect(meanTest([2, 2, 2], 1).greater).toBe(0);
  });

  test.each([0.1, 1 / 3, 1e308])('of %d thirty times is exactly that', (value) => {
    const values = Array.from({ length: 30 }, () => value);
    expect(meanEstimate(values, 0.95)).toMatchObject({ value, low: value, high: value });
    expect(meanTest(values, value)).toMatchObject({ statistic: 0, twoSided: 1 });
  });

  test('takes values whose scatter is a number', () => {
    expect(() => meanEstimate([1e308, -1e308], 0.95)).toThrow(
      new TypeError('`values` must have a finite variance, got Infinity'),
    );
  });

  test('takes two values and a shift that is a number', () => {
    expect(() => meanEstimate([1], 0.95)).toThrow(
      new TypeError('`values` must hold at least 2 numbers, got 1'),
    );
    expect(() => meanTest([1, 2], Infinity)).toThrow(
      new TypeError('`shift` must be a finite number, got Infinity'),
    );
  });
});

describe('the smallest ratio that a paired t test shows with a power of 0.8', () => {
  // power.t.test of R.
  test.each([
    [0.05, 10, 1.044],
    [0.05, 20, 1.029],
    [0.05, 30, 1.024],
    [0.1, 10, 1.089],
    [0.1, 20, 1.059],
    [0.1, 30, 1.048],
    [0.2, 10, 1.186],
    [0.2, 20, 1.122],
    [0.2, 30, 1.097],
  ])('at a standard deviation of %d and %d pairs is %d', (sdLog, pairs, expected) => {
    const shift = pairedShift(0.8, { pairs, confidence: 0.95 });
    expect(Math.abs(Math.exp(sdLog * shift) - expected)).toBeLessThan(6e-4);
  });

  test('has at no shift the power of chance', () => {
    expect(pairedPower(0, { pairs: 12, confidence: 0.95 })).toBeCloseTo(0.05, 8);
  });

  // The noncentral t distribution of scipy.
  test.each([
    [2, 0.999, 0.00363396423],
    [3, 0.999, 0.00793937917],
    [10, 0.95, 0.89751699434],
  ])(
    'has at a shift of 1, with %d pairs and a confidence of %d, a power of %d',
    (pairs, confidence, power) => {
      expect(pairedPower(1, { pairs, confidence })).toBeCloseTo(power, 9);
    },
  );

  test.each([
    [
      () => pairedPower(1, { pairs: 1, confidence: 0.95 }),
      '`pairs` must be an integer of at least 2, got 1',
    ],
    [
      () => pairedPower(NaN, { pairs: 5, confidence: 0.95 }),
      '`shift` must be a finite number, got NaN',
    ],
    [
      () => pairedShift(1, { pairs: 5, confidence: 0.95 }),
      '`power` must be above 1 - `confidence` and at most 0.999999999, got 1',
    ],
    [
      () => pairedShift(0.99999999999, { pairs: 5, confidence: 0.95 }),
      '`power` must be above 1 - `confidence` and at most 0.999999999, got 0.99999999999',
    ],
  ])('refuses misuse', (misuse, message) => {
    expect(misuse).toThrow(new TypeError(message));
  });
});
