import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pairedDifference, pairedRatio } from '../src/estimate.ts';
import {
  criticalRank,
  signedRankAtMost,
  signedRankQuantile,
} from '../src/signed-rank-distribution.ts';
import { signedRankInterval, signedRankTest } from '../src/signed-rank.ts';
import { hodgesLehmann, walshAverages } from '../src/walsh.ts';

// Hollander, Wolfe and Chicken, example 3.1.
const before = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3];
const after = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];
const falls = before.map((value, at) => value - (after[at] ?? 0));

/** Every one of the 2^n sign patterns, counted. */
function enumerated(n: number, v: number): number {
  let count = 0;
  for (let signs = 0; signs < 2 ** n; signs += 1) {
    let sum = 0;
    for (let rank = 1; rank <= n; rank += 1) if ((signs >> (rank - 1)) & 1) sum += rank;
    if (sum <= v) count += 1;
  }
  return count / 2 ** n;
}

describe('the signed-rank distribution', () => {
  test.each([1, 2, 5, 9, 10])('of %d values is that of all sign patterns', (n) => {
    for (let v = -1; v <= (n * (n + 1)) / 2; v += 1) {
      expect(signedRankAtMost(v, n)).toBe(enumerated(n, v));
    }
  });

  test.each([
    [6, 0.025, 1],
    [8, 0.025, 4],
    [9, 0.025, 6],
    [10, 0.025, 9],
    [10, 0.05, 11],
    [20, 0.025, 53],
    [20, 0.05, 61],
    [30, 0.025, 138],
    [30, 0.05, 152],
    [50, 0.025, 435],
    [5, 0.025, 0],
    [3, 0.8, 5],
    [60, 0.05, 691],
    [100, 0.95, 3004],
    [3, 1, 6],
  ])(
    'of %d values has at %d the quantile that counting in integers gives',
    (n, probability, expected) => {
      expect(signedRankQuantile(probability, n)).toBe(expected);
    },
  );

  test('of 10 values achieves .0420 where .05 one-sided is asked', () => {
    const { rank, tail } = criticalRank(10, 0.05);
    expect(rank).toBe(11);
    expect(tail).toBeCloseTo(0.0419922, 7);
  });

  test('has a critical rank wherever the probability is met exactly', () => {
    expect(criticalRank(6, 1 / 64)).toEqual({ rank: 1, tail: 1 / 64 });
    expect(criticalRank(5, 1 / 64)).toEqual({ rank: 0, tail: 0 });
    expect(criticalRank(5, 0.05).rank).toBe(1);
    expect(criticalRank(4, 0.05).rank).toBe(0);
  });

  test('is still exact for hundreds of values', () => {
    const half = (300 * 301) / 4;
    expect(signedRankAtMost(half, 300) + signedRankAtMost(half - 1, 300)).toBeCloseTo(1, 12);
    expect(signedRankAtMost(0, 300)).toBe(2 ** -300);
  });

  test.each([
    [() => signedRankAtMost(1, 0), '`n` must be an integer between 1 and 1000, got 0'],
    [() => criticalRank(5, 0), '`tail` must be above 0 and at most 0.5, got 0'],
    [() => signedRankQuantile(-1, 5), '`probability` must be between 0 and 1, got -1'],
    [() => walshAverages(Array<number>(1001).fill(1)), 'give one number a run'],
  ])('refuses misuse', (misuse, message) => {
    expect(misuse).toThrow(TypeError);
    expect(misuse).toThrow(message);
  });
});

describe('Hollander and Wolfe’s pairs', () => {
  test('have V = 40 and p = .0390625', () => {
    expect(signedRankTest(falls)).toMatchObject({ n: 9, statistic: 40, twoSided: 0.0390625 });
  });

  test('fall by .46 (.01 to .786)', () => {
    const estimate = pairedDifference(after, before, 0.95);
    expect(estimate.value).toBeCloseTo(0.46, 12);
    expect(estimate.low).toBeCloseTo(0.01, 12);
    expect(estimate.high).toBeCloseTo(0.786, 12);
    expect(estimate.confidence).toBe(1 - 2 * signedRankAtMost(5, 9));
  });

  test('have a ratio of 1.3846838 (.9909978 to 1.9869685), p = .0546875', () => {
    const estimate = pairedRatio(before, after, 0.95);
    expect(estimate.value).toBeCloseTo(1.3846838, 7);
    expect(estimate.low).toBeCloseTo(0.9909978, 7);
    expect(estimate.high).toBeCloseTo(1.9869685, 7);
    expect(signedRankTest(before.map((x, at) => Math.log(x / (after[at] ?? 0)))).twoSided).toBe(
      0.0546875,
    );
  });
});

describe('the signed-rank test', () => {
  test('gives tied pairs their mid-ranks', () => {
    // |d| = 1 1 2 3: ranks 1.5 1.5 3 4, of which 1, 2 and 3 are positive.
    expect(signedRankTest([1, -1, 2, 3]).statistic).toBe(8.5);
    expect(signedRankTest([0, 1]).statistic).toBe(2.5);
  });

  test('counts ties and zeros against either alternative', () => {
    const zeros = signedRankTest([0, 0, 0, 0, 0, 0]);
    expect(zeros).toMatchObject({ greater: 1, less: 1, twoSided: 1 });
    expect(signedRankTest([1, 1, 1, 1, 1, 1]).greater).toBe(1 / 64);
    expect(signedRankTest([0, 1, 1, 1, 1, 1]).greater).toBe(1 / 32);
  });

  const samples = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 12 });

  test('rejects exactly where the interval ends, ties or not', () => {
    fc.assert(
      fc.property(
        samples,
        fc.integer({ min: -6, max: 6 }),
        fc.constantFrom(0.05, 0.025, 1 / 64, 0.3),
        (values, shift, tail) => {
          const { low, high } = signedRankInterval(values, { low: tail, high: tail });
          const { greater, less } = signedRankTest(values, shift);
          expect(low > shift).toBe(greater <= tail);
          expect(high < shift).toBe(less <= tail);
        },
      ),
    );
  });

  test('keeps its level under ties: over all signs of tied and zero values', () => {
    const sizes = [0, 0, 1, 1, 1, 2, 2, 3];
    let rejected = 0;
    for (let signs = 0; signs < 256; signs += 1) {
      const values = sizes.map((size, at) => ((signs >> at) & 1 ? size : -size));
      if (signedRankTest(values).greater <= 0.05) rejected += 1;
    }
    expect(rejected).toBeGreaterThan(0);
    expect(rejected / 256).toBeLessThanOrEqual(0.05);
  });

  test('refuses a shift that is no number', () => {
    expect(() => signedRankTest([1], Number.NaN)).toThrow(
      new TypeError('`shift` must be a finite number, got NaN'),
    );
  });
});

test('the Hodges-Lehmann estimate is the median of all pair means', () => {
  expect([...walshAverages([4, 1, 2])]).toEqual([1, 1.5, 2, 2.5, 3, 4]);
  expect(hodgesLehmann([4, 1, 2])).toBe(2.25);
  expect(hodgesLehmann([7])).toBe(7);
});
