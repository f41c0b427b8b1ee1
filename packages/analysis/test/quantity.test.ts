import { describe, expect, test } from 'vitest';
import { atMost } from '../src/criterion.ts';
import { judgeCriterion, judgeQuantity } from '../src/judge.ts';
import { intervalOf } from '../src/judgement.ts';
import type { Quantity } from '../src/quantity.ts';
import type { Runs } from '../src/runs.ts';
import { criticalRank } from '../src/signed-rank-distribution.ts';
import { cold, faster, metrics, plan, runs, speedup, ten } from './pool-runs.ts';
import { runsOf } from './support.ts';

function estimateOf(quantity: Quantity, measured: Runs = runs): ReturnType<typeof intervalOf> {
  const judged = judgeQuantity(quantity, measured, plan);
  if (judged.outcome === 'invalid') throw new Error(judged.because);
  return intervalOf(judged.estimate);
}

describe('a quantity', () => {
  test('of kind speedup is the typical paired ratio, at the verdict’s confidence', () => {
    const judged = judgeQuantity(speedup, runs, plan);
    expect(judged).toMatchObject({
      outcome: 'estimated',
      estimate: { value: expect.closeTo(10.05, 1), n: 10, confidence: expect.closeTo(0.916, 3) },
      median: { n: 10, confidence: expect.closeTo(0.9785, 3) },
    });
  });

  test('of kind difference is to - from', () => {
    expect(
      estimateOf({ kind: 'difference', metric: 'readyMs', from: 'cold', to: 'pool' }).value,
    ).toBeCloseTo(-40, 0);
  });

  test('of kind level is the typical run', () => {
    expect(estimateOf({ kind: 'level', metric: 'fillMs', arm: 'pool' })).toEqual({
      value: 300,
      low: 300,
      high: 300,
    });
  });

  test('of kind payback is cost over saving in the median block', () => {
    const { value, low, high } = estimateOf({
      kind: 'payback',
      cost: { metric: 'fillMs', arm: 'pool' },
      saving: { metric: 'readyMs', from: 'cold', to: 'pool' },
    });
    expect(value).toBeCloseTo(300 / 40.2, 1);
    expect(low).toBeCloseTo(300 / 43.3, 6);
    expect(high).toBeCloseTo(300 / 36.8, 6);
  });

  test('of kind proportion pools the totals', () => {
    const judged = judgeQuantity(
      { kind: 'proportion', successes: 'hits', attempts: 'acquires', arm: 'pool' },
      runs,
      plan,
    );
    expect(judged).toMatchObject({
      estimate: {
        value: 0.8,
        n: 1000,
        confidence: expect.closeTo(0.9, 12),
        method: 'Clopper-Pearson, totals of 10 runs',
      },
      median: null,
    });
  });
});

