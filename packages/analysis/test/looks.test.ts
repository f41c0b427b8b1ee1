import { array, assert, double, integer, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { criticalRank, planLooks } from '../src/index.ts';

describe('looks', () => {
  test('one look errs with all that a verdict may err with', () => {
    expect(planLooks([10], 0.95)).toEqual([{ blocks: 10, tail: expect.closeTo(0.05, 12) }]);
  });

  test('a look at 6 of 10 blocks can be passed, with the least that a test of ranks can say there', () => {
    const [first, last] = planLooks([6, 10], 0.95);

    expect(first!.tail).toBeCloseTo(1 / 64, 10);
    expect(criticalRank(6, first!.tail)).toEqual({ rank: 1, tail: 1 / 64 });
    expect(last!.tail).toBeCloseTo(0.05 - 1 / 64, 10);
    expect(criticalRank(10, last!.tail).tail).toBeCloseTo(33 / 1024, 10);
  });

  test('early looks err with less than later ones', () => {
    const tails = planLooks([10, 20, 30], 0.95).map(({ tail }) => tail);

    expect(tails).toEqual(tails.toSorted((a, b) => a - b));
    expect(tails[0]).toBeLessThanOrEqual(0.05 / 9);
  });

  test('all of them together err with what a verdict may err with, and never with more', () => {
    // Looks that are neither very early nor very close together can all be passed.
    const steps = array(integer({ min: 50, max: 200 }), { maxLength: 3 });
    assert(
      property(steps, double({ min: 0.9, max: 0.96, noNaN: true }), (percents, confidence) => {
        const blocks = percents.reduce(
          (counts, percent) => [...counts, Math.ceil(counts.at(-1)! * (1 + percent / 100))],
          [14],
        );
        const most = blocks.at(-1)!;
        const passable = blocks.filter(
          (count) => 0.5 ** count < (1 - confidence) * 0.01 || count === most,
        );
        const sum = planLooks(
          passable.filter((count) => count * 6 > most),
          confidence,
        ).reduce((all, { tail }) => all + tail, 0);
        expect(sum).toBeCloseTo(1 - confidence, 12);
      }),
    );
  });

  test('each look has a step of the signed-rank distribution to go by', () => {
    for (const { blocks, tail } of planLooks([8, 12, 16, 20], 0.95)) {
      expect(criticalRank(blocks, tail).rank).toBeGreaterThan(0);
    }
  });

  test.each<[readonly number[], string]>([
    [[], 'at least one number'],
    [[0], '`looks[0]` must be a whole number of blocks above 0, got 0'],
    [[6, 6], '`looks[1]` must be a whole number of blocks above 6, got 6'],
    [[10, 6], 'above 10, got 6'],
    [[2.5], 'got 2.5'],
    [[Number.NaN, 10], 'got NaN'],
    [[3, 10], 'a look after 3 of 10 blocks can decide nothing'],
    [[10, 100], 'a look after 10 of 100 blocks can decide nothing'],
  ])('%j is refused', (blocks, why) => {
    expect(() => planLooks(blocks, 0.95)).toThrow(TypeError);
    expect(() => planLooks(blocks, 0.95)).toThrow(why);
  });
});
