import { describe, expect, test } from 'vitest';
import { minimumSampleSize, quantileEstimate, quantileRanks } from '../src/quantile.ts';
import { seeded } from './support.ts';

const upTo = (n: number): number[] => Array.from({ length: n }, (_, at) => at + 1);

describe('a p99', () => {
  test.each([
    [1000, 990, 983, 997],
    [5000, 4950, 4936, 4964],
  ])('of %d values is that of rank %d, between ranks %d and %d', (n, value, low, high) => {
    const estimate = quantileEstimate(upTo(n).toReversed(), 0.99, 0.95);
    expect(estimate).toMatchObject({ value, low, high, n, warnings: [] });
    expect(estimate.confidence).toBeGreaterThanOrEqual(0.95);
  });

  test('of ten runs says what it would take, and that it is their maximum', () => {
    const estimate = quantileEstimate(upTo(10), 0.99, 0.9);
    expect(estimate).toMatchObject({ value: 10, high: Infinity });
    expect(estimate.warnings).toEqual([
      'no upper bound of the p99: 299 independent values are needed at 95 % one-sided, got 10',
      'the p99 of 10 values is their maximum',
    ]);
  });

  test('of as many values as it takes, and of one less, has a bound and has none', () => {
    for (const probability of [0.9, 0.95, 0.99, 0.999]) {
      const n = minimumSampleSize(probability, 0.95);
      expect(quantileRanks(n, probability, 0.9).high).toBe(n);
      // One rank above all there are is no bound.
      expect(quantileRanks(n - 1, probability, 0.9).high).toBe(n);
    }
  });
});

test('a p95 of 19 values is their maximum and says so, one of 20 is not', () => {
  const told = (n: number): boolean =>
    quantileEstimate(upTo(n), 0.95, 0.9).warnings.includes(
      `the p95 of ${n} values is their maximum`,
    );
  expect([told(10), told(19), told(20)]).toEqual([true, true, false]);
});

test.each([
  [0.5, 20],
  [0.9, 60],
  [0.99, 400],
])('the 90 %% interval of the quantile %d of %d skewed values holds it', (probability, n) => {
  const next = seeded(n);
  const truth = (1 - probability) ** -2;
  const repetitions = 500;
  let missed = 0;
  for (let at = 0; at < repetitions; at += 1) {
    const values = Array.from({ length: n }, () => (1 - next()) ** -2);
    const { low, high } = quantileEstimate(values, probability, 0.9);
    if (low > truth || high < truth) missed += 1;
  }
  // Three standard errors.
  expect(missed / repetitions).toBeLessThan(0.1 + 0.04);
});
