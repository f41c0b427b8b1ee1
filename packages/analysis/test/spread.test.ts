import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalQuantile } from '../src/normal.ts';
import { spreadOf } from '../src/power/spread.ts';
import { seeded } from './support.ts';

describe('the spread of values', () => {
  test.each([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 20, 30])(
    'is right on average for %d normal values',
    (n) => {
      const next = seeded(n);
      let sum = 0;
      for (let at = 0; at < 1000; at += 1) {
        sum += spreadOf(Array.from({ length: n }, () => normalQuantile(next() + 2 ** -33)));
      }
      expect(Math.abs(sum / 1000 - 1)).toBeLessThan(0.08);
    },
  );

  test('of 10 values is the 15th of their 45 distances, made comparable', () => {
    const values = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
    expect(spreadOf(values)).toBeCloseTo(2.2219 * (10 / 13.8) * 2, 12);
  });

  test('is not moved by one wild value', () => {
    const tame = [0.1, 0.12, 0.08, 0.11, 0.09, 0.13, 0.07, 0.1];
    expect(spreadOf([...tame, 5])).toBeLessThan(2 * spreadOf([...tame, 0.1]));
  });

  test('does not depend on the place of the values and grows with their scale', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 30 }),
        fc.integer({ min: -1000, max: 1000 }),
        (values, shift) => {
          const spread = spreadOf(values);
          expect(spreadOf(values.map((value) => value + shift))).toBe(spread);
          expect(spreadOf(values.map((value) => 4 * value))).toBe(4 * spread);
        },
      ),
    );
  });

  test('of one value is misuse', () => {
    expect(() => spreadOf([1])).toThrow(
      new TypeError('`values` must hold at least 2 numbers, got 1'),
    );
  });
});
