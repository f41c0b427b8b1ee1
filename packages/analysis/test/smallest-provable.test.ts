import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { atLeast, type Criterion } from '../src/criterion.ts';
import { judgeCriterion } from '../src/judge.ts';
import { normalQuantile } from '../src/normal.ts';
import { latticePoints } from '../src/power/lattice.ts';
import { smallestProvable } from '../src/power/smallest-provable.ts';
import { FALSE_ALARMS } from '../src/screens/screen.ts';
import { runsOf, seeded } from './support.ts';

const confidence = 0.95;
const twice: Criterion = {
  id: 'twice',
  statement: 'twice as fast',
  because: 'for the test',
  quantity: { kind: 'speedup', metric: 'ms', from: 'from', to: 'to' },
  bound: atLeast(2),
};

describe('the smallest provable ratio', () => {
  // Where it is that of a signed-rank test alone, 4 % more than a paired t test's (R's power.t.test).
  test.each([
    [0.05, 20, 1.029],
    [0.05, 30, 1.024],
    [0.1, 20, 1.059],
    [0.1, 30, 1.048],
    [0.2, 20, 1.122],
    [0.2, 30, 1.097],
  ])(
    'with pairs that vary by %d at %d blocks is not far above that of a t test',
    (sdLog, blocks, least) => {
      const ratio = smallestProvable({ looks: [blocks], confidence, sdLog });
      // The median's interval must bear the verdict too, and takes one and a half times as many blocks.
      const excess = Math.log(ratio) / Math.log(least);
      expect(excess).toBeGreaterThan(1);
      expect(excess).toBeLessThan(1.5);
    },
  );

  test('of few blocks is that of the wider interval that they must hold for', () => {
    const few = Math.log(smallestProvable({ looks: [19], confidence, sdLog: 1 }));
    const enough = Math.log(smallestProvable({ looks: [20], confidence, sdLog: 1 }));
    expect(few / enough).toBeGreaterThan(1.1);
  });

  test.each([[[6]], [[10]], [[6, 10]], [[20]]])(
    'with looks at %j is found met about as often as the power says',
    (looks) => {
      const next = seeded(41);
      const ratio = smallestProvable({ looks, confidence, sdLog: 0.15, doubted: FALSE_ALARMS });
      const blocks = looks.at(-1) ?? 0;
      const repetitions = 1000;
      let met = 0;
      for (let at = 0; at < repetitions; at += 1) {
        const from = Array.from(
          { length: blocks },
          () => 2 * ratio * Math.exp(0.15 * normalQuantile(next() + 2 ** -33)),
        );
        const runs = runsOf({ from: { ms: from }, to: { ms: from.map(() => 1) } });
        const { verdict } = judgeCriterion(twice, { ms: { unit: 'ms' } }, runs, {
          confidence,
          looks,
        });
        if (verdict === 'met') met += 1;
      }
      // Three standard errors; a sample that screens doubt is lost only where it was close.
      expect(met / repetitions).toBeGreaterThan(0.8 - 0.038);
      expect(met / repetitions).toBeLessThan(0.8 + 0.038 + 0.08);
    },
  );

  test('of very many blocks shrinks with the root of their number, and is found at once', () => {
    const at = (blocks: number): number =>
      Math.log(smallestProvable({ looks: [blocks], confidence, sdLog: 1 }));
    expect(at(1_000_000) / at(10_000)).toBeCloseTo(0.1, 6);
    expect(at(40) / at(160)).toBeCloseTo(2, 2);
    expect(at(38) / at(42)).toBeGreaterThan(1);
  });

  test('is infinite where so few blocks prove nothing', () => {
    expect(smallestProvable({ looks: [4], confidence, sdLog: 0.1 })).toBe(Infinity);
    expect(smallestProvable({ looks: [5], confidence, sdLog: 0.1 })).toBeLessThan(3);
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
