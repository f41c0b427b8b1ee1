import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mannKendall } from '../src/screens/trend.ts';
import { nile } from './series.ts';
import { seeded } from './support.ts';

describe('the trend test', () => {
  test('of values that only rise has the least p of all orders', () => {
    expect(mannKendall([1, 2, 3, 4, 5, 6])).toEqual({
      statistic: 15,
      p: expect.closeTo(2 / 720, 14),
    });
    expect(mannKendall([6, 5, 4, 3, 2, 1]).statistic).toBe(-15);
  });

  // Exact two-sided p of Kendall's tau against time: scipy.stats.kendalltau(method='exact').
  test.each([
    [[1, 3, 2, 5, 4, 7, 6, 8], 22, 0.005505952380952381],
    [[5, 1, 4, 2, 8, 3, 9, 7, 6, 10], 21, 0.07255015432098766],
  ])('of %j is that of scipy', (values, statistic, p) => {
    const tested = mannKendall(values);
    expect(tested.statistic).toBe(statistic);
    expect(tested.p).toBeCloseTo(p, 12);
  });

  test('finds that the Nile falls', () => {
    const { statistic, p } = mannKendall(nile);
    expect(statistic).toBeLessThan(0);
    expect(p).toBeLessThan(0.0001);
  });

  test('changes little from exact to approximate where one ends', () => {
    const next = seeded(3);
    const values = Array.from({ length: 101 }, (_, at) => next() + at / 400);
    const exact = mannKendall(values.slice(0, 100)).p;
    expect(Math.abs(mannKendall(values).p - exact)).toBeLessThan(0.03);
  });

  test('of values that do not vary finds nothing', () => {
    expect(mannKendall([2, 2, 2, 2, 2, 2])).toEqual({ statistic: 0, p: 1 });
    expect(mannKendall([2]).p).toBe(1);
  });

  test('turned round is the same, falling', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 30 }),
        (values) => {
          const there = mannKendall(values);
          const back = mannKendall(values.toReversed());
          expect(back.statistic + there.statistic).toBe(0);
          expect(back.p).toBe(there.p);
        },
      ),
    );
  });
});
