import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  attemptsNeeded,
  differenceOfShares,
  fisherExact,
  newcombe,
  ratioOfShares,
  type Share,
} from '../src/methods/index.ts';

const of = (successes: number, attempts: number): Share => ({ successes, attempts });
const one = of(12, 700);
const other = of(3, 700);

/** Any two shares of a few attempts. */
const shares = fc
  .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), fc.nat(), fc.nat())
  .map(([m, n, a, b]) => [of(a % (m + 1), m), of(b % (n + 1), n)] as const);

describe("Newcombe's interval of a difference", () => {
  // The second to fourth are cases a, d and g of Newcombe (1998), table II.
  test.each([
    [one, other, 0.0018435, 0.0257513, 7],
    [of(56, 70), of(48, 80), 0.0524, 0.3339, 4],
    [of(9, 10), of(3, 10), 0.1705, 0.809, 4],
    [of(10, 10), of(0, 20), 0.6791, 1, 4],
  ])('between %j and %j is %d to %d', (first, second, low, high, digits) => {
    const found = newcombe(first, second, 0.95);
    expect(found.low).toBeCloseTo(low, digits);
    expect(found.high).toBeCloseTo(high, digits);
  });
});

describe("Miettinen and Nurminen's interval of a difference", () => {
  // The last three are of Newcombe (1998), table II; the first is good to four digits.
  test.each([
    [one, other, 0.0023781, 0.0259075],
    [of(56, 70), of(48, 80), 0.0528, 0.3382],
    [of(9, 10), of(3, 10), 0.17, 0.8406],
    [of(10, 10), of(0, 20), 0.7156, 1],
  ])('between %j and %j is %d to %d', (first, second, low, high) => {
    const found = differenceOfShares(first, second, 0.95);
    expect(found.low).toBeCloseTo(low, 4);
    expect(found.high).toBeCloseTo(high, 4);
  });

  test('is by scipy, of 12 in 700 and 3 in 700, 0.00237658 to 0.02593122', () => {
    const found = differenceOfShares(one, other, 0.95);
    expect(found.low).toBeCloseTo(0.00237658008, 10);
    expect(found.high).toBeCloseTo(0.02593121815, 10);
  });

  test('holds the difference, keeps within -1 and 1, and turns with the order, whatever was counted', () => {
    fc.assert(
      fc.property(shares, ([first, second]) => {
        const found = differenceOfShares(first, second, 0.95);
        expect(found.low).toBeLessThanOrEqual(found.value);
        expect(found.high).toBeGreaterThanOrEqual(found.value);
        expect(Math.max(-found.low, found.high)).toBeLessThanOrEqual(1);
        expect(differenceOfShares(second, first, 0.95).low).toBeCloseTo(-found.high, 10);
      }),
    );
  });
});

describe("Miettinen and Nurminen's interval of a ratio", () => {
  test('of 12 in 700 and 3 in 700 is 1.2192 to 13.1578', () => {
    const found = ratioOfShares(one, other, 0.95);
    expect(found.value).toBe(4);
    expect(found.low).toBeCloseTo(1.2192, 4);
    expect(found.high).toBeCloseTo(13.1578, 4);
  });

  test('says above 1 exactly where that of the difference says above 0', () => {
    fc.assert(
      fc.property(shares, ([first, second]) => {
        fc.pre(first.successes + second.successes > 0);
        const ratio = ratioOfShares(first, second, 0.95);
        expect(ratio.low > 1).toBe(differenceOfShares(first, second, 0.95).low > 0);
        expect(ratio.low).toBeLessThanOrEqual(ratio.value);
        expect(ratio.high).toBeGreaterThanOrEqual(ratio.value);
      }),
    );
  });

  test('is unbounded where the other never succeeds, and misuse where neither does', () => {
    expect(ratioOfShares(of(5, 10), of(0, 10), 0.95)).toMatchObject({
      value: Infinity,
      high: Infinity,
    });
    expect(ratioOfShares(of(0, 10), of(5, 10), 0.95)).toMatchObject({ value: 0, low: 0 });
    expect(() => ratioOfShares(of(0, 10), of(0, 10), 0.95)).toThrow(
      new TypeError('`one.successes` or `other.successes` must be above 0 for a ratio, got 0'),
    );
  });
});

describe("Fisher's exact test", () => {
  test('of 12 in 700 and 3 in 700 has p = 0.034208', () => {
    expect(fisherExact(one, other).twoSided).toBeCloseTo(0.034208, 6);
  });

  test("of the lady tasting tea has Fisher's own", () => {
    const { greater, less, twoSided } = fisherExact(of(3, 4), of(1, 4));
    expect(greater).toBeCloseTo(17 / 70, 12);
    expect(less).toBeCloseTo(69 / 70, 12);
    expect(twoSided).toBeCloseTo(34 / 70, 12);
  });

  test('counts every table once, and the one that was seen twice', () => {
    fc.assert(
      fc.property(shares, ([first, second]) => {
        const { greater, less, twoSided } = fisherExact(first, second);
        expect(greater + less).toBeGreaterThan(1 - 1e-9);
        expect(twoSided).toBeGreaterThanOrEqual(Math.min(greater, less) - 1e-9);
        expect(fisherExact(second, first).twoSided).toBeCloseTo(twoSided, 9);
      }),
    );
  });
});

describe('the attempts that show less than 1 % of failures', () => {
  test.each([
    [0, 299],
    [1, 473],
    [2, 628],
    [3, 773],
    [4, 913],
  ])('with %d failures are %d', (failures, attempts) => {
    expect(attemptsNeeded(failures, 0.01, 0.95)).toBe(attempts);
  });
});

test.each([
  [() => newcombe(of(1, 0), other, 0.95), '`one.attempts` must be a positive integer, got 0'],
  [() => fisherExact(one, of(4, 3)), '`other.successes` must be an integer between 0 and 3, got 4'],
  [() => attemptsNeeded(-1, 0.01, 0.95), '`failures` must be an integer of at least 0, got -1'],
  [
    () => attemptsNeeded(0, 1e-16, 0.95),
    '`limit` must be one that at most 1000000000000000 attempts can show, got 1e-16',
  ],
  [() => attemptsNeeded(0, 1, 0.95), '`limit` must be above 0 and below 1, got 1'],
])('misuse is refused by name', (misuse, message) => {
  expect(misuse).toThrow(new TypeError(message));
});
