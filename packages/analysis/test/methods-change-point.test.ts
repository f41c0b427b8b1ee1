import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changeOfMean, changeOfMeanAndVariance } from '../src/methods/index.ts';
import { nile } from './series.ts';

describe('the flow of the Nile', () => {
  test('changes its mean after 1898, from 1097.75 to 849.9722', () => {
    const { after, means, whole, cut } = changeOfMean(nile);
    expect(1871 + after - 1).toBe(1898);
    expect(means[0]).toBeCloseTo(1097.75, 9);
    expect(means[1]).toBeCloseTo(849.9722, 4);
    expect(whole).toBeCloseTo(2_835_156.75, 2);
    expect(cut).toBeCloseTo(1_597_457.19, 2);
  });

  test('gains 57.556 by a change of mean and variance: the penalty decides', () => {
    const { after, whole, cut } = changeOfMeanAndVariance(nile);
    expect(after).toBe(28);
    expect(whole - cut).toBeCloseTo(57.556, 3);
    expect(whole - cut).toBeGreaterThan(3 * Math.log(nile.length));
    expect(whole - cut).toBeLessThan(15 * Math.log(nile.length));
  });
});

describe('a change', () => {
  test('of variance alone is found where it is', () => {
    const values = [1, -1, 1, -1, 1, -1, 9, -9, 9, -9, 9, -9];
    expect(changeOfMeanAndVariance(values).after).toBe(6);
  });

  test('to values that never vary is found, and gains nothing where none ever did', () => {
    const { after, whole, cut } = changeOfMeanAndVariance([7, 9, 8, 3, 3, 3, 3, 3]);
    expect(after).toBe(3);
    expect(whole - cut).toBeGreaterThan(0);
    const same = changeOfMeanAndVariance([5, 5, 5, 5, 5]);
    expect(same.whole - same.cut).toBeCloseTo(0, 12);
  });

  test('is none where values differ by rounding alone', () => {
    const { whole, cut } = changeOfMeanAndVariance([
      0.3,
      0.3,
      0.3,
      0.1 + 0.2,
      0.1 + 0.2,
      0.1 + 0.2,
    ]);
    expect(whole - cut).toBeCloseTo(0, 12);
  });

  test('of values too small to be squared has a finite cost', () => {
    const { whole, cut } = changeOfMeanAndVariance([7e-200, 9e-200, 8e-200, 3e-200, 3e-200]);
    expect([whole, cut].every(Number.isFinite)).toBe(true);
  });

  test('never costs more than none, and does not depend on where 0 is', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 4, maxLength: 30 }),
        (values) => {
          const { after, whole, cut } = changeOfMean(values);
          expect(cut).toBeLessThanOrEqual(whole + 1e-9);
          const far = changeOfMean(values.map((value) => value + 1e6));
          expect(far.cut).toBeCloseTo(cut, 5);
          expect(after).toBeGreaterThanOrEqual(1);
        },
      ),
    );
  });

  test('takes values enough for two parts', () => {
    expect(() => changeOfMean([1])).toThrow(
      new TypeError('`values` must hold at least 2 numbers, got 1'),
    );
    expect(() => changeOfMeanAndVariance([1, 2, 3])).toThrow(
      new TypeError('`values` must hold at least 4 numbers, got 3'),
    );
  });
});
