import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holm } from '../src/holm.ts';

describe("Holm's correction", () => {
  // p.adjust(p, 'holm') of R.
  test.each([
    [
      [0.01, 0.02, 0.03, 0.04, 0.05],
      [0.05, 0.08, 0.09, 0.09, 0.09],
    ],
    [
      [0.05, 0.01, 0.04, 0.02, 0.03],
      [0.09, 0.05, 0.09, 0.08, 0.09],
    ],
    [
      [0.6, 0.7],
      [1, 1],
    ],
    [[0.04], [0.04]],
    [[], []],
  ])('of %j is %j', (pValues, expected) => {
    const corrected = holm(pValues);
    expect(corrected).toHaveLength(expected.length);
    for (const [at, p] of corrected.entries()) expect(p).toBeCloseTo(expected[at] ?? -1, 14);
  });

  test('lies between the p-values and those of Bonferroni, in the same order', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 }), (ps) => {
        const ascending = ps.toSorted((a, b) => a - b);
        const ordered = holm(ascending);
        expect(ordered).toEqual(ordered.toSorted((a, b) => a - b));
        const corrected = holm(ps);
        for (const [at, p] of ps.entries()) {
          expect(corrected[at]).toBeGreaterThanOrEqual(p);
          expect(corrected[at]).toBeLessThanOrEqual(Math.min(1, ps.length * p));
        }
      }),
    );
  });

  test.each([-0.1, 1.1, Number.NaN])('of %d is misuse', (p) => {
    expect(() => holm([0.5, p])).toThrow(
      new TypeError(`\`pValues[1]\` must be between 0 and 1, got ${p}`),
    );
  });
});
