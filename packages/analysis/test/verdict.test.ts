import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { atLeast, atMost, lessThan, moreThan, type Bound } from '../src/criterion.ts';
import { conjunction, judgeBound } from '../src/verdict.ts';

const x = { unit: 'x', median: null };
type Ends = { readonly low: number; readonly high: number };
const judge = (low: number, high: number, bound: Bound, median: Ends | null = null): string =>
  judgeBound({ value: low === high ? low : (low + high) / 2, low, high }, bound, {
    unit: 'x',
    median,
  }).verdict;

describe('a bound of 2', () => {
  test.each([
    // low, high, at least, more than, at most, less than
    [2.1, 2.6, 'met', 'met', 'not met', 'not met'],
    [1.2, 1.7, 'not met', 'not met', 'met', 'met'],
    [1.8, 2.3, 'inconclusive', 'inconclusive', 'inconclusive', 'inconclusive'],
    [2, 2.3, 'inconclusive', 'inconclusive', 'inconclusive', 'inconclusive'],
    [1.8, 2, 'inconclusive', 'inconclusive', 'inconclusive', 'inconclusive'],
    [2, 2, 'met', 'not met', 'met', 'not met'],
    [3, 3, 'met', 'met', 'not met', 'not met'],
  ] as const)(
    'judges %d to %d: at least %s, more than %s, at most %s, less than %s',
    (low, high, ...verdicts) => {
      const bounds = [atLeast(2), moreThan(2), atMost(2), lessThan(2)];
      expect(bounds.map((bound) => judge(low, high, bound))).toEqual(verdicts);
    },
  );

  test.each([
    [2.1, Infinity, 2.2, 'met'],
    [-Infinity, 1.9, 1.8, 'not met'],
    [-Infinity, Infinity, 2.2, 'inconclusive'],
    [0, Infinity, 9, 'inconclusive'],
  ])('judges the unbounded %d to %d about %d as %s', (low, high, value, verdict) => {
    expect(judgeBound({ value, low, high }, atLeast(2), x).verdict).toBe(verdict);
  });

  test('says of runs that are too few for an interval that they are', () => {
    const none = { value: 2.2, low: -Infinity, high: Infinity };
    expect(judgeBound(none, atLeast(2), x).because).toBe(
      'so few runs have no interval: neither side is shown',
    );
  });

  test('is not met by a cost that is never repaid', () => {
    const never = { value: Infinity, low: Infinity, high: Infinity };
    expect(judgeBound(never, atMost(100), { unit: 'uses', median: null })).toEqual({
      verdict: 'not met',
      because: 'the interval never to never lies wholly above 100 uses, not at most 100 uses',
    });
  });
});

describe('the reason', () => {
  test.each([
    [2.11, 2.62, atLeast(2), null, 'the interval 2.11x to 2.62x lies wholly above 2x'],
    [
      1.21,
      1.74,
      atLeast(2),
      null,
      'the interval 1.21x to 1.74x lies wholly below 2x, not at least 2x',
    ],
    [
      1.82,
      2.31,
      atLeast(2),
      null,
      'the interval 1.82x to 2.31x contains 2x: neither side is shown',
    ],
    [2.0004, 2.5, moreThan(2), null, 'the interval 2.0004x to 2.50x lies wholly above 2x'],
    [2, 2, atLeast(2), null, 'the interval 2.00x to 2.00x is nothing but 2x'],
    [2, 2, lessThan(2), null, 'the interval 2.00x to 2.00x is nothing but 2x, not less than 2x'],
    [
      2.11,
      2.62,
      atLeast(2),
      { low: 1.96, high: 2.4 },
      'the interval 2.11x to 2.62x lies above 2x, but the interval of the median, 1.96x to 2.40x, does not: asymmetric',
    ],
  ] as const)(
    'for %d to %d against %j with the median at %j reads: %s',
    (low, high, bound, median, because) => {
      expect(
        judgeBound({ value: (low + high) / 2, low, high }, bound, { unit: 'x', median }).because,
      ).toBe(because);
    },
  );
});

describe('the check on symmetry', () => {
  test.each([
    ['met, and by its median', 2.1, 2.6, [2.05, 2.7], 'met'],
    ['met, with the median down to the bound', 2.1, 2.6, [2, 2.7], 'inconclusive'],
    ['met, with the median on both sides', 2.1, 2.6, [1.9, 2.2], 'inconclusive'],
    ['met, and not met by its median', 2.1, 2.6, [1.5, 1.9], 'inconclusive'],
    ['not met, and not by its median', 1.2, 1.7, [1.1, 1.8], 'not met'],
    ['not met, with the median on both sides', 1.2, 1.7, [1.1, 2.1], 'inconclusive'],
    ['already inconclusive', 1.8, 2.6, [2.1, 2.2], 'inconclusive'],
    ['exact, with its median there', 2, 2, [2, 2], 'met'],
  ] as const)('judges what is %s', (_, low, high, [from, to], verdict) => {
    expect(judge(low, high, atLeast(2), { low: from, high: to })).toBe(verdict);
  });
});

test.each([
  [{ value: 1, low: 2, high: 3 }, '`interval` must be low <= value <= high, got 2, 1, 3'],
  [
    { value: Number.NaN, low: 0, high: 3 },
    '`interval` must be low <= value <= high, got 0, NaN, 3',
  ],
])('refuses the interval %j', (interval, message) => {
  expect(() => judgeBound(interval, atLeast(2), x)).toThrow(new TypeError(message));
});

test('a bound must be a finite number', () => {
  expect(() => atLeast(Number.NaN)).toThrow(
    new TypeError('`value` of a bound must be a finite number, got NaN'),
  );
  expect(() => judge(1, 2, { is: 'at most', value: Infinity })).toThrow(
    new TypeError('`bound.value` must be a finite number, got Infinity'),
  );
});

test('a verdict never becomes its opposite when the interval grows', () => {
  const number = fc.double({ min: -100, max: 100, noNaN: true });
  fc.assert(
    fc.property(
      number,
      number,
      number,
      fc.double({ min: 0, max: 10, noNaN: true }),
      (one, other, limit, more) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        const narrow = judge(low, high, atLeast(limit));
        const wide = judge(low - more, high + more, atLeast(limit));
        expect(wide === narrow || wide === 'inconclusive').toBe(true);
      },
    ),
  );
});

test.each([
  [['met', 'met'], 'met'],
  [['met', 'inconclusive'], 'inconclusive'],
  [['inconclusive', 'not met', 'met'], 'not met'],
  [['not met', 'invalid', 'met'], 'invalid'],
  [[], 'invalid'],
] as const)('all of %j together are %s', (verdicts, together) => {
  expect(conjunction(verdicts)).toBe(together);
});
