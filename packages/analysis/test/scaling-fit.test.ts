import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { squares } from '../src/scaling/descend.ts';
import { fitAmdahl, fitLinear, fitUsl } from '../src/scaling/fit.ts';
import { curveAt, limitOf, peakOf, type ScalingCurve } from '../src/scaling/law.ts';
import type { ScalingPoint } from '../src/scaling/levels.ts';
import { SDM91, pointsOn } from './scaling-support.ts';

const near =
  (expected: number, share = 1e-5) =>
  (actual: number | null): boolean =>
    actual !== null && Math.abs(actual - expected) <= share * Math.abs(expected);

describe('the universal scalability law through SPEC SDM91', () => {
  // The numbers that R's nls gives, as in the README of the CRAN package usl.
  const fit = fitUsl(SDM91);

  test.each([
    ['contention', 0.0277284, 0.0091217],
    ['coherency', 1.04366e-4, 1.98753e-5],
    ['rate', 89.9951, 14.2135],
  ] as const)('has a %s of %d with a standard error of %d', (term, value, error) => {
    expect(fit[term]).toSatisfy(near(value));
    expect(fit.standardErrors[term]).toSatisfy(near(error));
  });

  test('leaves 82.8458 on 4 degrees of freedom', () => {
    expect(fit.residual).toSatisfy(near(82.8458));
  });

  test('is highest at 96.52 with 1883.9, and would come to 3245.6 by contention alone', () => {
    expect(peakOf(fit).concurrency).toSatisfy(near(96.52));
    expect(peakOf(fit).throughput).toSatisfy(near(1883.9));
    expect(limitOf(fit)).toSatisfy(near(3245.6));
  });

  test('leaves the least squares: no nearby curve leaves less', () => {
    const squaresOf = (curve: ScalingCurve): number =>
      SDM91.reduce((sum, { concurrency, throughputs: [seen = NaN] }) => {
        return sum + (seen - curveAt(curve, concurrency)) ** 2;
      }, 0);
    const least = squaresOf(fit);
    for (const term of ['rate', 'contention', 'coherency'] as const) {
      for (const share of [-1e-4, 1e-4]) {
        expect(squaresOf({ ...fit, [term]: fit[term] * (1 + share) })).toBeGreaterThan(least);
      }
    }
  });
});

const curves = fc.record({
  rate: fc.double({ min: 0.01, max: 1e4, noNaN: true }),
  contention: fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })),
  coherency: fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 0.1, noNaN: true })),
});
const CONCURRENCIES = [1, 2, 3, 5, 8, 16, 32, 64];
const noisy = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 64 }), fc.double({ min: 0, max: 1e6, noNaN: true })), {
    minLength: 3,
    maxLength: 24,
  })
  .map((runs) => runs.map(([concurrency, each]) => ({ concurrency, throughputs: [each] })))
  .filter((points) => new Set(points.map(({ concurrency }) => concurrency)).size >= 3);

function leftBy(curve: ScalingCurve, points: readonly ScalingPoint[]): number {
  return points
    .flatMap(({ concurrency, throughputs }) =>
      throughputs.map((each) => (each - curveAt(curve, concurrency)) ** 2),
    )
    .reduce((sum, each) => sum + each, 0);
}

