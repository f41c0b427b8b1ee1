import { describe, expect, test } from 'vitest';
import { judgeScaling, type ScalingDefinition } from '../src/scaling/judge-scaling.ts';
import { runsOf, seeded, withTrial } from './support.ts';

const PLAN = { confidence: 0.95 };
const METRICS = { at1: { unit: '1/s' }, at2: { unit: '1/s' }, at4: { unit: '1/s' } };
const curve: ScalingDefinition = {
  id: 'starts',
  statement: 'Starts per second',
  points: [1, 2, 4].map((concurrency) => ({
    concurrency,
    metric: `at${concurrency}`,
    arm: 'curve',
  })),
};
const measured = runsOf({
  curve: { at1: [100, 101, 99], at2: [180, 182, 181], at4: [300, 299, 303] },
});
const host = () => ({ cores: 2, random: seeded(5) });

describe('a throughput over concurrency', () => {
  test('is told with the law it follows and what was measured', () => {
    const { scaling, ...told } = judgeScaling(curve, METRICS, measured, PLAN, host());
    expect(told).toEqual({
      id: 'starts',
      statement: 'Starts per second',
      unit: '1/s',
      because: null,
    });
    expect(scaling).toMatchObject({ chosen: 'amdahl', furthest: 8 });
    expect(scaling?.levels.map(({ mean }) => mean)).toEqual(
      [100, 181, 902 / 3].map((mean) => expect.closeTo(mean, 9)),
    );
    expect(scaling?.levels.map(({ oversubscribed }) => oversubscribed)).toEqual([
      false,
      false,
      true,
    ]);
  });

  test('has the same intervals each time', () => {
    const [one, other] = [0, 1].map(() => judgeScaling(curve, METRICS, measured, PLAN, host()));
    expect(one).toEqual(other);
  });

  test('goes by the blocks that its arm is in', () => {
    const [first, ...last] = measured.blocks;
    const { curve: _, ...others } = first!.trials;
    const runs = {
      plannedBlocks: 4,
      armBlocks: { curve: 2 },
      blocks: [{ ...first!, trials: others }, ...last],
    };
    const four = { ...runs, blocks: [{ index: 0, trials: {} }, ...runs.blocks] };
    const { scaling } = judgeScaling(curve, METRICS, four, PLAN, host());
    expect(scaling?.levels.map((each) => each.runs)).toEqual([2, 2, 2]);
  });

  test('is not told where a run of it failed', () => {
    const failed = withTrial(measured, 2, 'curve', { outcome: 'failed', because: 'EAGAIN' });
    expect(judgeScaling(curve, METRICS, failed, PLAN, host())).toMatchObject({
      scaling: null,
      because: 'arm curve in block 2 failed: EAGAIN',
    });
  });
});
