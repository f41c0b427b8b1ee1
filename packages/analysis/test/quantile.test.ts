import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  median,
  minimumSampleSize,
  quantile,
  quantileEstimate,
  quantileRanks,
} from '../src/quantile.ts';

const upTo = (n: number): number[] => Array.from({ length: n }, (_, at) => at + 1);

describe('a quantile', () => {
  test.each([
    [10, 0.5, 5],
    [10, 0.51, 6],
    [10, 0.95, 10],
    [100, 0.07, 7],
    [100, 0.99, 99],
    [1000, 0.999, 999],
    [1, 0.01, 1],
  ])('of %d values at %d is the value of rank %d', (n, probability, rank) => {
    expect(quantile(upTo(n).toReversed(), probability)).toBe(rank);
  });

  test('is always a measured value', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true }), { minLength: 1 }),
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        (values, probability) => {
          expect(values).toContain(quantile(values, probability));
        },
      ),
    );
  });

  test('refuses probabilities 0 and 1', () => {
    expect(() => quantile([1], 1)).toThrow(
      new TypeError('`probability` must be above 0 and below 1, got 1'),
    );
  });
});

test.each([
  [[3, 1, 2], 2],
  [[4, 1, 2, 3], 2.5],
  [[Number.MAX_VALUE, Number.MAX_VALUE], Number.MAX_VALUE],
  [[5, Infinity], Infinity],
])('the median of %j is %d', (values, expected) => {
  expect(median(values)).toBe(expected);
});

describe('the rank interval of a quantile', () => {
  test.each([
    [1000, 0.99, 0.95, 983, 997],
    [5000, 0.99, 0.95, 4936, 4964],
    [10, 0.5, 0.95, 2, 9],
    [9, 0.5, 0.9, 2, 8],
    [6, 0.5, 0.95, 1, 6],
    [5, 0.5, 0.95, 0, 6],
    [5, 0.5, 15 / 16, 1, 5],
    [7, 0.5, 63 / 64, 1, 7],
    [6, 0.5, 63 / 64, 0, 7],
  ])(
    'of %d values at %d with confidence %d has ranks %d and %d',
    (n, probability, confidence, low, high) => {
      const ranks = quantileRanks(n, probability, confidence);
      expect([ranks.low, ranks.high]).toEqual([low, high]);
    },
  );

  test('never has less confidence than was asked for', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2000 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        fc.double({ min: 0.5, max: 0.999, noNaN: true }),
        (n, probability, confidence) => {
          const ranks = quantileRanks(n, probability, confidence);
          expect(ranks.confidence).toBeGreaterThanOrEqual(confidence - 1e-12);
          expect(ranks.low).toBeLessThan(ranks.high);
        },
      ),
    );
  });

  test.each([
    [0.99, 299],
    [0.95, 59],
    [0.9, 29],
    [0.999, 2995],
    [0.5, 5],
    [0.01, 299],
  ])('of p = %d takes %d values for a one-sided 95 %% bound', (probability, n) => {
    expect(minimumSampleSize(probability, 0.95)).toBe(n);
  });

  test('has no upper end with 298 values at p99, and has one with 299', () => {
    const small = quantileEstimate(upTo(298), 0.99, 0.9);
    expect(small.high).toBe(Infinity);
    expect(small.warnings).toEqual([
      'no upper bound of the p99: 299 independent values are needed at 95 % one-sided, got 298',
    ]);
    const enough = quantileEstimate(upTo(299), 0.99, 0.9);
    expect(enough).toMatchObject({ value: 297, high: 299, warnings: [] });
  });

  test('says when a high quantile is nothing but the maximum', () => {
    expect(quantileEstimate(upTo(10), 0.95, 0.9).warnings).toContain(
      'the p95 of 10 values is their maximum',
    );
  });

  test('holds its estimate and widens with confidence', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 400 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (values, probability) => {
          const narrow = quantileEstimate(values, probability, 0.8);
          const wide = quantileEstimate(values, probability, 0.99);
          expect(narrow.low).toBeLessThanOrEqual(narrow.value);
          expect(narrow.high).toBeGreaterThanOrEqual(narrow.value);
          expect(wide.low).toBeLessThanOrEqual(narrow.low);
          expect(wide.high).toBeGreaterThanOrEqual(narrow.high);
        },
      ),
    );
  });
});
