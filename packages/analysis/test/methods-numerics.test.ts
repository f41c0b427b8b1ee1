import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { logBeta, logGamma } from '../src/methods/log-gamma.ts';
import { spreadNodes } from '../src/methods/spread-nodes.ts';
import { integral, nodesOver } from '../src/methods/quadrature.ts';
import { rootOf } from '../src/methods/root.ts';
import { studentBelow, studentQuantile } from '../src/methods/student-t.ts';

describe('a root', () => {
  test.each([
    ['a cosine', Math.cos, 0, 3, Math.PI / 2],
    ['a cube, from either end', (x: number) => x ** 3 - 2, 4, -4, Math.cbrt(2)],
    ['what is infinite at its end', (x: number) => 1 / x - 4, 0, 9, 0.25],
    ['what is flat beside it', (x: number) => Math.atan(1e6 * (x - 0.3)), -1e3, 1e3, 0.3],
    ['what is 0 at its end', (x: number) => x - 1, 0, 1, 1],
  ])('of %s is found', (_, f, low, high, root) => {
    expect(rootOf(f, low, high)).toBeCloseTo(root, 12);
  });

  test('is not looked for without a change of sign', () => {
    expect(() => rootOf((x) => x, 1, 2)).toThrow(
      new RangeError('no change of sign between 1 and 2'),
    );
  });
});

test("Gauss and Legendre's rule is exact for polynomials, and good for a bell", () => {
  expect(integral(nodesOver(-1, 3, 5), (x) => x ** 9)).toBeCloseTo((3 ** 10 - 1) / 10, 8);
  const bell = integral(nodesOver(-8, 8, 40), (x) => Math.exp((-x * x) / 2));
  expect(bell).toBeCloseTo(Math.sqrt(2 * Math.PI), 10);
});

describe('the logarithm of the gamma function', () => {
  test.each([1, 2, 3, 7, 12, 13, 30])('at %d is that of a factorial', (n) => {
    let factorial = 1;
    for (let each = 2; each < n; each += 1) factorial *= each;
    expect(logGamma(n)).toBeCloseTo(Math.log(factorial), 12);
  });

  test('at a half is that of the root of pi, and of shapes is that of their beta function', () => {
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 13);
    expect(logBeta(2, 3)).toBeCloseTo(Math.log(1 / 12), 13);
  });

  test.each([0, -1, Infinity, NaN])('at %d is misuse', (x) => {
    expect(() => logGamma(x)).toThrow(TypeError);
  });
});

test.each([1, 2, 3, 10, 100])(
  'what a standard deviation of %d degrees comes to has a mean square of 1',
  (df) => {
    expect(integral(spreadNodes(df), () => 1)).toBeCloseTo(1, 6);
    expect(integral(spreadNodes(df), (spread) => spread ** 2)).toBeCloseTo(1, 6);
  },
);

describe("Student's t", () => {
  // qt of R.
  test.each([
    [0.975, 9, 2.262157162798205],
    [0.975, 1, 12.706204736174696],
    [0.001, 2, -22.32712477011988],
    [0.95, 8, 1.8595480375308984],
    [0.5, 4, 0],
  ])('has at %d with %d degrees of freedom the quantile %d', (probability, df, quantile) => {
    expect(studentQuantile(probability, df)).toBeCloseTo(quantile, 10);
  });

  test('lies below its quantile with that probability', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        fc.integer({ min: 1, max: 200 }),
        (probability, df) => {
          expect(studentBelow(studentQuantile(probability, df), df)).toBeCloseTo(probability, 11);
        },
      ),
    );
  });

  // The incomplete beta function to 40 digits.
  test.each([
    [-40, 30, 6.8630225972032e-28],
    [-40, 1, 0.00795608991202581],
    [-6, 2, 0.0133357366077124],
    [-9, 1000, 5.56453858593575e-19],
  ])('lies below %d with %d degrees of freedom with a probability of %d', (t, df, expected) => {
    expect(studentBelow(t, df) / expected).toBeCloseTo(1, 12);
    expect(studentQuantile(expected, df) / t).toBeCloseTo(1, 12);
  });

  test('lies with its rarest values nowhere, and never below 0', () => {
    expect(studentBelow(-Infinity, 5)).toBe(0);
    expect(studentBelow(-40, 100_000)).toBeGreaterThanOrEqual(0);
  });

  test.each([
    [() => studentBelow(1, 0), '`df` must be a positive integer, got 0'],
    [() => studentBelow(NaN, 1), '`t` must be a number, got NaN'],
    [() => studentQuantile(1, 5), '`probability` must be above 0 and below 1, got 1'],
  ])('refuses misuse', (misuse, message) => {
    expect(misuse).toThrow(new TypeError(message));
  });
});
