import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../src/plan/random.ts';

const drawn = (seed: number, ...path: (string | number)[]): number[] => {
  const random = createRandom(seed, ...path);
  return Array.from({ length: 8 }, () => random.next());
};

const ascending = (a: number, b: number): number => a - b;

describe('chance', () => {
  test('is the same for the same seed and purpose', () => {
    expect(drawn(7, 'block', 3)).toEqual(drawn(7, 'block', 3));
  });

  test('differs between seeds and between purposes', () => {
    expect(drawn(7, 'block', 3)).not.toEqual(drawn(8, 'block', 3));
    expect(drawn(7, 'block', 3)).not.toEqual(drawn(7, 'block', 4));
    expect(drawn(7, 'block', 3)).not.toEqual(drawn(7, 'warmup', 3));
  });

  test('stays within its bounds', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: -50, max: 50 }),
        fc.nat(20),
        (seed, from, span) => {
          const random = createRandom(seed);
          const integer = random.integer(from, from + span);
          expect(integer).toBeGreaterThanOrEqual(from);
          expect(integer).toBeLessThanOrEqual(from + span);
          const real = random.next();
          expect(real).toBeGreaterThanOrEqual(0);
          expect(real).toBeLessThan(1);
        },
      ),
    );
  });

  test('shuffles into a permutation and leaves the input alone', () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.integer()), (seed, items) => {
        const before = [...items];
        const shuffled = createRandom(seed).shuffle(items);
        expect(items).toEqual(before);
        expect(shuffled.toSorted(ascending)).toEqual(before.toSorted(ascending));
      }),
    );
  });
});
