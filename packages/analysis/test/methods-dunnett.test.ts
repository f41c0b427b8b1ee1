import { describe, expect, test } from 'vitest';
import { dunnettCritical, dunnettWithin, studentQuantile } from '../src/methods/index.ts';
import { normalProbability } from '../src/normal.ts';

const ARMS = [2, 3, 4, 5, 6];

describe("Dunnett's critical value at 0.95", () => {
  test.each([
    [Infinity, [1.916, 2.062, 2.16, 2.234, 2.292]],
    [30, [1.989, 2.147, 2.255, 2.336, 2.4]],
  ])('is with %d degrees of freedom, one-sided, for 2 to 6 arms %j', (df, expected) => {
    const found = ARMS.map((arms) => dunnettCritical(0.95, { arms, sides: 1, df }));
    for (const [at, each] of found.entries())
      expect(Math.abs(each - (expected[at] ?? 0))).toBeLessThan(1e-3);
  });

  // The reference integrates by chance and is good to 0.0025; the digits below are scipy's.
  test.each([
    [Infinity, [2.212, 2.35, 2.44, 2.511, 2.569]],
    [60, [2.265, 2.41, 2.51, 2.583, 2.643]],
    [30, [2.321, 2.474, 2.577, 2.657, 2.722]],
  ])('is with %d degrees of freedom, two-sided, for 2 to 6 arms %j', (df, expected) => {
    const found = ARMS.map((arms) => dunnettCritical(0.95, { arms, sides: 2, df }));
    for (const [at, each] of found.entries())
      expect(Math.abs(each - (expected[at] ?? 0))).toBeLessThan(2.5e-3);
  });

  test.each([
    [2, Infinity, 2.2121277],
    [6, 60, 2.6416477],
    [6, 30, 2.719815],
  ])('is for %d arms and %d degrees of freedom %d to six digits', (arms, df, expected) => {
    expect(dunnettCritical(0.95, { arms, sides: 2, df })).toBeCloseTo(expected, 5);
  });

  test.each([3, 200])('of one arm is that of Student with %d degrees of freedom', (df) => {
    const critical = dunnettCritical(0.95, { arms: 1, sides: 2, df });
    expect(critical).toBeCloseTo(studentQuantile(0.975, df), 6);
  });
});

describe('the probability that all statistics stay within a limit', () => {
  test('lies between that of independent ones and that of one alone', () => {
    const single = normalProbability(2);
    const joint = dunnettWithin(2, { arms: 4, sides: 1, df: Infinity });
    expect(joint).toBeGreaterThan(single ** 4);
    expect(joint).toBeLessThan(single);
  });

  test('is none below 0 where both sides count', () => {
    expect(dunnettWithin(-1, { arms: 3, sides: 2, df: 10 })).toBe(0);
  });
});

test.each([
  [{ arms: 0 }, '`arms` must be a positive integer, got 0'],
  [{ sides: 3 }, '`sides` must be 1 or 2, got 3'],
  [{ df: 2.5 }, '`df` must be a positive integer or Infinity, got 2.5'],
])('%j is refused by name', (wrong, message) => {
  const comparisons = Object.assign({ arms: 2, sides: 2, df: 10 } as const, wrong);
  expect(() => dunnettCritical(0.95, comparisons)).toThrow(new TypeError(message));
});
