import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSchedule } from '../src/plan/schedule.ts';

const options = fc.record({
  arms: fc.uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
  blocks: fc.integer({ min: 1, max: 12 }),
  warmupBlocks: fc.integer({ min: 0, max: 3 }),
  seed: fc.maxSafeInteger(),
});

describe('a schedule', () => {
  test('has every arm once in every block, warm-up blocks first', () => {
    fc.assert(
      fc.property(options, (given) => {
        const slots = createSchedule(given);
        expect(slots.map((slot) => slot.index)).toEqual(slots.map((_, index) => index));
        expect(slots).toHaveLength((given.blocks + given.warmupBlocks) * given.arms.length);
        for (let nth = 0; nth < given.blocks + given.warmupBlocks; nth += 1) {
          const size = given.arms.length;
          const block = slots.slice(nth * size, (nth + 1) * size);
          const warmup = nth < given.warmupBlocks;
          expect(block.map((slot) => slot.arm).toSorted()).toEqual(given.arms.toSorted());
          expect(block.map((slot) => slot.position)).toEqual(block.map((_, position) => position));
          expect(new Set(block.map((slot) => slot.warmup))).toEqual(new Set([warmup]));
          expect(new Set(block.map((slot) => slot.block))).toEqual(
            new Set([warmup ? nth : nth - given.warmupBlocks]),
          );
        }
      }),
    );
  });

  test('is the same for the same seed, whatever the order in which arms are written', () => {
    fc.assert(
      fc.property(options, (given) => {
        expect(createSchedule({ ...given, arms: given.arms.toReversed() })).toEqual(
          createSchedule(given),
        );
      }),
    );
  });

  test('differs between seeds', () => {
    const orders = Array.from({ length: 50 }, (_, seed) =>
      createSchedule({ arms: ['a', 'b', 'c'], blocks: 10, warmupBlocks: 0, seed })
        .map((slot) => slot.arm)
        .join(''),
    );
    expect(new Set(orders).size).toBe(50);
  });

  test('puts each arm first about equally often', () => {
    const slots = createSchedule({ arms: ['a', 'b'], blocks: 1_000, warmupBlocks: 0, seed: 7 });
    const first = slots.filter((slot) => slot.position === 0 && slot.arm === 'a').length;
    // 4 standard deviations of a fair coin thrown 1000 times are 63.
    expect(Math.abs(first - 500)).toBeLessThan(63);
  });
});
