import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  mannWhitneyAtMost,
  mannWhitneyTest,
  unpairedDifference,
  unpairedRatio,
} from '../src/methods/index.ts';
import { normalQuantile } from '../src/normal.ts';
import { seeded } from './support.ts';

// Hollander, Wolfe and Chicken, example 4.1.
const term = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
const early = [1.15, 0.88, 0.9, 0.74, 1.21];

describe('Hollander and Wolfe’s two samples', () => {
  test('have W = 35 and p = .2544123', () => {
    const { statistic, twoSided } = mannWhitneyTest(early, term);
    expect(statistic).toBe(35);
    expect(twoSided).toBeCloseTo(0.2544123, 7);
  });

  test('differ by .305 (-.15 to .76)', () => {
    const { value, low, high } = unpairedDifference(early, term, 0.95);
    expect(value).toBeCloseTo(0.305, 12);
    expect(low).toBeCloseTo(-0.15, 12);
    expect(high).toBeCloseTo(0.76, 12);
  });

  test('have a ratio of 1.3117671 (.8595041 to 1.9594595)', () => {
    const { value, low, high } = unpairedRatio(term, early, 0.95);
    expect(value).toBeCloseTo(1.3117671, 7);
    expect(low).toBeCloseTo(0.8595041, 7);
    expect(high).toBeCloseTo(1.9594595, 7);
  });
});

/** Every choice of which ranks are the second sample's, counted. */
function enumerated(m: number, n: number, u: number): number {
  const counted = { all: 0, atMost: 0 };
  for (let chosen = 0; chosen < 2 ** (m + n); chosen += 1) {
    let [first, second, pairs] = [0, 0, 0];
    for (let rank = 0; rank < m + n; rank += 1) {
      if ((chosen >> rank) & 1) {
        second += 1;
        pairs += first;
      } else first += 1;
    }
    if (second !== n) continue;
    counted.all += 1;
    if (pairs <= u) counted.atMost += 1;
  }
  return counted.atMost / counted.all;
}

describe('the distribution of Mann and Whitney', () => {
  test.each([
    [1, 1],
    [3, 4],
    [5, 2],
    [4, 6],
  ])('of %d and %d values is that of all orders', (m, n) => {
    for (let u = -1; u <= m * n; u += 1) {
      expect(mannWhitneyAtMost(u, m, n)).toBeCloseTo(enumerated(m, n, u), 13);
    }
  });

  test('keeps its tails for many values', () => {
    let orders = 1;
    for (let each = 1; each <= 50; each += 1) orders *= (50 + each) / each;
    expect(mannWhitneyAtMost(0, 50, 50) * orders).toBeCloseTo(1, 10);
  });
});

describe('the interval of unpaired samples', () => {
  test('has a bound at 0.95 from 4 and 4 values on', () => {
    expect(unpairedDifference([1, 2, 3, 4], [5, 6, 7, 8], 0.95)).toMatchObject({
      low: 1,
      high: 7,
      warnings: [],
    });
    expect(unpairedDifference([1, 2, 3], [5, 6, 7, 8], 0.95)).toMatchObject({
      low: -Infinity,
      high: Infinity,
      warnings: ['samples of 3 and 4 are too small for a bound'],
    });
  });

  // 2,000 repetitions or more; log-normal, and one value in ten 1.5 to 4 times as large.
  test.each([
    [10, 0, 0.957],
    [30, 0, 0.95],
    [10, 0.1, 0.962],
    [20, 0.1, 0.958],
    [30, 0.1, 0.946],
  ])('of %d values each, %d of them spikes, covers a share of %d', (n, spikes, expected) => {
    const next = seeded(n);
    const value = (): number =>
      Math.exp(0.3 * normalQuantile(next() + 2 ** -33)) *
      (next() < spikes ? 1.5 + 2.5 * next() : 1);
    const rounds = 300;
    let covered = 0;
    for (let round = 0; round < rounds; round += 1) {
      const [from, to] = [0, 1].map(() => Array.from({ length: n }, value));
      const { low, high } = unpairedRatio(from ?? [], to ?? [], 0.95);
      if (low <= 1 && high >= 1) covered += 1;
    }
    // Three standard errors.
    expect(Math.abs(covered / rounds - expected)).toBeLessThan(0.04);
  });

  test('ends exactly where the test rejects, ties or not', () => {
    const samples = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(samples, samples, fc.integer({ min: -9, max: 9 }), (from, to, shift) => {
        const { low, high } = unpairedDifference(from, to, 0.9);
        const { greater, less } = mannWhitneyTest(from, to, shift);
        const tail = (1 - 0.9) / 2;
        expect(low > shift).toBe(greater <= tail);
        expect(high < shift).toBe(less <= tail);
      }),
    );
  });
});

test.each([
  [() => unpairedRatio([1, 0], [1], 0.9), '`from[1]` must be above 0 for a ratio, got 0'],
  [() => mannWhitneyTest([1], [1], NaN), '`shift` must be a finite number, got NaN'],
  [() => mannWhitneyAtMost(NaN, 5, 5), '`u` must be a number, got NaN'],
  [
    () => mannWhitneyAtMost(1, 101, 100),
    '`m` and `n` must be positive integers with a product of at most 10000, got 101 and 100',
  ],
])('misuse is refused by name', (misuse, message) => {
  expect(misuse).toThrow(new TypeError(message));
});
