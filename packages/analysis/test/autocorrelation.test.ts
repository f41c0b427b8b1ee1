import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { autocorrelations, effectiveSampleSize, ljungBox } from '../src/screens/autocorrelation.ts';
import { chiSquaredAbove } from '../src/screens/chi-squared.ts';
import { rankVonNeumann } from '../src/screens/von-neumann.ts';
import { lh, nile } from './series.ts';
import { seeded } from './support.ts';

describe('autocorrelations', () => {
  test('of lh are those of R', () => {
    const expected = [0.5755245, 0.1818182, -0.1447552, -0.1748252, -0.1496503];
    for (const [at, each] of autocorrelations(lh, 5).entries()) {
      expect(each).toBeCloseTo(expected[at] ?? Number.NaN, 7);
    }
  });

  test('of Nile are those of R', () => {
    const expected = [0.4984082, 0.3845769, 0.3278604];
    for (const [at, each] of autocorrelations(nile, 3).entries()) {
      expect(each).toBeCloseTo(expected[at] ?? Number.NaN, 7);
    }
  });

  test('are zero where nothing varies', () => {
    expect(autocorrelations([3, 3, 3, 3], 2)).toEqual([0, 0]);
  });

  test.each([0, 3, 1.5])('of 3 values at %d lags are misuse', (lags) => {
    expect(() => autocorrelations([1, 2, 3], lags)).toThrow(
      new TypeError(`\`lags\` must be an integer from 1 up and below 3, got ${lags}`),
    );
  });
});

describe('the Ljung-Box test', () => {
  test.each([
    [5, 22.673185, 0.00038974],
    [10, 25.35093, 0.0047186],
  ])('of lh at %d lags is that of R', (lags, statistic, p) => {
    const tested = ljungBox(lh, lags);
    expect(tested.statistic).toBeCloseTo(statistic, 6);
    expect(tested.p / p).toBeCloseTo(1, 4);
  });
});

describe('the upper tail of chi-squared', () => {
  // scipy.stats.chi2.sf
  test.each([
    [3.84, 1, 0.05004352124870519],
    [0.5, 4, 0.9735009788392561],
    [100, 3, 1.5541594313896026e-21],
    [12, 7, 0.10055886850835878],
    [0, 2, 1],
    [-1, 3, 1],
  ])('at %d with %d degrees of freedom is %d', (x, df, expected) => {
    expect(Math.abs(chiSquaredAbove(x, df) - expected)).toBeLessThan(1e-14);
  });

  test('falls with x and rises with degrees of freedom', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 60, noNaN: true }),
        fc.integer({ min: 1, max: 30 }),
        (x, df) => {
          const tail = chiSquaredAbove(x, df);
          expect(chiSquaredAbove(x + 0.5, df)).toBeLessThan(tail + 1e-15);
          expect(chiSquaredAbove(x, df + 1)).toBeGreaterThan(tail - 1e-15);
        },
      ),
    );
  });

  test.each([0, 1.5])('with %d degrees of freedom is misuse', (df) => {
    expect(() => chiSquaredAbove(1, df)).toThrow(TypeError);
  });
});

describe('the effective sample size', () => {
  test('of lh ends the sum before the third pair of lags', () => {
    // 1 + 0.5755 and 0.1818 - 0.1448 count, -0.1748 - 0.1497 does not.
    const sum = 2 * (1 + 0.5755245 + 0.1818182 - 0.1447552) - 1;
    expect(effectiveSampleSize(lh)).toBeCloseTo(48 / sum, 4);
  });

  test('of one value is one, and of values that take turns all of them', () => {
    expect(effectiveSampleSize([7])).toBe(1);
    expect(effectiveSampleSize([1, 2, 1, 2, 1, 2])).toBe(6);
  });

  test('is between 1 and the number of values', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 }),
        (values) => {
          const size = effectiveSampleSize(values);
          expect(size).toBeGreaterThanOrEqual(1);
          expect(size).toBeLessThanOrEqual(values.length);
        },
      ),
    );
  });
});

describe("von Neumann's ratio of ranks", () => {
  // Of all 720 orders, the share with this ratio or less.
  test.each([
    [[1, 2, 3, 4, 5, 6], 5 / 17.5, 2 / 720],
    [[1, 2, 3, 5, 4, 6], 11 / 17.5, 0.025],
    [[2, 1, 5, 4, 3, 6], 28 / 17.5, 218 / 720],
  ])('of the order %j is %d and about as rare as it is', (order, ratio, share) => {
    const { statistic, p } = rankVonNeumann(order);
    expect(statistic).toBeCloseTo(ratio, 12);
    expect(Math.abs(p - share)).toBeLessThan(0.05);
  });

  test('does not change with any growing function of the values', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 4, maxLength: 30 }),
        (values) => {
          expect(rankVonNeumann(values.map((value) => Math.exp(value)))).toEqual(
            rankVonNeumann(values),
          );
        },
      ),
    );
  });

  test('says nothing where all are the same, and takes infinite values', () => {
    expect(rankVonNeumann([5, 5, 5, 5]).p).toBe(1);
    expect(rankVonNeumann([1, 2, 3, Infinity])).toEqual(rankVonNeumann([1, 2, 3, 4]));
  });

  test('of three values is misuse', () => {
    expect(() => rankVonNeumann([1, 2, 3])).toThrow(TypeError);
  });

  test.each([6, 8, 10, 20, 30])('doubts 1 in 10 of %d independent values at 0.1', (n) => {
    const next = seeded(n);
    let doubted = 0;
    for (let at = 0; at < 2000; at += 1) {
      const values = Array.from({ length: n }, next);
      if (rankVonNeumann(values).p < 0.1) doubted += 1;
    }
    // Three standard errors; with 6 values there is a step from 8 to 13 of 100.
    expect(doubted / 2000).toBeGreaterThan(0.1 - 0.04);
    expect(doubted / 2000).toBeLessThan(0.1 + 0.02);
  });
});
