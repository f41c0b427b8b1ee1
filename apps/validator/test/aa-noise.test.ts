import { atLeast, type Block, type Quantity } from '@muster/analysis';
import { describe, expect, test } from 'vitest';
import { noiseFloorOf } from '../src/aa/noise.ts';
import { judgeWindow } from '../src/aa/windows.ts';

const compared = { kind: 'speedup', metric: 'ms', from: 'a', to: 'b' } as const satisfies Quantity;
const criterion = {
  id: 'identical',
  statement: 'b takes as long as a',
  because: 'they are the same',
  quantity: compared,
  bound: atLeast(1),
};
const judging = { metrics: { ms: { unit: 'ms' } }, criterion, confidence: 0.95 };

/**
 * Blocks in which `a` takes `speedup` times as long as `b`, give or take, evenly to both sides. One
 * more than `count` is prime: each place comes once, in an order that nothing speaks against.
 */
function blocksOf(count: number, step: number, speedup: number): readonly Block[] {
  return Array.from({ length: count }, (_, index) => {
    const place = (((index + 1) * step) % (count + 1)) - (count + 1) / 2;
    const ms = 10 * speedup * Math.exp((0.2 * place) / count);
    return {
      index,
      trials: {
        a: { outcome: 'ok', values: { ms } },
        b: { outcome: 'ok', values: { ms: 10 } },
      },
    };
  });
}

describe('the half-width told of an experiment', () => {
  test.each([
    [6, 3],
    [10, 3],
    [30, 7],
  ])('of %i blocks is what a verdict needs, and no more', (size, step) => {
    const { widths } = noiseFloorOf(blocksOf(size, step, 1), compared, 0.95);
    const halfWidth = widths.find(({ blocks }) => blocks === size)?.halfWidth ?? Number.NaN;
    const kind = { blocks: size, looks: [size] };
    const verdictAt = (share: number): string =>
      judgeWindow(blocksOf(size, step, Math.exp(share * halfWidth)), kind, judging).verdict;
    expect([-1.01, -0.99, 0.99, 1.01].map(verdictAt)).toEqual([
      'not met',
      'inconclusive',
      'inconclusive',
      'met',
    ]);
  });
});