describe('the lowest and highest of several arms', () => {
  const three = runsOf({
    a: { share: cold },
    b: { share: cold.map((each) => each + 10) },
    c: { share: cold.map((each) => each + 1) },
  });
  const of = (kind: 'lowest' | 'highest', arms: readonly string[]): Quantity => ({
    kind,
    metric: 'share',
    arms,
  });

  test('take the extreme arm, its near end uncorrected and its far end corrected', () => {
    const alone = estimateOf({ kind: 'level', metric: 'share', arm: 'a' }, three);
    const lowest = estimateOf(of('lowest', ['a', 'b', 'c']), three);
    expect(lowest.value).toBe(alone.value);
    expect(lowest.low).toBe(alone.low);
    expect(lowest.high).toBeGreaterThan(alone.high);
    const top = estimateOf({ kind: 'level', metric: 'share', arm: 'b' }, three);
    const highest = estimateOf(of('highest', ['a', 'b', 'c']), three);
    expect(highest.high).toBe(top.high);
    expect(highest.low).toBeLessThan(top.low);
  });

  test('miss with the near tail once and the far tail once for each arm', () => {
    const judged = judgeQuantity(of('lowest', ['a', 'b', 'c']), three, plan);
    const missed = criticalRank(10, 0.05).tail + 3 * criticalRank(10, 0.05 / 3).tail;
    expect(judged).toMatchObject({ estimate: { confidence: expect.closeTo(1 - missed, 12) } });
  });

  test('of one arm are its level', () => {
    const alone = estimateOf({ kind: 'level', metric: 'share', arm: 'c' }, three);
    expect(estimateOf(of('lowest', ['c']), three)).toEqual(alone);
    expect(estimateOf(of('highest', ['c', 'c']), three)).toEqual(alone);
  });

  test('say which arm decides and that the near end takes no correction', () => {
    const judged = judgeQuantity(of('highest', ['a', 'b', 'c']), three, plan);
    expect(judged.outcome === 'estimated' ? judged.estimate.method : '').toBe(
      'highest of 3 arms, each Hodges-Lehmann, exact signed rank: the upper end is that of b, uncorrected since every arm must pass alone; the lower end is corrected for 3 arms (Bonferroni)',
    );
  });

  test('have no far end while the arms are too many for the blocks', () => {
    const short: Runs = { plannedBlocks: 5, blocks: three.blocks.slice(0, 5) };
    const judged = judgeQuantity(of('lowest', ['a', 'b', 'c']), short, plan);
    expect(judged).toMatchObject({
      estimate: {
        low: 40,
        high: null,
        warnings: [
          'no upper end for 3 arms: 5 values bound nothing at 98.3 % one-sided confidence: at least 6 are needed',
        ],
      },
    });
  });

  test('of no arms are misuse', () => {
    expect(() => judgeQuantity(of('lowest', []), three, plan)).toThrow(
      new TypeError('`arms` must name at least one arm, got none'),
    );
  });
});

describe('a payback', () => {
  const quantity: Quantity = {
    kind: 'payback',
    cost: { metric: 'fillMs', arm: 'pool' },
    saving: { metric: 'readyMs', from: 'cold', to: 'pool' },
  };
  const repaid = (cost: number, from: readonly number[]): Runs =>
    runsOf({ cold: { readyMs: from }, pool: { readyMs: ten(10), fillMs: ten(cost) } });

  test('is never less than nothing, however much its blocks are doubted', () => {
    const rising = [29, 27, 25, 23, 21, 19, 17, 15, 13, 11];
    const { estimate } = judgeCriterion(
      { ...faster, quantity, bound: atMost(1_000) },
      metrics,
      repaid(300, rising),
      plan,
    );

    expect(estimate!.method).toMatch(/, widened$/);
    expect(estimate!.low).toBe(0);
  });

  test('is never where nothing is saved, and stays so through JSON', () => {
    const judged = judgeCriterion(
      { ...faster, quantity, bound: atMost(100) },
      metrics,
      repaid(300, ten(9)),
      plan,
    );
    expect(judged).toMatchObject({
      verdict: 'not met',
      unit: 'uses',
      estimate: { value: null, low: null, high: null },
      warnings: ['in 10 of 10 blocks nothing is saved, so the cost is never repaid there'],
    });
    const restored: typeof judged = JSON.parse(JSON.stringify(judged));
    expect(restored.estimate && intervalOf(restored.estimate)).toEqual({
      value: Infinity,
      low: Infinity,
      high: Infinity,
    });
  });

  test('is not distorted by a few blocks that save nothing, but loses its upper end to more', () => {
    const few = repaid(300, [9, 20, 20, 20, 20, 20, 20, 20, 20, 20]);
    expect(estimateOf(quantity, few)).toEqual({ value: 30, low: 30, high: 30 });
    const more = repaid(300, [9, 9, 9, 20, 20, 20, 20, 20, 20, 20]);
    expect(estimateOf(quantity, more)).toEqual({ value: 30, low: 30, high: Infinity });
  });

  test('is immediate where nothing was paid, even when nothing is saved', () => {
    expect(estimateOf(quantity, repaid(0, ten(9)))).toEqual({ value: 0, low: 0, high: 0 });
  });

  test('cannot be judged from a negative cost', () => {
    expect(judgeQuantity(quantity, repaid(-1, ten(20)), plan)).toMatchObject({
      outcome: 'invalid',
      because: expect.stringContaining(
        'arm pool in block 1 has a fillMs of -1, which must be at least 0 to be a cost',
      ),
    });
  });
});
