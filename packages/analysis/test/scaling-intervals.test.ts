import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { intervalOf } from '../src/judgement.ts';
import { levelsOf } from '../src/scaling/levels.ts';
import { resampleCurves } from '../src/scaling/resample.ts';
import {
  AMDAHL,
  LEVELS,
  LINE,
  SCATTER,
  USL,
  pointsOn,
  scalingOf,
  scattered,
  seeded,
} from './scaling-support.ts';

describe('the intervals', () => {
  test('hold their values and keep to what the numbers can be', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(LINE, AMDAHL, USL),
        fc.integer({ min: 2, max: 6 }),
        fc.integer({ min: 1, max: 2 ** 30 }),
        (curve, runs, seed) => {
          const { models, levels } = scalingOf(scattered(curve, runs, seed), { resamples: 39 });
          const shown = models.flatMap(({ rate, contention, coherency, limit }) =>
            [rate, contention, coherency, limit].filter((each) => each !== null),
          );
          for (const each of [...shown, ...levels.map(({ expected }) => expected)]) {
            const { value, low, high } = intervalOf(each);
            expect(low).toBeGreaterThanOrEqual(0);
            expect(low).toBeLessThanOrEqual(value);
            expect(high).toBeGreaterThanOrEqual(value);
          }
          for (const { contention } of models) {
            expect(contention?.high ?? 1).toBeLessThanOrEqual(1);
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  test('of 95 % hold the true curve in about that share of 100 experiments, at a bound too', () => {
    for (const curve of [USL, AMDAHL]) {
      const missed = { rate: 0, contention: 0, coherency: 0 };
      for (let seed = 1; seed <= 100; seed += 1) {
        const usl = scalingOf(scattered(curve, 10, seed), { resamples: 119 }).models[2];
        for (const term of ['rate', 'contention', 'coherency'] as const) {
          const { low, high } = usl?.[term] ?? { low: Infinity, high: -Infinity };
          if (curve[term] < (low ?? -Infinity) || curve[term] > (high ?? Infinity)) {
            missed[term] += 1;
          }
        }
      }
      // 5 to 8 are to be expected, the most of three numbers a little above.
      expect(Math.max(...Object.values(missed))).toBeLessThan(14);
    }
  });

  test('scatter as means do, and not as means of drawn runs: with 2 runs that is half as much', () => {
    const { levels } = levelsOf([
      { concurrency: 1, throughputs: [0.9, 1.1] },
      { concurrency: 2, throughputs: [1.7, 2.3] },
    ]);
    const [lines = []] = resampleCurves(levels, [[1, 0, 0]], 4000, seeded(5));
    const rates = lines.map(({ rate }) => rate * 2.3);
    const mean = rates.reduce((sum, each) => sum + each, 0) / rates.length;
    const variance = rates.reduce((sum, each) => sum + (each - mean) ** 2, 0) / rates.length;
    // g = (x1 + 2 x2) / 5, and the variance of a mean is that of its runs, over n - 1, by n.
    expect(mean).toBeCloseTo(1, 2);
    expect(variance / ((0.02 / 2 + (4 * 0.18) / 2) / 25)).toBeCloseTo(1, 1);
  });

  test('widen with confidence and come out the same from the same seed', () => {
    const points = scattered(USL, 5, 3);
    const [wide, narrow, again] = [0.95, 0.5, 0.5].map((confidence) =>
      scalingOf(points, { confidence }),
    );
    expect(again).toEqual(narrow);
    const [wider, narrower] = [wide, narrow].map((scaling) => scaling?.models[2]?.rate);
    expect(wider?.low).toBeLessThan(narrower?.low ?? NaN);
    expect(wider?.high).toBeGreaterThan(narrower?.high ?? NaN);
  });

  test('are not there with one run at a level, and that is said', () => {
    const points = [...pointsOn(USL, [1], [1]), ...pointsOn(USL, LEVELS.slice(1), SCATTER)];
    const { models, warnings } = scalingOf(points);
    expect(models[2]?.rate).toMatchObject({ low: null, high: null });
    expect(warnings).toContain('no intervals: resampling takes 2 runs or more a level, got 1 at 1');
  });
});
