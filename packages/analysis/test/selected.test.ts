import { describe, expect, test } from 'vitest';
import { atLeast, type Criterion } from '../src/criterion.ts';
import { judgeCriterion } from '../src/judge.ts';
import { inputsOf } from '../src/quantity.ts';
import { runsOf, seeded } from './support.ts';

const METRICS = { perSecond: { unit: '1/s' } };
const PLAN = { confidence: 0.95 };
const best: Criterion = {
  id: 'throughput',
  statement: 'batches carry at least three times as many messages',
  because: 'for the test',
  quantity: {
    kind: 'selected',
    metric: 'perSecond',
    arms: ['10', '50', '100'],
    baseline: 'single',
    prefer: 'high',
  },
  bound: atLeast(3),
};

/** Twelve blocks of throughputs that scatter by some percent about these. */
function throughputs(typical: Readonly<Record<string, number>>, seed = 3) {
  const random = seeded(seed);
  return runsOf(
    Object.fromEntries(
      Object.entries(typical).map(([arm, level]) => [
        arm,
        { perSecond: Array.from({ length: 12 }, () => level * (0.95 + random() / 10)) },
      ]),
    ),
  );
}

describe('the best of several arms', () => {
  test('is selected on the first third of the blocks and judged on the others', () => {
    const runs = throughputs({ single: 100, '10': 350, '50': 500, '100': 450 });

    const judged = judgeCriterion(best, METRICS, runs, PLAN);

    expect(judged).toMatchObject({
      verdict: 'met',
      unit: 'x',
      estimate: { n: 8 },
      selected: { chosen: '50', tied: [], worse: ['10', '100'], better: [] },
    });
    expect(judged.warnings).toEqual([
      '50 was selected of 3 arms on the first 4 blocks',
      '50 is better than 10 and 100',
    ]);
  });

  test('is told with the arms that it cannot be told from', () => {
    const runs = throughputs({ single: 100, '10': 350, '50': 500, '100': 500 });

    const { selected, warnings } = judgeCriterion(best, METRICS, runs, PLAN);

    expect(selected!.tied).toHaveLength(1);
    expect(warnings.join()).toMatch(/(50 and 100|100 and 50) are not separable/);
  });

  test('owes nothing to the blocks it was selected on', () => {
    const runs = throughputs({ single: 100, '10': 200, '50': 210, '100': 205 });
    const lucky = {
      ...runs,
      blocks: runs.blocks.map((block, at) =>
        at >= 4
          ? block
          : {
              ...block,
              trials: {
                ...block.trials,
                '10': { outcome: 'ok' as const, values: { perSecond: 1e6 } },
              },
            },
      ),
    };

    expect(judgeCriterion(best, METRICS, lucky, PLAN)).toMatchObject({
      verdict: 'not met',
      selected: { chosen: '10' },
    });
  });

  test('may be the lowest where less is better', () => {
    const quantity = { ...best.quantity, prefer: 'low' as const };
    const runs = throughputs({ single: 400, '10': 100, '50': 80, '100': 120 });

    expect(judgeCriterion({ ...best, quantity }, METRICS, runs, PLAN)).toMatchObject({
      verdict: 'met',
      selected: { chosen: '50' },
    });
  });

  test('is not confirmed by a look that has seen no more than it was selected on', () => {
    const runs = throughputs({ single: 100, '10': 350, '50': 500, '100': 450 });
    const early = { plannedBlocks: 30, blocks: runs.blocks.slice(0, 10) };

    expect(
      judgeCriterion(best, METRICS, early, { confidence: 0.95, looks: [10, 30] }),
    ).toMatchObject({ verdict: 'inconclusive', estimate: { low: 0, high: null } });
  });

  test('takes every arm and the baseline to be there, once', () => {
    expect(inputsOf(best.quantity).map(({ arm }) => arm)).toEqual(['10', '50', '100', 'single']);
    expect(() => inputsOf({ ...best.quantity, baseline: '10' } as Criterion['quantity'])).toThrow(
      new TypeError('`arms` must not have the baseline 10 among them'),
    );
  });
});
