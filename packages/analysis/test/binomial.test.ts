import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { binomialAtLeast, binomialAtMost, binomialPmf, binomialQuantile } from '../src/binomial.ts';
import { normalQuantile } from '../src/normal.ts';

describe('the binomial distribution', () => {
  // Computed with 40 digits.
  test.each([
    [0, 10, 0.3, 0.0282475249, 0.0282475249],
    [3, 10, 0.3, 0.266827932, 0.6496107184],
    [7, 15, 0.5, 0.196380615234375, 0.5],
    [8, 16, 0.5, 0.196380615234375, 0.5981903076171875],
    [3, 700, 0.01, 0.05164282870806948, 0.08072165998864082],
    [515, 700, 0.7, 0.003870913230487463, 0.9831492020884429],
    [50_000, 100_000, 0.5, 0.00252312621419674, 0.5012615631070984],
    [49_500, 100_000, 0.5, 1.7000124003181167e-5, 0.0007911799394257978],
    [980, 100_000, 0.01, 0.010449066987062028, 0.2687651763674116],
    [99_100, 100_000, 0.99, 7.179238796902391e-5, 0.9994109510545189],
  ])('of %d in %d at %d has the reference mass and sum', (k, n, p, mass, sum) => {
    expect(binomialPmf(k, n, p) / mass).toBeCloseTo(1, 12);
    expect(binomialAtMost(k, n, p) / sum).toBeCloseTo(1, 12);
  });

  test('puts all mass on one value when the outcome is certain', () => {
    expect([binomialPmf(0, 5, 0), binomialPmf(5, 5, 1), binomialPmf(1, 5, 0)]).toEqual([1, 1, 0]);
    expect([binomialAtMost(-1, 5, 0.5), binomialAtMost(5, 5, 0.5)]).toEqual([0, 1]);
    expect([binomialAtLeast(0, 5, 0.5), binomialAtLeast(6, 5, 0.5)]).toEqual([1, 0]);
  });

  test('sums to one over both tails', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(),
        (n, p, at) => {
          const k = at % (n + 1);
          expect(binomialAtMost(k, n, p) + binomialAtLeast(k + 1, n, p)).toBeCloseTo(1, 11);
        },
      ),
    );
  });

  test('has a quantile that is the first to reach the probability', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        (n, p, probability) => {
          const k = binomialQuantile(probability, n, p);
          expect(binomialAtMost(k, n, p)).toBeGreaterThanOrEqual(probability);
          expect(binomialAtMost(k - 1, n, p)).toBeLessThan(probability);
        },
      ),
    );
  });

  test.each([
    [() => binomialPmf(1, -1, 0.5), '`n` must be an integer of at least 0, got -1'],
    [() => binomialAtMost(1, 2, 1.5), '`p` must be between 0 and 1, got 1.5'],
    [() => binomialQuantile(2, 2, 0.5), '`probability` must be between 0 and 1, got 2'],
  ])('refuses misuse', (misuse, message) => {
    expect(misuse).toThrow(new TypeError(message));
  });
});

describe('the normal quantile', () => {
  test.each([
    [1e-300, -37.0470962993612],
    [1e-10, -6.361340902404056],
    [0.001, -3.090232306167813],
    [0.05, -1.6448536269514729],
    [0.3, -0.5244005127080409],
    [0.5, 0],
    [0.975, 1.959963984540054],
    [0.999999, 4.753424308817087],
  ])('of %d is the reference value', (probability, value) => {
    expect(normalQuantile(probability)).toBeCloseTo(value, 13);
  });

  test('refuses what is not a probability', () => {
    expect(() => normalQuantile(1)).toThrow(
      new TypeError('`probability` must be above 0 and below 1, got 1'),
    );
  });
});
