import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holm } from '../src/holm.ts';
import { benjaminiHochberg, benjaminiYekutieli, bonferroni } from '../src/methods/index.ts';

describe('corrected p-values', () => {
  const pValues = [0.01, 0.02, 0.03, 0.04, 0.05];

  // p.adjust of R.
  test.each([
    ['Bonferroni', bonferroni, [0.05, 0.1, 0.15, 0.2, 0.25]],
    ['Benjamini and Hochberg', benjaminiHochberg, [0.05, 0.05, 0.05, 0.05, 0.05]],
    ['Benjamini and Yekutieli', benjaminiYekutieli, pValues.map(() => 0.1141667)],
  ])('of %s are those of R, in the order given', (_, correct, expected) => {
    for (const [at, p] of correct(pValues).entries()) expect(p).toBeCloseTo(expected[at] ?? -1, 7);
    expect(correct(pValues.toReversed())).toEqual(correct(pValues).toReversed());
  });

  test('that differ keep what smaller ones leave', () => {
    expect(benjaminiHochberg([0.5, 0.001, 0.9])).toEqual([0.75, 0.003, 0.9]);
  });

  test('control more as they grow: false discoveries, any false one, and that simply', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (ps) => {
        const [hochberg, stepped, plain] = [benjaminiHochberg(ps), holm(ps), bonferroni(ps)];
        const dependent = benjaminiYekutieli(ps);
        for (const [at, p] of ps.entries()) {
          const ordered = [p, hochberg[at] ?? -1, stepped[at] ?? -1, plain[at] ?? -1];
          // Products of the same numbers in another order differ in the last digit.
          for (const [place, each] of ordered.slice(1).entries()) {
            expect(each).toBeGreaterThanOrEqual((ordered[place] ?? 2) * (1 - 1e-15));
          }
          expect(dependent[at]).toBeGreaterThanOrEqual(hochberg[at] ?? 2);
        }
      }),
    );
  });

  test.each([bonferroni, benjaminiHochberg, benjaminiYekutieli])(
    'of what is none are misuse',
    (correct) => {
      expect(() => correct([0.5, 1.1])).toThrow(
        new TypeError('`pValues[1]` must be between 0 and 1, got 1.1'),
      );
    },
  );
});