describe('a fit', () => {
  test('finds the curve that points lie on', () => {
    fc.assert(
      fc.property(curves, (curve) => {
        const fit = fitUsl(pointsOn(curve, CONCURRENCIES));
        expect(fit.rate).toSatisfy(near(curve.rate, 1e-6));
        expect(Math.abs(fit.contention - curve.contention)).toBeLessThan(1e-5);
        expect(Math.abs(fit.coherency - curve.coherency)).toBeLessThan(1e-5);
      }),
    );
  });

  // The least of 40 starts of scipy's bounded least_squares; from the reciprocals alone, or without
  // letting a term leave its bound again, the fit ends elsewhere.
  test.each([
    [[19, 13, 7, 12], 42.318739],
    [[4, 5, 18, 4], 82.882427],
    [[10, 2, 0, 13], 109.188235],
    [[9, 3, 0, 14], 96.247059],
  ])('of %j at 1, 2, 4 and 8 leaves squares of %d', (throughputs, left) => {
    const points = throughputs.map((each, at) => ({ concurrency: 2 ** at, throughputs: [each] }));
    expect(leftBy(fitUsl(points), points)).toSatisfy(near(left));
  });

  test('is never a curve that passes through infinity between two levels', () => {
    const levels = [1, 4].map((concurrency) => ({ concurrency, mean: 1, runs: 1 }));
    expect(squares(levels, [1, 0, 0])).toBe(9);
    expect(squares(levels, [2, -1, 0])).toBe(Infinity);
  });

  test('of Amdahl finds what Amdahl made, and of a line what a line made', () => {
    const amdahl = fitAmdahl(pointsOn({ rate: 7, contention: 0.2, coherency: 0 }, CONCURRENCIES));
    expect(amdahl.rate).toBeCloseTo(7, 9);
    expect(amdahl.contention).toBeCloseTo(0.2, 9);
    const line = fitLinear(pointsOn({ rate: 7, contention: 0, coherency: 0 }, CONCURRENCIES));
    expect(line.rate).toBeCloseTo(7, 9);
  });

  test('keeps its terms where the law has them, whatever the runs', () => {
    fc.assert(
      fc.property(noisy, (points) => {
        for (const fit of [fitLinear(points), fitAmdahl(points), fitUsl(points)]) {
          expect(fit.rate).toBeGreaterThanOrEqual(0);
          expect(Number.isFinite(fit.rate)).toBe(true);
          expect(fit.contention).toBeGreaterThanOrEqual(0);
          expect(fit.contention).toBeLessThanOrEqual(1);
          expect(fit.coherency).toBeGreaterThanOrEqual(0);
          expect(Number.isFinite(fit.coherency)).toBe(true);
        }
      }),
    );
  });

  test('with a term more never leaves more', () => {
    fc.assert(
      fc.property(noisy, (points) => {
        const [line, amdahl, usl] = [fitLinear, fitAmdahl, fitUsl].map((law) =>
          leftBy(law(points), points),
        );
        const rounding = 1e-9 * leftBy({ rate: 0, contention: 0, coherency: 0 }, points);
        expect(amdahl).toBeLessThanOrEqual((line ?? NaN) + rounding);
        expect(usl).toBeLessThanOrEqual((amdahl ?? NaN) + rounding);
      }),
    );
  });

  test('does not depend on the order of points or runs, or on how runs are put into points', () => {
    fc.assert(
      fc.property(
        noisy.chain((points) =>
          fc.tuple(fc.constant(points), fc.shuffledSubarray(points, { minLength: points.length })),
        ),
        ([points, shuffled]) => {
          expect(fitUsl(shuffled)).toEqual(fitUsl(points));
        },
      ),
    );
    const split = [
      { concurrency: 2, throughputs: [3] },
      { concurrency: 1, throughputs: [2, 1] },
      { concurrency: 2, throughputs: [2] },
    ];
    const whole = [
      { concurrency: 1, throughputs: [1, 2] },
      { concurrency: 2, throughputs: [2, 3] },
    ];
    expect(fitAmdahl(split)).toEqual(fitAmdahl(whole));
  });

  test('scales with the unit of throughput, and only its rate does', () => {
    fc.assert(
      fc.property(curves, fc.integer({ min: -300, max: 300 }), (curve, power) => {
        const points = pointsOn({ ...curve, rate: 1 }, CONCURRENCIES, [0.9, 1.05]);
        const scaled = points.map(({ concurrency, throughputs }) => ({
          concurrency,
          throughputs: throughputs.map((each) => each * 2 ** power),
        }));
        const [one, other] = [fitUsl(points), fitUsl(scaled)];
        expect(other.rate).toBe(one.rate * 2 ** power);
        expect(other.residual).toBe((one.residual ?? NaN) * 2 ** power);
        expect(other.contention).toBe(one.contention);
        expect(other.coherency).toBe(one.coherency);
      }),
    );
  });

  test('has no retrograde term where throughput only levels off: b is 0 and not below', () => {
    const levelling = [1, 2, 4, 8, 16, 32].map((concurrency) => ({
      concurrency,
      throughputs: [100 * Math.log2(1 + concurrency)],
    }));
    const fit = fitUsl(levelling);
    expect(fit.coherency).toBe(0);
    expect(fit.standardErrors.coherency).toBeNull();
    expect(fit.rate).toBe(fitAmdahl(levelling).rate);
  });

  test.each([
    ['constant', [5, 5, 5, 5], { rate: 5, contention: 1, coherency: 0 }],
    ['quadratic', [1, 4, 16, 64], { contention: 0, coherency: 0 }],
    ['zero', [0, 0, 0, 0], { rate: 0, contention: 0, coherency: 0, residual: 0 }],
  ])('of %s throughput is defined', (_, throughputs, expected) => {
    const points = throughputs.map((each, at) => ({ concurrency: 2 ** at, throughputs: [each] }));
    const { rate, contention, coherency, residual } = fitUsl(points);
    const rounded = Object.entries({ rate, contention, coherency, residual: residual ?? NaN }).map(
      ([term, value]) => [term, Number(value.toFixed(9))],
    );
    expect(Object.fromEntries(rounded)).toMatchObject(expected);
  });

  test('says nothing of its spread when it has as many terms as runs', () => {
    const fit = fitUsl(SDM91.slice(0, 3));
    expect(fit.residual).toBeNull();
    expect(fit.standardErrors).toEqual({ rate: null, contention: null, coherency: null });
  });

  test.each([
    ['no points', [], '`points` must hold at least 3 different values of `concurrency`, got 0'],
    [
      'one level twice',
      [
        [4, [1]],
        [4, [1]],
      ],
      '`points` must hold at least 3 different values of `concurrency`, got 1',
    ],
    [
      'two levels',
      [
        [1, [1]],
        [4, [1]],
      ],
      '`points` must hold at least 3 different values of `concurrency`, got 2',
    ],
    ['a concurrency of 0', [[0, [1]]], '`points[0].concurrency` must be a positive integer, got 0'],
    [
      'a concurrency of 1.5',
      [
        [1, [1]],
        [1.5, [1]],
      ],
      '`points[1].concurrency` must be a positive integer, got 1.5',
    ],
    ['no runs', [[1, []]], '`points[0].throughputs` must hold at least one number, got none'],
    ['NaN', [[1, [1, NaN]]], '`points[0].throughputs[1]` must be a finite number, got NaN'],
    [
      'Infinity',
      [[1, [Infinity]]],
      '`points[0].throughputs[0]` must be a finite number, got Infinity',
    ],
    [
      'less than nothing',
      [
        [1, [2]],
        [2, [-1]],
      ],
      '`points[1].throughputs[0]` must be at least 0, got -1',
    ],
  ] as const)('of %s is refused by name', (_, rows, message) => {
    const points = rows.map(([concurrency, throughputs]) => ({ concurrency, throughputs }));
    expect(() => fitUsl(points)).toThrow(new TypeError(message));
  });
});
