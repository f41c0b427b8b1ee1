import { atLeast, type Block, type Criterion } from '@muster/analysis';
import { describe, expect, test } from 'vitest';
import { judgeWindow, tallyWindows, windowsOf } from '../src/aa/windows.ts';

const criterion: Criterion = {
  id: 'identical',
  statement: 'b takes as long as a',
  because: 'they are the same',
  quantity: { kind: 'speedup', metric: 'ms', from: 'a', to: 'b' },
  bound: atLeast(1),
};
const judging = { metrics: { ms: { unit: 'ms' } }, criterion, confidence: 0.95 };

/** A block for each ratio of a to b; null is a failed trial. */
function blocksOf(ratios: readonly (number | null)[]): readonly Block[] {
  return ratios.map((ratio, index) => ({
    index,
    trials: {
      a:
        ratio === null
          ? { outcome: 'failed', because: 'it fell over' }
          : { outcome: 'ok', values: { ms: 10 * ratio } },
      b: { outcome: 'ok', values: { ms: 10 } },
    },
  }));
}

// In no order: values that rise would be doubted.
const FASTER = [1.3, 1.45, 1.2, 1.4, 1.25, 1.35];
const SLOWER = FASTER.map((ratio) => 1 / ratio);
const SAME = [1.1, 1 / 1.11, 1.12, 1 / 1.13, 1.14, 1 / 1.15];

describe('windows', () => {
  test.each([
    [0, 6, []],
    [5, 6, []],
    [6, 6, [[0, 1, 2, 3, 4, 5]]],
    [
      8,
      3,
      [
        [0, 1, 2],
        [3, 4, 5],
      ],
    ],
  ])('of %i blocks, each of %i, share none and leave out the rest', (count, size, indices) => {
    const windows = windowsOf(blocksOf(Array.from({ length: count }, () => 1)), size);
    expect(windows.map((window) => window.map(({ index }) => index))).toEqual(indices);
  });

  test('are judged each as an experiment of its own', () => {
    const blocks = blocksOf([...FASTER, ...SLOWER, ...SAME, ...FASTER.with(2, Number.NaN), 1]);
    expect(tallyWindows(blocks, { blocks: 6, looks: [6] }, judging)).toEqual({
      met: 1,
      notMet: 1,
      inconclusive: 1,
      invalid: 1,
    });
  });

  test('with a failed trial are invalid', () => {
    const blocks = blocksOf([null, ...FASTER.slice(1)]);
    expect(tallyWindows(blocks, { blocks: 6, looks: [6] }, judging)).toMatchObject({ invalid: 1 });
  });
});

describe('a window with an early look', () => {
  const kind = { blocks: 10, looks: [6, 10] };

  test('is judged by the blocks until then when that settles it', () => {
    const clearly = FASTER.map((ratio) => 3 * ratio);
    const judged = judgeWindow(blocksOf([...clearly, 0.1, 0.1, 0.1, 0.1]), kind, judging);
    expect(judged).toMatchObject({ verdict: 'met', estimate: { n: 6 } });
  });

  test('is judged by all of them when it does not', () => {
    const unclear = [1.01, 1.2, 1.3, 1 / 1.05, 1.25, 1.4];
    const judged = judgeWindow(blocksOf([...unclear, 1.3, 1.25, 1.2, 1.3]), kind, judging);
    expect(judged).toMatchObject({ verdict: 'met', estimate: { n: 10 } });
  });

  test('of too few blocks is misuse', () => {
    expect(() => judgeWindow(blocksOf(SAME.slice(1)), kind, judging)).toThrow(
      new TypeError('`window` must hold 10 blocks, got 5: no look was reached'),
    );
  });
});
