import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pairedRatio } from '../src/estimate.ts';
import { normalQuantile } from '../src/normal.ts';
import { latticePoints } from '../src/power/lattice.ts';
import { smallestProvable } from '../src/power/smallest-provable.ts';
import { seeded } from './support.ts';

const confidence = 0.95;

describe('the smallest provable ratio', () => {
  // A paired t test's at 80 % power, by R's power.t.test.
  test.each([
    [0.05, 10, 1.044],
    [0.05, 20, 1.029],
    [0.05, 30, 1.024],
    [0.1, 10, 1.089],
    [0.1, 20, 1.059],
    [0.1, 30, 1.048],
    [0.2, 20, 1.122],
    [0.2, 30, 1.097],
  ])('with pairs that vary by %d at %d blocks is that of a t test', (sdLog, blocks, expected) => {
    const ratio = smallestProvable({ looks: [blocks], confidence, sdLog });
    expect(Math.abs(ratio / expected - 1)).toBeLessThan(0.01);
  });

  test('is more than that of a t test where the steps of the rank test leave 0.042 of 0.05', () => {
    const ratio = smallestProvable({ looks: [10], confidence, sdLog: 0.2 });
    expect(ratio / 1.186).toBeGreaterThan(1);
    expect(ratio / 1.186).toBeLessThan(1.015);
  });

  // Shifts in standard deviations; 100,000 samples each of the real test at the looks' tails; an early look
  // adds less than this can tell.
  test.each([
    [[6], 1.236],
    [[10], 0.9116],
    [[6, 10], 0.9538],
    [[20], 0.5948],
    [[30], 0.4811],
    [[10, 20, 30], 0.5231],
  ])('with looks at %j agrees with a simulation of them', (looks, shift) => {
    const found = Math.log(smallestProvable({ looks, confidence, sdLog: 1 }));
    expect(Math.abs(found / shift - 1)).toBeLessThan(0.02);
  });

  test('is found met about as often as the power says', () => {
    const next = seeded(41);
    const ratio = smallestProvable({ looks: [12], confidence, sdLog: 0.15, power: 0.9 });
    const repetitions = 1000;
    let met = 0;
    for (let at = 0; at < repetitions; at += 1) {
      const ratios = Array.from(
        { length: 12 },
        () => 2 * ratio * Math.exp(0.15 * normalQuantile(next() + 2 ** -33)),
      );
      const ones = ratios.map(() => 1);
      if (pairedRatio(ratios, ones, 0.9).low > 2) met += 1;
    }
    // Three standard errors.
    expect(Math.abs(met / repetitions - 0.9)).toBeLessThan(0.029);
  });

  test('is infinite where so few blocks prove nothing', () => {
    expect(smallestProvable({ looks: [4], confidence, sdLog: 0.1 })).toBe(Infinity);
    expect(smallestProvable({ looks: [5], confidence, sdLog: 0.1 })).toBeLessThan(1.3);
  });

  test('is 1 where pairs do not vary', () => {
    expect(smallestProvable({ looks: [10], confidence, sdLog: 0 })).toBe(1);
  });

  test('grows with what pairs vary by, with the power and with the confidence', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 6, max: 16 }),
        fc.double({ min: 0.01, max: 0.5, noNaN: true }),
        fc.double({ min: 0.3, max: 0.9, noNaN: true }),
        (blocks, sdLog, power) => {
          const budget = { looks: [blocks], confidence, sdLog, power };
          const ratio = smallestProvable(budget);
          expect(ratio).toBeGreaterThan(1);
          expect(smallestProvable({ ...budget, sdLog: sdLog * 1.5 })).toBeGreaterThan(ratio);
          expect(smallestProvable({ ...budget, power: power + 0.08 })).toBeGreaterThan(ratio);
          expect(smallestProvable({ ...budget, confidence: 0.9 })).toBeLessThanOrEqual(ratio);
        },
      ),
      { numRuns: 5 },
    );
  });

  test.each([
    [{ sdLog: -1 }, '`sdLog` must be a finite number from 0 up, got -1'],
    [{ sdLog: Number.NaN }, '`sdLog` must be a finite number from 0 up, got NaN'],
    [{ power: 1 }, '`power` must be above 0 and below 1, got 1'],
    [{ looks: [] }, '`looks` must have at least one number, got none'],
  ])('of %j is misuse', (wrong, message) => {
    expect(() => smallestProvable({ looks: [10], confidence, sdLog: 0.1, ...wrong })).toThrow(
      new TypeError(message),
    );
  });
});

test('lattice points are inside the cube and spread evenly over it', () => {
  const points = latticePoints(4096, 30);
  for (let axis = 0; axis < 30; axis += 1) {
    const column = points.map((point) => point[axis] ?? Number.NaN);
    expect(column.every((value) => value > 0 && value < 1)).toBe(true);
    const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.002);
  }
});
