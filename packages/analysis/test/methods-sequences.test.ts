import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  logMixture,
  meanSequence,
  mixtureBound,
  mixtureWeight,
  oneSidedMixtureBound,
  proportionSequence,
} from '../src/methods/index.ts';
import { normalQuantile } from '../src/normal.ts';
import { clopperPearson } from '../src/proportion.ts';
import { seeded } from './support.ts';

const plan = { confidence: 0.95, tightestAt: 100 };

describe('the normal mixture', () => {
  // The tests of the package confseq.
  test('has the weight, bounds and logarithm of the reference', () => {
    expect(mixtureWeight(plan)).toBeCloseTo(12.60056, 5);
    expect(mixtureBound(100, plan)).toBeCloseTo(30.35209, 5);
    expect(oneSidedMixtureBound(100, plan)).toBeCloseTo(27.66071, 5);
    expect(logMixture(10, 100, 12.60056)).toBeCloseTo(-0.6510052, 6);
  });

  test('is ln(1 / 0.05) at its bound, and tightest about where it was planned to be', () => {
    const weight = mixtureWeight(plan);
    expect(logMixture(mixtureBound(40, plan), 40, weight)).toBeCloseTo(Math.log(20), 10);
    const planned = mixtureBound(100, plan);
    for (const tightestAt of [50, 200]) {
      expect(mixtureBound(100, { ...plan, tightestAt })).toBeGreaterThan(planned);
    }
  });
});

describe('the confidence sequence of a mean', () => {
  test('reaches as far as the bound of a sum says', () => {
    const { value, low, high, n } = meanSequence([1, 2, 3, 4], plan);
    expect({ value, n }).toEqual({ value: 2.5, n: 4 });
    const reach = (Math.sqrt(5 / 3) * mixtureBound(4, plan)) / 4;
    expect([low, high]).toEqual([2.5 - reach, 2.5 + reach]);
  });

  // Two-sided at twice the tail, as a one-sided bound; 20,000 repetitions each.
  test.each([
    [5, 0.058],
    [10, 0.039],
    [20, 0.027],
  ])('looked at from %d values to 100 misses a share of %d to one side', (first, expected) => {
    const next = seeded(first);
    const rounds = 1000;
    let missed = 0;
    for (let round = 0; round < rounds; round += 1) {
      const values = Array.from({ length: 100 }, () => normalQuantile(next() + 2 ** -33));
      const sees = (n: number): boolean =>
        meanSequence(values.slice(0, n), { confidence: 0.9, tightestAt: 30 }).low > 0;
      if (values.some((_, at) => at + 1 >= first && sees(at + 1))) missed += 1;
    }
    const error = Math.sqrt((expected * (1 - expected)) / rounds);
    expect(Math.abs(missed / rounds - expected)).toBeLessThan(3 * error);
  });

  test('warns of looks at very few values', () => {
    expect(meanSequence([1, 2, 3], plan).warnings).toHaveLength(1);
    expect(meanSequence([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], plan).warnings).toEqual([]);
  });
});

describe('the confidence sequence of a proportion', () => {
  // The tests of the package confseq.
  test.each([
    [700, 1000, 100, 0.651629, 0.745949],
    [5, 50, 50, 0.013021, 0.269264],
  ])('of %d in %d, tightest at %d, is %d to %d', (successes, attempts, tightestAt, low, high) => {
    const found = proportionSequence({ successes, attempts }, { confidence: 0.95, tightestAt });
    expect(Math.abs(found.low - low)).toBeLessThan(1.1e-6);
    expect(Math.abs(found.high - high)).toBeLessThan(1.1e-6);
  });

  test('holds the interval of a single look, whatever was counted, and is mirrored', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 2000 }), fc.nat(), (attempts, at) => {
        const successes = at % (attempts + 1);
        const found = proportionSequence({ successes, attempts }, plan);
        const single = clopperPearson(successes, attempts, 0.9);
        expect(found.low).toBeLessThanOrEqual(single.low);
        expect(found.high).toBeGreaterThanOrEqual(single.high);
        const mirrored = proportionSequence({ successes: attempts - successes, attempts }, plan);
        expect(mirrored.low).toBeCloseTo(1 - found.high, 9);
      }),
      { numRuns: 30 },
    );
  });

  test('knows nothing after one attempt', () => {
    expect(proportionSequence({ successes: 1, attempts: 1 }, plan)).toMatchObject({
      low: 0,
      high: 1,
    });
  });
});

test.each([
  [
    () => mixtureWeight({ ...plan, confidence: 1 }),
    '`confidence` must be above 0 and below 1, got 1',
  ],
  [
    () => mixtureWeight({ ...plan, tightestAt: 0 }),
    '`tightestAt` must be a finite number above 0, got 0',
  ],
  [
    () => oneSidedMixtureBound(1, { ...plan, confidence: 0.5 }),
    'one-sided `confidence` must be above 0.5 and below 1, got 0.5',
  ],
  [
    () => oneSidedMixtureBound(-3, plan),
    '`variance` must be a finite number of at least 0, got -3',
  ],
  [() => mixtureBound(-100, plan), '`variance` must be a finite number of at least 0, got -100'],
  [() => mixtureBound(NaN, plan), '`variance` must be a finite number of at least 0, got NaN'],
  [() => logMixture(1, 1, 0), '`weight` must be a finite number above 0, got 0'],
  [() => logMixture(NaN, 1, 1), '`sum` must be a finite number, got NaN'],
  [() => meanSequence([1], plan), '`values` must hold at least 2 numbers, got 1'],
  [
    () => proportionSequence({ successes: 3, attempts: 2 }, plan),
    '`share.successes` must be an integer between 0 and 2, got 3',
  ],
])('misuse is refused by name', (misuse, message) => {
  expect(misuse).toThrow(new TypeError(message));
});
